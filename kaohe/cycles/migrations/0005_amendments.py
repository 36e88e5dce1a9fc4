"""Proposals to amend the measures: other numbers for an edition, written down beside it and never changed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from kaohe.audit.guard import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("cycles", "0004_rounds"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Amendment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("label", models.CharField(max_length=80, verbose_name="名称")),
                ("values", models.JSONField(verbose_name="参数")),
                ("reason", models.CharField(max_length=400, verbose_name="理由")),
                ("written_at", models.DateTimeField(verbose_name="提出时间")),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="amendments", to="cycles.cycle"
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="amendments", to="cycles.edition"
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={"ordering": ["-pk"]},
        ),
        AppendOnly("Amendment"),
    ]
