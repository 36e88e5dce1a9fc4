"""Quarters are opened and closed, the time for objections ends, a final year may be taken up again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cycles", "0003_calendar_and_dates"),
    ]

    operations = [
        migrations.AddField(
            model_name="cycle",
            name="lapsed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="异议期满"),
        ),
        migrations.AddField(
            model_name="cycle",
            name="round",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="轮次"),
        ),
        migrations.AddField(
            model_name="period",
            name="last_entry",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="关闭时最后一笔"),
        ),
        migrations.AddField(
            model_name="period",
            name="opened_on",
            field=models.DateField(blank=True, null=True, verbose_name="开启日期"),
        ),
    ]
