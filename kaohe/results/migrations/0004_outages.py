"""The pulse of the installation, and when it stood still."""

from django.db import migrations, models

from kaohe.audit.guard import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("results", "0003_publication")]
    operations = [
        migrations.CreateModel(
            name="Outage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField(verbose_name="停用自")),
                ("until", models.DateTimeField(verbose_name="停用至")),
            ],
            options={
                "ordering": ["since"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("since__lt", models.F("until"))), name="an_outage_lasts")
                ],
            },
        ),
        migrations.CreateModel(
            name="Pulse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="最近一次运行")),
            ],
            options={"constraints": [models.CheckConstraint(condition=models.Q(("pk", 1)), name="one_pulse_an_installation")]},
        ),
        AppendOnly("Outage"),
    ]
