"""Records tell for whom somebody acted. SQLite makes the table anew for it, so the guard is put up again."""

from django.db import migrations, models

from kaohe.audit.guard import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_guard")]
    operations = [
        migrations.AddField("record", "on_behalf_of", models.CharField("代谁办理", max_length=60, blank=True, default=""), preserve_default=False),
        migrations.AddField("record", "on_behalf_login", models.CharField("代谁办理（账号）", max_length=150, blank=True, default=""), preserve_default=False),
        AppendOnly("Record"),
    ]
