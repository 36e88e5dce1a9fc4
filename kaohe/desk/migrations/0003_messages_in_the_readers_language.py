"""What a message says is kept as a code and values beside its words, so that each reads it in their own language."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0002_drafts_know_their_page'),
    ]

    operations = [
        migrations.AddField(
            model_name='message',
            name='said',
            field=models.JSONField(blank=True, default=dict),
        ),
    ]
