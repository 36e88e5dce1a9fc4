"""Adds the bureau's own working days and the dates that a year is planned by."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cycles", "0002_guard"),
        ("people", "0001_first"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="cycle",
            name="objection_calendar",
            field=models.CharField(blank=True, max_length=12, verbose_name="截止所依日历"),
        ),
        migrations.CreateModel(
            name="CalendarYear",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="年份")),
                ("source", models.CharField(max_length=200, verbose_name="依据")),
                ("loaded_on", models.DateField(verbose_name="导入日期")),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="calendar_years", to="people.bureau"
                    ),
                ),
                (
                    "loaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["year"],
            },
        ),
        migrations.CreateModel(
            name="CalendarDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="日期")),
                (
                    "kind",
                    models.CharField(
                        choices=[("work", "工作日"), ("rest", "休息日"), ("made_up", "调休上班")],
                        max_length=8,
                        verbose_name="类型",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=40, verbose_name="名称")),
                ("source", models.CharField(max_length=200, verbose_name="依据")),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="calendar_days", to="people.bureau"
                    ),
                ),
                (
                    "loaded",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="days",
                        to="cycles.calendaryear",
                    ),
                ),
            ],
            options={
                "ordering": ["day"],
            },
        ),
        migrations.CreateModel(
            name="CycleDate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "milestone",
                    models.CharField(
                        choices=[
                            ("goals", "目标审定"),
                            ("progress", "完成情况报送"),
                            ("bulletin", "季度通报"),
                            ("grading", "年终划档"),
                            ("notice", "结果公示"),
                            ("objection", "异议截止"),
                            ("final", "结果定案"),
                        ],
                        max_length=12,
                        verbose_name="事项",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(default=0, verbose_name="序号")),
                ("day", models.DateField(verbose_name="日期")),
                ("provisional", models.BooleanField(default=False, verbose_name="暂定")),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="dates", to="cycles.cycle"
                    ),
                ),
            ],
            options={
                "ordering": ["cycle", "day", "number"],
            },
        ),
        migrations.AddConstraint(
            model_name="calendaryear",
            constraint=models.UniqueConstraint(fields=("bureau", "year"), name="one_calendar_of_a_year_in_a_bureau"),
        ),
        migrations.AddConstraint(
            model_name="calendarday",
            constraint=models.UniqueConstraint(fields=("bureau", "day"), name="one_word_on_a_day_in_a_bureau"),
        ),
        migrations.AddConstraint(
            model_name="calendarday",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["work", "rest", "made_up"])), name="a_day_is_of_a_known_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="cycledate",
            constraint=models.UniqueConstraint(
                fields=("cycle", "milestone", "number"), name="one_date_for_a_milestone_of_a_period"
            ),
        ),
    ]
