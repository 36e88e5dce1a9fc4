"""Two persons' acts, notices, objections and decisions; snapshots keep their facts."""

import django.db.models.deletion
import django.utils.timezone
import kaohe.people.fields
from django.conf import settings
from django.db import migrations, models

from kaohe.audit.guard import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("cycles", "0004_rounds"),
        ("evidence", "0002_guard"),
        ("goals", "0004_progress"),
        ("ledger", "0003_files_and_answers"),
        ("people", "0003_trial"),
        ("results", "0002_guard"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "outcome",
                    models.CharField(
                        choices=[("upheld", "成立"), ("partly", "部分成立"), ("refused", "不成立")],
                        max_length=10,
                        verbose_name="决定",
                    ),
                ),
                ("reason", models.TextField(verbose_name="理由")),
                ("minutes", models.CharField(blank=True, max_length=100, verbose_name="纪要编号")),
                ("entries", kaohe.people.fields.ListField(blank=True, default=list, verbose_name="记录")),
                ("before", models.CharField(blank=True, max_length=80, verbose_name="决定前")),
                ("after", models.CharField(blank=True, max_length=80, verbose_name="决定后")),
                ("signature", models.CharField(max_length=120, verbose_name="记录人")),
                ("decided_at", models.DateTimeField(verbose_name="决定时间")),
            ],
            options={
                "ordering": ["objection"],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="次第")),
                ("published_at", models.DateTimeField(verbose_name="公示时间")),
                ("until", models.DateTimeField(blank=True, null=True, verbose_name="异议截止")),
                ("calendar", models.CharField(blank=True, max_length=12, verbose_name="截止所依日历")),
            ],
            options={
                "ordering": ["cycle", "number"],
            },
        ),
        migrations.CreateModel(
            name="Objection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="编号")),
                ("item", models.CharField(max_length=80, verbose_name="项目")),
                ("label", models.CharField(max_length=300, verbose_name="所异议的一行")),
                ("reason", models.TextField(verbose_name="理由")),
                ("evidence", kaohe.people.fields.ListField(blank=True, default=list, verbose_name="佐证")),
                ("signature", models.CharField(max_length=120, verbose_name="提出人")),
                ("filed_at", models.DateTimeField(verbose_name="到达时间")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("filed", "已受理"),
                            ("assigned", "复核中"),
                            ("reviewed", "待领导小组决定"),
                            ("decided", "已决定"),
                            ("withdrawn", "已撤回"),
                        ],
                        default="filed",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("upheld", "成立"), ("partly", "部分成立"), ("refused", "不成立")],
                        max_length=10,
                        verbose_name="复核建议",
                    ),
                ),
                ("finding", models.TextField(blank=True, verbose_name="复核意见")),
                ("found_at", models.DateTimeField(blank=True, null=True, verbose_name="复核时间")),
            ],
            options={
                "ordering": ["notice", "number"],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ask",
                    models.CharField(
                        choices=[("notice", "公示结果"), ("final", "定案"), ("reopen", "重新开启年度")],
                        max_length=10,
                        verbose_name="事项",
                    ),
                ),
                ("facts_digest", models.CharField(max_length=64)),
                ("reason", models.TextField(blank=True, verbose_name="说明")),
                ("signature", models.CharField(max_length=120, verbose_name="提请人")),
                ("proposed_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="提请时间")),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("open", "待第二人同意"),
                            ("consented", "已同意"),
                            ("returned", "退回"),
                            ("withdrawn", "撤回"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="结果",
                    ),
                ),
                ("sentence", models.TextField(blank=True, verbose_name="意见")),
                ("answer_signature", models.CharField(blank=True, max_length=120, verbose_name="同意人")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="办理时间")),
            ],
            options={
                "ordering": ["cycle", "pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="snapshot",
            name="a_year_is_finalised_once",
        ),
        migrations.AddField(
            model_name="snapshot",
            name="details",
            field=models.JSONField(default=dict, verbose_name="另载"),
        ),
        migrations.AddField(
            model_name="snapshot",
            name="facts",
            field=models.JSONField(default=dict, verbose_name="事实"),
        ),
        migrations.AddField(
            model_name="snapshot",
            name="round",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="轮次"),
        ),
        migrations.AddConstraint(
            model_name="snapshot",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "final")), fields=("cycle", "round"), name="a_year_is_final_once_in_a_round"
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="decided_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="cycle",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="notices", to="cycles.cycle"
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="snapshot",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="notice", to="results.snapshot"
            ),
        ),
        migrations.AddField(
            model_name="objection",
            name="department",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="objections", to="people.department"
            ),
        ),
        migrations.AddField(
            model_name="objection",
            name="entry",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="objections",
                to="ledger.entry",
            ),
        ),
        migrations.AddField(
            model_name="objection",
            name="filed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="objection",
            name="files",
            field=models.ManyToManyField(blank=True, related_name="objections", to="evidence.storedfile"),
        ),
        migrations.AddField(
            model_name="objection",
            name="goal",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="objections",
                to="goals.goal",
            ),
        ),
        migrations.AddField(
            model_name="objection",
            name="notice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="objections", to="results.notice"
            ),
        ),
        migrations.AddField(
            model_name="objection",
            name="reviewer",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reviews",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="objection",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="decision", to="results.objection"
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="answered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="cycle",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="cycles.cycle"
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="proposed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="proposed_for",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="proposal",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="notice", to="results.proposal"
            ),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.UniqueConstraint(
                fields=("notice", "number"), name="one_objection_of_a_number_to_a_notice"
            ),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["filed", "assigned", "reviewed", "decided", "withdrawn"])),
                name="an_objection_stands_somewhere_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.CheckConstraint(
                condition=models.Q(("entry__isnull", True), ("goal__isnull", True), _connector="OR"),
                name="an_objection_is_about_an_entry_or_a_goal_or_an_item",
            ),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["filed", "withdrawn"]), ("reviewer__isnull", False), _connector="OR"),
                name="who_reviews_is_known_from_assignment_on",
            ),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.UniqueConstraint(
                condition=models.Q(models.Q(("state", "withdrawn"), _negated=True), ("entry__isnull", False)),
                fields=("notice", "department", "entry"),
                name="one_objection_to_one_entry",
            ),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.UniqueConstraint(
                condition=models.Q(models.Q(("state", "withdrawn"), _negated=True), ("goal__isnull", False)),
                fields=("notice", "department", "goal"),
                name="one_objection_to_one_goal",
            ),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("state", "withdrawn"), _negated=True), ("entry__isnull", True), ("goal__isnull", True)
                ),
                fields=("notice", "department", "item"),
                name="one_objection_to_one_item",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["upheld", "partly", "refused"])), name="a_decision_is_one_of_three"
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("ask__in", ["notice", "final", "reopen"])),
                name="a_proposal_asks_for_something_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", "open"), ("answered_at__isnull", True), ("answered_by__isnull", True)),
                    models.Q(
                        ("answer__in", ["consented", "returned", "withdrawn"]),
                        ("answered_at__isnull", False),
                        ("answered_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="an_answer_has_its_hand_and_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("answer", "open")), fields=("cycle",), name="one_open_proposal_a_year"
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(fields=("cycle", "number"), name="one_notice_of_a_number_in_a_year"),
        ),
        # Where a table is rebuilt its guard goes; it is put up anew.
        AppendOnly("Snapshot"),
        AppendOnly("Notice"),
        AppendOnly("Decision"),
    ]
