"""A bureau may have a superior in the same installation, who sees what it has published."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0009_told_of_nominations'),
    ]

    operations = [
        migrations.AddField(
            model_name='bureau',
            name='superior',
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='subordinates',
                to='people.bureau', verbose_name='上级单位',
            ),
        ),
        migrations.AddConstraint(
            model_name='bureau',
            constraint=models.CheckConstraint(
                condition=models.Q(('superior', models.F('pk')), _negated=True), name='no_bureau_is_its_own_superior',
            ),
        ),
    ]
