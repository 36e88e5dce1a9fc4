"""Facts that last several days, such as leave."""

from django.db import migrations, models

from kaohe.audit.guard import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_files_and_answers")]

    operations = [
        migrations.AddField(
            model_name="entry", name="until", field=models.DateField(blank=True, null=True, verbose_name="至")
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__isnull", True), ("until__gte", models.F("occurred_on")), _connector="OR"),
                name="an_entry_ends_after_it_begins",
            ),
        ),
        # SQLite rebuilds the table and loses its guard.
        AppendOnly("Entry"),
    ]
