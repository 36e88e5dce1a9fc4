"""Goals keep the letters that they are found by; those that are there already get theirs."""

from django.db import migrations, models

from kaohe.people.pinyin import letters_of


def spell(apps, schema_editor):
    goals = apps.get_model("goals", "Goal").objects
    for pk, title in goals.values_list("pk", "title"):
        goals.filter(pk=pk).update(letters=letters_of(title))


class Migration(migrations.Migration):

    dependencies = [
        ('goals', '0004_progress'),
    ]

    operations = [
        migrations.AddField(
            model_name='goal',
            name='letters',
            field=models.TextField(blank=True, default='', editable=False),
        ),
        migrations.RunPython(spell, migrations.RunPython.noop),
    ]
