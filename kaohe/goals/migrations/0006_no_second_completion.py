"""The completion that counts is the one that checkers verify; a goal never carried its own."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("goals", "0005_letters"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="goal",
            name="completion_is_a_percentage",
        ),
        migrations.RemoveField(
            model_name="goal",
            name="completion",
        ),
    ]
