"""What stands on a bureau's official papers."""

import kaohe.people.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0007_letters'),
    ]

    operations = [
        migrations.AddField(
            model_name='bureausettings',
            name='paper_addressee',
            field=models.CharField(blank=True, max_length=200, verbose_name='主送机关'),
        ),
        migrations.AddField(
            model_name='bureausettings',
            name='paper_code',
            field=models.CharField(blank=True, max_length=20, verbose_name='机关代字'),
        ),
        migrations.AddField(
            model_name='bureausettings',
            name='paper_contact',
            field=models.CharField(blank=True, max_length=60, verbose_name='受理联系部门'),
        ),
        migrations.AddField(
            model_name='bureausettings',
            name='paper_copies',
            field=kaohe.people.fields.ListField(blank=True, default=list, verbose_name='抄送机关'),
        ),
        migrations.AddField(
            model_name='bureausettings',
            name='paper_mark',
            field=models.CharField(blank=True, max_length=60, verbose_name='发文机关标志'),
        ),
        migrations.AddField(
            model_name='bureausettings',
            name='paper_place',
            field=models.CharField(blank=True, max_length=60, verbose_name='受理地点'),
        ),
        migrations.AddField(
            model_name='bureausettings',
            name='paper_printer',
            field=models.CharField(blank=True, max_length=60, verbose_name='印发机关'),
        ),
        migrations.AddField(
            model_name='bureausettings',
            name='paper_telephone',
            field=models.CharField(blank=True, max_length=40, verbose_name='联系电话'),
        ),
    ]
