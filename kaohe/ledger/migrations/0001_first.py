"""The first tables of this room."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kaohe.people.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cycles", "0001_first"),
        ("goals", "0001_first"),
        ("people", "0001_first"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="记录号")),
                ("rule", models.CharField(max_length=80, verbose_name="规则")),
                ("occurred_on", models.DateField(verbose_name="发生日期")),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                ("recorder_name", models.CharField(max_length=60, verbose_name="登记人")),
                ("count", models.IntegerField(default=1, verbose_name="数量")),
                ("level", models.CharField(blank=True, max_length=40, verbose_name="层级或档次")),
                ("matter", models.CharField(blank=True, max_length=120, verbose_name="事项")),
                (
                    "amount",
                    kaohe.people.fields.ExactField(blank=True, max_length=40, null=True, verbose_name="评定分值"),
                ),
                ("persons", kaohe.people.fields.ListField(blank=True, default=list, verbose_name="人员")),
                ("about", models.TextField(blank=True, verbose_name="说明")),
                ("conditions", kaohe.people.fields.ListField(blank=True, default=list, verbose_name="依据条件")),
                ("seal", models.CharField(max_length=64, verbose_name="封记")),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="cycles.cycle"
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="people.department"
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="goals.goal",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "reverses",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversals",
                        to="ledger.entry",
                    ),
                ),
            ],
            options={
                "ordering": ["cycle", "number"],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="序号")),
                ("title", models.CharField(max_length=200, verbose_name="名称")),
                ("digest", models.CharField(blank=True, max_length=64, verbose_name="SHA-256")),
                ("kind", models.CharField(blank=True, max_length=40, verbose_name="类型")),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="evidence", to="ledger.entry"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "evidence",
                "ordering": ["entry", "number"],
            },
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["cycle", "department", "rule"], name="ledger_entr_cycle_i_f04f7f_idx"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["cycle", "occurred_on"], name="ledger_entr_cycle_i_45c0e6_idx"),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(fields=("cycle", "number"), name="one_entry_of_a_number_in_a_cycle"),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(("count", 0), _negated=True), name="an_entry_counts_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("count__gt", 0), ("reverses__isnull", True)),
                    models.Q(("count__lt", 0), ("reverses__isnull", False)),
                    _connector="OR",
                ),
                name="only_a_reversal_counts_back",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.UniqueConstraint(fields=("entry", "number"), name="one_evidence_number_in_an_entry"),
        ),
    ]
