"""The sheets on which goals travel, the versions after the meeting, and who carries each goal."""

import django.db.models.deletion
import django.utils.timezone
import kaohe.people.fields
from kaohe.audit.guard import AppendOnly
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cycles", "0002_guard"),
        ("goals", "0001_first"),
        ("people", "0001_first"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="goal",
            name="struck_on",
            field=models.DateField(blank=True, null=True, verbose_name="取消日期"),
        ),
        migrations.CreateModel(
            name="GoalSheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "起草"),
                            ("proposed", "已报分管局长"),
                            ("agreed", "分管局长已同意"),
                            ("compiled", "已汇总上会"),
                            ("fixed", "已审定"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                ("rows", models.JSONField(default=list, verbose_name="目标")),
                ("decisions", models.JSONField(default=dict, verbose_name="会议决定")),
                ("minutes", models.CharField(blank=True, max_length=100, verbose_name="纪要编号")),
                ("version", models.CharField(default=kaohe.people.fields.new_token, editable=False, max_length=16)),
                ("opened_at", models.DateTimeField(blank=True, null=True, verbose_name="打开时间")),
                ("reminded_on", models.DateField(blank=True, null=True, verbose_name="催办日期")),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="变动时间")),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="goal_sheets", to="cycles.cycle"
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="goal_sheets", to="people.department"
                    ),
                ),
            ],
            options={
                "ordering": ["department__order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="GoalStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("imported", "导入草稿"),
                            ("proposed", "报分管局长"),
                            ("withdrawn", "撤回"),
                            ("agreed", "同意"),
                            ("returned", "退回"),
                            ("compiled", "汇总上会"),
                            ("fixed", "局长办公会审定"),
                            ("changed", "局长办公会变更"),
                            ("reminded", "催办"),
                        ],
                        max_length=12,
                        verbose_name="步骤",
                    ),
                ),
                ("on_behalf_of", models.CharField(blank=True, max_length=60, verbose_name="代")),
                ("sentence", models.TextField(blank=True, verbose_name="意见")),
                ("minutes", models.CharField(blank=True, max_length=100, verbose_name="纪要编号")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="时间")),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="goals.goalsheet"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="GoalVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="版本")),
                (
                    "decision",
                    models.CharField(
                        choices=[("approved", "同意"), ("changed", "修改"), ("struck", "取消"), ("added", "增加")],
                        max_length=12,
                        verbose_name="决定",
                    ),
                ),
                ("before", models.JSONField(default=dict, verbose_name="之前")),
                ("values", models.JSONField(default=dict, verbose_name="之后")),
                ("minutes", models.CharField(max_length=100, verbose_name="纪要编号")),
                ("sentence", models.TextField(blank=True, verbose_name="说明")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="时间")),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="goals.goal"
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
                "ordering": ["goal", "number"],
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("part", models.CharField(blank=True, max_length=200, verbose_name="分解事项")),
                ("plan", models.JSONField(default=dict, verbose_name="分季计划")),
                ("since", models.DateField(verbose_name="起")),
                ("until", models.DateField(blank=True, null=True, verbose_name="止")),
                (
                    "cover",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="covers",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="assignments", to="goals.goal"
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["goal", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"),
                        name="an_assignment_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cover__isnull", True),
                            models.Q(("cover", models.F("officer")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_stands_in_for_themselves",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("goal", "part"),
                        name="a_part_of_a_goal_has_one_person",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="goalsheet",
            constraint=models.UniqueConstraint(
                fields=("cycle", "department"), name="one_goal_sheet_a_year_of_a_department"
            ),
        ),
        migrations.AddConstraint(
            model_name="goalsheet",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "proposed", "agreed", "compiled", "fixed"])),
                name="a_goal_sheet_is_in_a_known_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="goalversion",
            constraint=models.UniqueConstraint(fields=("goal", "number"), name="one_version_of_a_number_for_a_goal"),
        ),
        AppendOnly("GoalStep"),
        AppendOnly("GoalVersion"),
    ]
