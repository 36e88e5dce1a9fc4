"""The completion becomes a fact where the checkers verified it."""

from django.db import migrations, models

from kaohe.audit.guard import AppendOnly


class Migration(migrations.Migration):

    dependencies = [
        ("panels", "0003_verification"),
    ]

    operations = [
        migrations.AddField(
            model_name="verification",
            name="completion",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="核实完成率"),
        ),
        # SQLite may have made the table anew, without its guard.
        AppendOnly("Verification"),
    ]
