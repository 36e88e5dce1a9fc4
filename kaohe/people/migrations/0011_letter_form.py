"""A bureau chooses which of its papers to a department are letters."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0010_superior'),
    ]

    operations = [
        migrations.AddField(
            model_name='bureausettings',
            name='letter_receipt',
            field=models.BooleanField(default=True, verbose_name='异议受理回执用信函格式'),
        ),
        migrations.AddField(
            model_name='bureausettings',
            name='letter_decision',
            field=models.BooleanField(default=True, verbose_name='复核决定书用信函格式'),
        ),
        migrations.AddField(
            model_name='bureausettings',
            name='letter_score',
            field=models.BooleanField(default=False, verbose_name='得分告知单用信函格式'),
        ),
    ]
