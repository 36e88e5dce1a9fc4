"""What the checkers find of a quarter, and applications for objective reasons."""

import django.db.models.deletion
import django.utils.timezone
import kaohe.people.fields
from django.conf import settings
from django.db import migrations, models

from kaohe.audit.guard import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0002_guard"),
        ("goals", "0004_progress"),
        ("ledger", "0003_files_and_answers"),
        ("panels", "0002_guard"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Verification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("met", models.BooleanField(verbose_name="按计划完成")),
                ("reason", models.TextField(blank=True, verbose_name="说明")),
                ("verified_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="核实时间")),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="verification", to="ledger.entry"
                    ),
                ),
                (
                    "line",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verification",
                        to="goals.progressline",
                    ),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["line"],
            },
        ),
        migrations.CreateModel(
            name="Excuse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField(verbose_name="理由")),
                ("evidence", kaohe.people.fields.ListField(blank=True, default=list, verbose_name="佐证")),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="申请时间")),
                (
                    "answer",
                    models.CharField(
                        choices=[("asked", "待决定"), ("granted", "同意"), ("denied", "不同意")],
                        default="asked",
                        max_length=10,
                        verbose_name="决定",
                    ),
                ),
                ("sentence", models.TextField(blank=True, verbose_name="意见")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="决定时间")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("files", models.ManyToManyField(blank=True, related_name="excuses", to="evidence.storedfile")),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="excuses", to="goals.goal"
                    ),
                ),
            ],
            options={
                "ordering": ["goal", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("answer__in", ["asked", "granted", "denied"])),
                        name="an_application_has_a_known_answer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", "asked"), ("decided_at__isnull", True), ("decided_by__isnull", True)),
                            models.Q(
                                models.Q(("answer", "asked"), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_decision_has_its_hand_and_time",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("answer", "asked")), fields=("goal",), name="one_open_application_a_goal"
                    ),
                ],
            },
        ),
        AppendOnly("Verification"),
    ]
