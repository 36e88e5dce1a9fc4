"""Draws of the checking group, kept so that they can be done again; only ever added to."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from kaohe.audit.guard import AppendOnly


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0004_settings'),
    ]

    operations = [
        migrations.CreateModel(
            name='Draw',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(verbose_name='起')),
                ('until', models.DateField(verbose_name='止')),
                ('seats', models.PositiveSmallIntegerField(verbose_name='人数')),
                ('seed', models.CharField(max_length=16, verbose_name='抽签种子')),
                ('rows', models.JSONField(verbose_name='排序')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='依据或原因')),
                ('signature', models.CharField(max_length=120, verbose_name='办理人')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='时间')),
                ('bureau', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='draws', to='people.bureau')),
                ('drawn_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        AppendOnly('Draw'),
    ]
