"""A grading meeting has its hour and those who sit in, as every meeting on record."""

import kaohe.people.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('panels', '0006_place'),
    ]

    operations = [
        migrations.AddField(
            model_name='gradingmeeting',
            name='begins',
            field=models.TimeField(blank=True, null=True, verbose_name='开始时间'),
        ),
        migrations.AddField(
            model_name='gradingmeeting',
            name='attending',
            field=kaohe.people.fields.ListField(blank=True, default=list, verbose_name='列席'),
        ),
    ]
