"""The first tables of this room."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cycles", "0001_first"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Snapshot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("bulletin", "季度通报"), ("notice", "公示"), ("final", "定案")],
                        max_length=10,
                        verbose_name="类型",
                    ),
                ),
                ("board", models.JSONField(verbose_name="结果")),
                ("facts_digest", models.CharField(max_length=64)),
                ("edition_digest", models.CharField(max_length=64)),
                ("highest_entry", models.PositiveIntegerField(default=0)),
                ("seal", models.CharField(blank=True, max_length=64)),
                ("engine_version", models.CharField(max_length=20)),
                ("made_at", models.DateTimeField(verbose_name="时间")),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="snapshots", to="cycles.cycle"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="snapshots",
                        to="cycles.period",
                    ),
                ),
                (
                    "previous",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="next",
                        to="results.snapshot",
                    ),
                ),
            ],
            options={
                "ordering": ["cycle", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "bulletin"), ("period__isnull", False)),
                            models.Q(models.Q(("kind", "bulletin"), _negated=True), ("period__isnull", True)),
                            _connector="OR",
                        ),
                        name="a_bulletin_and_only_a_bulletin_has_a_period",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "final")), fields=("cycle",), name="a_year_is_finalised_once"
                    ),
                ],
            },
        ),
    ]
