"""Departments and officers keep the letters that they are found by; those that are there already get theirs."""

from django.db import migrations, models

from kaohe.people.pinyin import letters_of, letters_of_name


def spell(apps, schema_editor):
    departments = apps.get_model("people", "Department").objects
    for pk, name, short, aliases in departments.values_list("pk", "name", "short_name", "aliases"):
        departments.filter(pk=pk).update(letters=letters_of(*(text for text in (name, short, *aliases) if text)))
    officers = apps.get_model("people", "Officer").objects
    for pk, name in officers.values_list("pk", "name"):
        officers.filter(pk=pk).update(letters=letters_of_name(name))


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0006_keepers'),
    ]

    operations = [
        migrations.AddField(
            model_name='department',
            name='letters',
            field=models.TextField(blank=True, default='', editable=False),
        ),
        migrations.AddField(
            model_name='officer',
            name='letters',
            field=models.TextField(blank=True, default='', editable=False),
        ),
        migrations.RunPython(spell, migrations.RunPython.noop),
    ]
