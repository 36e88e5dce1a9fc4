"""When the message about a nomination went out."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0008_letterhead'),
    ]

    operations = [
        migrations.AddField(
            model_name='nomination',
            name='told_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
    ]
