"""The first table of this room."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_first"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(db_index=True, max_length=64, verbose_name="SHA-256")),
                ("digest_sm3", models.CharField(max_length=64, verbose_name="SM3")),
                ("name", models.CharField(max_length=120, verbose_name="名称")),
                ("size", models.PositiveIntegerField(verbose_name="大小")),
                ("kind", models.CharField(max_length=10, verbose_name="类型")),
                ("document_number", models.CharField(blank=True, max_length=60, verbose_name="文号")),
                ("at", models.DateTimeField(verbose_name="上传时间")),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="people.bureau"
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(fields=["bureau", "document_number"], name="files_by_document_number"),
                    models.Index(fields=["uploaded_by", "at"], name="files_by_officer_and_time"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("size__gt", 0)), name="a_file_has_content"),
                    models.UniqueConstraint(
                        fields=("bureau", "digest", "uploaded_by", "name", "document_number"),
                        name="the_same_file_is_kept_once",
                    ),
                ],
            },
        ),
    ]
