"""What is known of a file beside its content: its first name, whose quota it takes from, which scanner has seen it."""

import django.db.models.deletion
from django.db import migrations, models

from kaohe.audit.guard import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("evidence", "0002_guard"), ("people", "0003_trial")]

    operations = [
        migrations.AddField(
            model_name="storedfile",
            name="original_name",
            field=models.CharField(blank=True, default="", max_length=400, verbose_name="原名称"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="storedfile",
            name="department",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="files",
                to="people.department",
            ),
        ),
        migrations.AddField(
            model_name="storedfile",
            name="scanned_by",
            field=models.CharField(blank=True, default="", max_length=40, verbose_name="病毒扫描"),
            preserve_default=False,
        ),
        migrations.RemoveConstraint(model_name="storedfile", name="the_same_file_is_kept_once"),
        migrations.AddConstraint(
            model_name="storedfile",
            constraint=models.UniqueConstraint(
                fields=("bureau", "digest", "uploaded_by", "name", "document_number", "scanned_by"),
                name="the_same_file_is_kept_once",
            ),
        ),
        # SQLite rebuilds the table for all this and loses its guard.
        AppendOnly("StoredFile"),
    ]
