"""Guards the table of this room, which is only ever added to."""

from django.db import migrations

from kaohe.audit.guard import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("evidence", "0001_first")]
    operations = [AppendOnly("StoredFile")]
