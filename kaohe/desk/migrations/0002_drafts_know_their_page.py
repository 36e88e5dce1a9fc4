"""Drafts know the page they stand on."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0001_first'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='draft',
            options={'ordering': ['-saved_at']},
        ),
        migrations.AddField(
            model_name='draft',
            name='address',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='draft',
            name='title',
            field=models.CharField(blank=True, max_length=200),
        ),
    ]
