"""The record of the director's meeting: when, where, who led it, who was there."""

import django.db.models.deletion
import django.utils.timezone
import kaohe.people.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cycles', '0002_guard'),
        ('goals', '0006_no_second_completion'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DirectorsMeeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('minutes', models.CharField(max_length=100, verbose_name='纪要编号')),
                ('held_on', models.DateField(verbose_name='会议日期')),
                ('begins', models.TimeField(blank=True, null=True, verbose_name='开始时间')),
                ('place', models.CharField(blank=True, default='', max_length=60, verbose_name='会议地点')),
                ('attending', kaohe.people.fields.ListField(blank=True, default=list, verbose_name='列席')),
                ('version', models.CharField(default=kaohe.people.fields.new_token, editable=False, max_length=16)),
                ('chair', models.CharField(blank=True, max_length=60, verbose_name='主持人')),
                ('present', kaohe.people.fields.ListField(default=list, verbose_name='出席')),
                ('excused', kaohe.people.fields.ListField(blank=True, default=list, verbose_name='请假')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='时间')),
                ('cycle', models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name='directors_meetings', to='cycles.cycle',
                )),
                ('recorded_by', models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL,
                )),
            ],
            options={
                'ordering': ['cycle', 'pk'],
                'constraints': [
                    models.UniqueConstraint(fields=('cycle', 'minutes'), name='minutes_speak_of_one_directors_meeting'),
                ],
            },
        ),
    ]
