"""The first tables of this room."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kaohe.people.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("goals", "0001_first"),
        ("ledger", "0001_first"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Grading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("grade", models.CharField(max_length=40, verbose_name="档次")),
                ("conditions", kaohe.people.fields.ListField(blank=True, default=list, verbose_name="依据条件")),
                ("reason", models.TextField(blank=True, verbose_name="理由")),
                ("decided_on", models.DateField(verbose_name="决定日期")),
                ("recused", kaohe.people.fields.ListField(blank=True, default=list, verbose_name="回避")),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="grading", to="ledger.entry"
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="gradings", to="goals.goal"
                    ),
                ),
            ],
            options={
                "ordering": ["goal", "pk"],
            },
        ),
    ]
