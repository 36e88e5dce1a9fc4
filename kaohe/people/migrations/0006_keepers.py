"""The three keepers (三员) apart, duties that wait to be confirmed, sessions that can be ended.

Bureaus that are there already go on as they are: their administrators gave duties too, which from here on is the choice
called 三员合一, said on every page until somebody separates them.
"""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def keep_working(apps, schema_editor):
    """In every bureau that has people, whoever made accounts goes on giving duties too."""
    Bureau, Appointment = apps.get_model("people", "Bureau"), apps.get_model("people", "Appointment")
    Bureau.objects.filter(officers__isnull=False).update(combined=True)
    for row in Appointment.objects.filter(role="administrator"):
        Appointment.objects.create(officer_id=row.officer_id, role="security", since=row.since, until=row.until)


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0005_draws'),
    ]

    operations = [
        migrations.AddField(
            model_name='bureau',
            name='combined',
            field=models.BooleanField(default=False, verbose_name='三员合一'),
        ),
        migrations.AddField(
            model_name='officer',
            name='sessions',
            field=models.CharField(blank=True, editable=False, max_length=16),
        ),
        migrations.AlterField(
            model_name='appointment',
            name='role',
            field=models.CharField(choices=[('office', '考核办'), ('director', '局长'), ('leading_group', '考核领导小组'), ('deputy_director', '分管局长'), ('department_head', '科室负责人'), ('clerk', '科室内勤'), ('officer', '科室人员'), ('checker', '考核小组'), ('auditor', '审计员'), ('administrator', '系统管理员'), ('security', '安全管理员')], max_length=20, verbose_name='职责'),
        ),
        migrations.CreateModel(
            name='Nomination',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('office', '考核办'), ('director', '局长'), ('leading_group', '考核领导小组'), ('deputy_director', '分管局长'), ('department_head', '科室负责人'), ('clerk', '科室内勤'), ('officer', '科室人员'), ('checker', '考核小组'), ('auditor', '审计员'), ('administrator', '系统管理员'), ('security', '安全管理员')], max_length=20, verbose_name='职责')),
                ('since', models.DateField(blank=True, null=True, verbose_name='起')),
                ('until', models.DateField(blank=True, null=True, verbose_name='止')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='来源')),
                ('put_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='提出时间')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.department')),
                ('ends', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.appointment')),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='nominations', to=settings.AUTH_USER_MODEL)),
                ('put_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ends__isnull', True), ('since__isnull', False), ('until__isnull', True)), models.Q(('ends__isnull', False), ('since__isnull', True), ('until__isnull', False)), _connector='OR'), name='a_nomination_gives_or_ends'), models.UniqueConstraint(condition=models.Q(('department__isnull', False), ('ends__isnull', True)), fields=('officer', 'role', 'department'), name='one_nomination_to_a_department'), models.UniqueConstraint(condition=models.Q(('department__isnull', True), ('ends__isnull', True)), fields=('officer', 'role'), name='one_nomination_to_a_role')],
            },
        ),
        migrations.RunPython(keep_working, migrations.RunPython.noop),
    ]
