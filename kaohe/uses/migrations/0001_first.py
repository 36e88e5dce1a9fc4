"""Schemes to divide a year's money, and allotments, which are only ever added to."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from kaohe.audit.guard import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cycles", "0004_rounds"),
        ("results", "0003_publication"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Scheme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("settings", models.JSONField(verbose_name="分配设置")),
                ("digest", models.CharField(max_length=64)),
                ("reason", models.TextField(blank=True, verbose_name="说明")),
                ("signature", models.CharField(max_length=120, verbose_name="提请人")),
                ("proposed_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="提请时间")),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("open", "待第二人同意"),
                            ("consented", "已同意"),
                            ("returned", "退回"),
                            ("withdrawn", "撤回"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="结果",
                    ),
                ),
                ("sentence", models.TextField(blank=True, verbose_name="意见")),
                ("answer_signature", models.CharField(blank=True, max_length=120, verbose_name="同意人")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="办理时间")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="schemes", to="cycles.cycle"
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "proposed_for",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "snapshot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="schemes", to="results.snapshot"
                    ),
                ),
            ],
            options={
                "ordering": ["cycle", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Allotment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="次第")),
                ("settings", models.JSONField(verbose_name="分配设置")),
                ("weights", models.CharField(max_length=400, verbose_name="权重合计")),
                ("total", models.CharField(max_length=40, verbose_name="合计")),
                ("spare", models.PositiveIntegerField(verbose_name="余数（分）")),
                ("lines", models.JSONField(verbose_name="明细")),
                ("digest", models.CharField(max_length=64)),
                ("fixed_at", models.DateTimeField(verbose_name="确定时间")),
                ("signature", models.CharField(max_length=120, verbose_name="同意人")),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="allotments", to="cycles.cycle"
                    ),
                ),
                (
                    "fixed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "snapshot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="allotments", to="results.snapshot"
                    ),
                ),
                (
                    "scheme",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="allotment", to="uses.scheme"
                    ),
                ),
            ],
            options={
                "ordering": ["cycle", "number"],
            },
        ),
        migrations.AddConstraint(
            model_name="scheme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", "open"), ("answered_at__isnull", True), ("answered_by__isnull", True)),
                    models.Q(
                        ("answer__in", ["consented", "returned", "withdrawn"]),
                        ("answered_at__isnull", False),
                        ("answered_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="a_scheme_is_answered_by_a_hand_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="scheme",
            constraint=models.UniqueConstraint(
                condition=models.Q(("answer", "open")), fields=("cycle",), name="one_open_scheme_a_year"
            ),
        ),
        migrations.AddConstraint(
            model_name="allotment",
            constraint=models.UniqueConstraint(fields=("cycle", "number"), name="one_allotment_of_a_number_in_a_year"),
        ),
        AppendOnly("Allotment"),
    ]
