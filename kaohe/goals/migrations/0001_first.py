"""The first tables of this room."""

import django.db.models.deletion
from django.db import migrations, models

import kaohe.people.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cycles", "0001_first"),
        ("people", "0001_first"),
    ]

    operations = [
        migrations.CreateModel(
            name="Goal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40, verbose_name="编号")),
                ("category", models.CharField(max_length=40, verbose_name="类别")),
                ("title", models.CharField(max_length=300, verbose_name="目标")),
                ("base", kaohe.people.fields.ExactField(blank=True, max_length=40, null=True, verbose_name="基本分")),
                ("origin", models.CharField(blank=True, max_length=200, verbose_name="来源")),
                ("measure", models.TextField(blank=True, verbose_name="措施")),
                ("target", models.TextField(blank=True, verbose_name="指标")),
                ("quality", models.TextField(blank=True, verbose_name="质量标准")),
                ("due", models.DateField(blank=True, null=True, verbose_name="时限")),
                ("key_work", models.BooleanField(default=False, verbose_name="实事或重点工作")),
                ("completion", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="完成率")),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="goals", to="cycles.cycle"
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="goals", to="people.department"
                    ),
                ),
            ],
            options={
                "ordering": ["department__order", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("cycle", "department", "code"), name="one_goal_code_in_a_department"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("completion__isnull", True), ("completion__lte", 1000), _connector="OR"),
                        name="completion_is_a_percentage",
                    ),
                ],
            },
        ),
    ]
