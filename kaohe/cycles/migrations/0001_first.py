"""The first tables of this room."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kaohe.people.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_first"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=80, verbose_name="代码")),
                ("label", models.CharField(max_length=200, verbose_name="名称")),
                ("texts", models.JSONField(verbose_name="全文")),
                ("digest", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("digest_sm3", models.CharField(max_length=64, verbose_name="SM3")),
                ("adopted_on", models.DateField(verbose_name="采用日期")),
                (
                    "adopted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="editions", to="people.bureau"
                    ),
                ),
            ],
            options={
                "ordering": ["-adopted_on", "-pk"],
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Cycle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("setting", "制定目标"),
                            ("running", "日常考核"),
                            ("closing", "年终考核"),
                            ("noticed", "公示"),
                            ("reviewing", "复核"),
                            ("final", "定案"),
                        ],
                        default="setting",
                        max_length=12,
                        verbose_name="阶段",
                    ),
                ),
                ("goals_fixed_on", models.DateField(blank=True, null=True, verbose_name="目标审定日期")),
                ("graded_on", models.DateField(blank=True, null=True, verbose_name="划档日期")),
                ("noticed_at", models.DateTimeField(blank=True, null=True, verbose_name="公示时间")),
                ("objection_deadline", models.DateTimeField(blank=True, null=True, verbose_name="异议截止")),
                ("finalised_on", models.DateField(blank=True, null=True, verbose_name="定案日期")),
                (
                    "goals_version",
                    models.CharField(default=kaohe.people.fields.new_token, editable=False, max_length=16),
                ),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cycles", to="people.bureau"
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cycles", to="cycles.edition"
                    ),
                ),
            ],
            options={
                "ordering": ["-year"],
            },
        ),
        migrations.CreateModel(
            name="Period",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="序号")),
                ("label", models.CharField(max_length=20, verbose_name="名称")),
                ("starts", models.DateField(verbose_name="起")),
                ("ends", models.DateField(verbose_name="止")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="关闭日期")),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="periods", to="cycles.cycle"
                    ),
                ),
            ],
            options={
                "ordering": ["cycle", "number"],
            },
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.UniqueConstraint(fields=("bureau", "code"), name="one_edition_code_in_a_bureau"),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.UniqueConstraint(fields=("bureau", "digest"), name="an_edition_is_adopted_once"),
        ),
        migrations.AddConstraint(
            model_name="cycle",
            constraint=models.UniqueConstraint(fields=("bureau", "year"), name="one_cycle_a_year_in_a_bureau"),
        ),
        migrations.AddConstraint(
            model_name="cycle",
            constraint=models.CheckConstraint(
                condition=models.Q(("stage__in", ["setting", "running", "closing", "noticed", "reviewing", "final"])),
                name="the_stage_is_a_known_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="period",
            constraint=models.UniqueConstraint(fields=("cycle", "number"), name="one_period_of_a_number_in_a_cycle"),
        ),
        migrations.AddConstraint(
            model_name="period",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends__gt", models.F("starts"))), name="a_period_ends_after_it_starts"
            ),
        ),
    ]
