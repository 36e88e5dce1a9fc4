"""The first tables of this room."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Record",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sequence", models.PositiveBigIntegerField(unique=True, verbose_name="序号")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("tag", models.CharField(db_index=True, max_length=60, verbose_name="事项")),
                ("officer_name", models.CharField(blank=True, max_length=60, verbose_name="姓名")),
                ("officer_login", models.CharField(blank=True, max_length=150, verbose_name="账号")),
                ("bureau_code", models.CharField(blank=True, db_index=True, max_length=60, verbose_name="单位")),
                ("subject", models.CharField(max_length=300, verbose_name="对象")),
                ("subject_kind", models.CharField(max_length=60, verbose_name="对象类别")),
                ("subject_id", models.CharField(max_length=60, verbose_name="对象编号")),
                ("before", models.JSONField(default=dict, verbose_name="之前")),
                ("after", models.JSONField(default=dict, verbose_name="之后")),
                ("reason", models.TextField(blank=True, verbose_name="原因")),
                ("address", models.CharField(blank=True, max_length=60, verbose_name="来源地址")),
                ("request_id", models.CharField(blank=True, max_length=60, verbose_name="请求号")),
                ("seal", models.CharField(max_length=64, verbose_name="封记")),
                ("seal_sm3", models.CharField(max_length=64, verbose_name="封记（SM3）")),
            ],
            options={
                "ordering": ["-sequence"],
                "indexes": [models.Index(fields=["subject_kind", "subject_id"], name="audit_recor_subject_76f1de_idx")],
            },
        ),
    ]
