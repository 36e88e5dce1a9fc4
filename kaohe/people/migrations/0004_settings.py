"""What a bureau chose where the measures leave it a choice."""

import django.db.models.deletion
import django.utils.timezone
import kaohe.people.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0003_trial'),
    ]

    operations = [
        migrations.CreateModel(
            name='BureauSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('opinions_first', models.BooleanField(default=False, verbose_name='先填意见，再看建议')),
                ('supervisors_recused', models.BooleanField(default=False, verbose_name='分管领导回避所分管的科室')),
                ('quorum', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='划档会的法定人数')),
                ('single_keys', models.BooleanField(default=True, verbose_name='允许单键快捷')),
                ('version', models.CharField(default=kaohe.people.fields.new_token, editable=False, max_length=16)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='变动时间')),
                ('bureau', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='settings', to='people.bureau')),
            ],
            options={
                'verbose_name_plural': 'bureau settings',
                'constraints': [models.CheckConstraint(condition=models.Q(('quorum__isnull', True), ('quorum__gte', 1), _connector='OR'), name='a_quorum_is_somebody')],
            },
        ),
    ]
