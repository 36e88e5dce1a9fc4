"""A grading meeting may say where it sat."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("panels", "0005_meeting"),
    ]

    operations = [
        migrations.AddField(
            model_name="gradingmeeting",
            name="place",
            field=models.CharField(blank=True, default="", max_length=60, verbose_name="会议地点"),
        ),
    ]
