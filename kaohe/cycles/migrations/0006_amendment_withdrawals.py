"""Who proposed an amendment may withdraw it: a line of its own, and the proposal stays as it was written."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from kaohe.audit.guard import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("cycles", "0005_amendments"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AmendmentWithdrawal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("withdrawn_at", models.DateTimeField(verbose_name="撤回时间")),
                (
                    "amendment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="withdrawal", to="cycles.amendment"
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        AppendOnly("AmendmentWithdrawal"),
    ]
