"""Evidence that is a file, and the answers of departments to entries about them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from kaohe.audit.guard import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0002_guard"),
        ("ledger", "0002_guard"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="evidence",
            name="file",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="proves",
                to="evidence.storedfile",
            ),
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(verbose_name="答复")),
                ("at", models.DateTimeField(verbose_name="时间")),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="ledger.entry"
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["entry", "pk"],
            },
        ),
        AppendOnly("Answer"),
    ]
