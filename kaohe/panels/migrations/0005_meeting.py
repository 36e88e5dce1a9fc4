"""The grading meeting: opinions, what the group rules, which goal an entry bears on, and remarks."""

import django.db.models.deletion
import django.utils.timezone
import kaohe.people.fields
from django.conf import settings
from django.db import migrations, models

from kaohe.audit.guard import AppendOnly


class Migration(migrations.Migration):

    dependencies = [
        ('cycles', '0003_calendar_and_dates'),
        ('goals', '0004_progress'),
        ('ledger', '0003_files_and_answers'),
        ('panels', '0004_completion'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Bearing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.TextField(verbose_name='理由')),
                ('signature', models.CharField(max_length=120, verbose_name='办理人')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='时间')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bearings', to='ledger.entry')),
                ('goal', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bearings', to='goals.goal')),
                ('named_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='GradingMeeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='次序')),
                ('held_on', models.DateField(verbose_name='会议日期')),
                ('minutes', models.CharField(max_length=100, verbose_name='纪要编号')),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='开始时间')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='结束时间')),
                ('record', models.JSONField(default=dict, verbose_name='会议记录')),
                ('version', models.CharField(default=kaohe.people.fields.new_token, editable=False, max_length=16)),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grading_meetings', to='cycles.cycle')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('present', models.ManyToManyField(related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['cycle', 'number'],
            },
        ),
        migrations.CreateModel(
            name='Opinion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('grade', models.CharField(max_length=40, verbose_name='档次')),
                ('conditions', kaohe.people.fields.ListField(blank=True, default=list, verbose_name='依据条件')),
                ('reason', models.TextField(blank=True, verbose_name='理由')),
                ('signature', models.CharField(max_length=120, verbose_name='办理人')),
                ('version', models.CharField(default=kaohe.people.fields.new_token, editable=False, max_length=16)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='时间')),
                ('goal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opinions', to='goals.goal')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opinions', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['goal', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Remark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('signature', models.CharField(max_length=120, verbose_name='办理人')),
                ('text', models.TextField(verbose_name='意见')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='时间')),
                ('goal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remarks', to='goals.goal')),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Ruling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('grade', models.CharField(max_length=40, verbose_name='档次')),
                ('conditions', kaohe.people.fields.ListField(blank=True, default=list, verbose_name='依据条件')),
                ('reason', models.TextField(blank=True, verbose_name='理由')),
                ('evidence', kaohe.people.fields.ListField(blank=True, default=list, verbose_name='佐证')),
                ('signature', models.CharField(max_length=120, verbose_name='办理人')),
                ('version', models.CharField(default=kaohe.people.fields.new_token, editable=False, max_length=16)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='时间')),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('goal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rulings', to='goals.goal')),
                ('grading', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ruling', to='panels.grading')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rulings', to='panels.gradingmeeting')),
            ],
            options={
                'ordering': ['meeting', 'goal'],
            },
        ),
        migrations.AddConstraint(
            model_name='gradingmeeting',
            constraint=models.UniqueConstraint(fields=('cycle', 'number'), name='one_grading_meeting_of_a_number'),
        ),
        migrations.AddConstraint(
            model_name='gradingmeeting',
            constraint=models.UniqueConstraint(fields=('cycle', 'minutes'), name='minutes_speak_of_one_grading_meeting'),
        ),
        migrations.AddConstraint(
            model_name='gradingmeeting',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_at__isnull', True)), fields=('cycle',), name='one_grading_meeting_sits_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='gradingmeeting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('closed_by__isnull', True)), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False)), _connector='OR'), name='who_concluded_a_meeting_is_known'),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=models.UniqueConstraint(fields=('goal', 'member'), name='one_opinion_a_member_on_a_goal'),
        ),
        migrations.AddConstraint(
            model_name='ruling',
            constraint=models.UniqueConstraint(fields=('meeting', 'goal'), name='one_ruling_a_meeting_on_a_goal'),
        ),
        AppendOnly('Bearing'),
        AppendOnly('Remark'),
    ]
