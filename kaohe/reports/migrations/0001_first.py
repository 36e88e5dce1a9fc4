"""The first table of this room."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cycles', '0004_rounds'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.SlugField(max_length=40)),
                ('form', models.CharField(choices=[('pdf', 'PDF'), ('docx', 'Word'), ('both', 'PDF 和 Word')], default='pdf', max_length=10)),
                ('address', models.CharField(max_length=300)),
                ('state', models.CharField(choices=[('waiting', '等候'), ('running', '办理中'), ('done', '已办好'), ('cancelled', '已取消'), ('failed', '没有办成')], default='waiting', max_length=20)),
                ('done', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField()),
                ('asked_at', models.DateTimeField()),
                ('beat_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, db_index=True, null=True)),
                ('run', models.CharField(blank=True, max_length=32)),
                ('file', models.CharField(blank=True, max_length=40)),
                ('size', models.PositiveBigIntegerField(default=0)),
                ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='batches', to='cycles.cycle')),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='batches', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), models.Q(('file', ''), _negated=True)), models.Q(models.Q(('state', 'done'), _negated=True), ('file', '')), _connector='OR'), name='a_batch_that_is_done_and_only_such_has_a_file')],
            },
        ),
    ]
