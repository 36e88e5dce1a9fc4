"""Workbooks handed in keep what they would do."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_duties'),
    ]

    operations = [
        migrations.AddField(
            model_name='intake',
            name='outcome',
            field=models.JSONField(default=dict),
        ),
    ]
