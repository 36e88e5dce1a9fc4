"""Guards the tables of this room that are only ever added to."""

from django.db import migrations

from kaohe.audit.guard import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_first")]
    operations = [AppendOnly("Entry"), AppendOnly("Evidence")]
