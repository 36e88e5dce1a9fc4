"""A department's quarter as it tells it, and the steps of that way."""

import django.db.models.deletion
import django.utils.timezone
import kaohe.people.fields
from kaohe.audit.guard import AppendOnly
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cycles", "0003_calendar_and_dates"),
        ("evidence", "0002_guard"),
        ("goals", "0003_sheets"),
        ("people", "0002_duties"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ProgressReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "填报中"),
                            ("filled", "待科室负责人审核"),
                            ("submitted", "待核实"),
                            ("verified", "已核实"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                ("version", models.CharField(default=kaohe.people.fields.new_token, editable=False, max_length=16)),
                ("reminded_on", models.DateField(blank=True, null=True, verbose_name="催办日期")),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="变动时间")),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="progress_reports",
                        to="people.department",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="cycles.period"
                    ),
                ),
            ],
            options={
                "ordering": ["period", "department__order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ProgressLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("met", models.BooleanField(blank=True, null=True, verbose_name="按计划完成")),
                ("completion", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="完成率")),
                ("sentence", models.TextField(blank=True, verbose_name="完成情况")),
                ("evidence", kaohe.people.fields.ListField(blank=True, default=list, verbose_name="佐证")),
                ("files", models.ManyToManyField(blank=True, related_name="progress_lines", to="evidence.storedfile")),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="progress", to="goals.goal"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="goals.progressreport"
                    ),
                ),
            ],
            options={
                "ordering": ["report", "goal"],
            },
        ),
        migrations.CreateModel(
            name="ProgressStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("filled", "送科室负责人"),
                            ("submitted", "提交"),
                            ("withdrawn", "撤回"),
                            ("returned", "退回"),
                            ("verified", "核实"),
                            ("reminded", "催办"),
                        ],
                        max_length=12,
                        verbose_name="步骤",
                    ),
                ),
                ("signature", models.CharField(max_length=120, verbose_name="办理人")),
                ("sentence", models.TextField(blank=True, verbose_name="意见")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="时间")),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="goals.progressreport"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="progressreport",
            constraint=models.UniqueConstraint(
                fields=("period", "department"), name="one_report_a_quarter_of_a_department"
            ),
        ),
        migrations.AddConstraint(
            model_name="progressreport",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "filled", "submitted", "verified"])),
                name="a_report_is_in_a_known_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="progressline",
            constraint=models.UniqueConstraint(fields=("report", "goal"), name="one_line_a_goal_in_a_report"),
        ),
        migrations.AddConstraint(
            model_name="progressline",
            constraint=models.CheckConstraint(
                condition=models.Q(("completion__isnull", True), ("completion__lte", 1000), _connector="OR"),
                name="progress_is_a_percentage",
            ),
        ),
        AppendOnly("ProgressStep"),
    ]
