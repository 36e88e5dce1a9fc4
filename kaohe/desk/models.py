"""Forms that were sent, drafts that were not, messages, and the outbox of each way on which messages leave the house."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaohe.desk.sentences import speak
from kaohe.people.models import Bureau, Officer


class FormKey(models.Model):
    """A form that an officer sent once: what was in it (as a digest), and the answer that every replay gets again.

    A row stands only while its deed stands: both are written in one transaction.
    """

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    key = models.UUIDField()
    digest = models.CharField(max_length=64)
    answer = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["officer", "key"], name="a_form_is_sent_once")]

    def __str__(self) -> str:
        return str(self.key)


class Draft(models.Model):
    """What an officer typed into a form and did not send yet: names and values in their order.

    title, address  the page it stands on, for the way back to it
    """

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="drafts")
    name = models.SlugField(max_length=120)
    data = models.JSONField(default=list)
    title = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=300, blank=True)
    saved_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        ordering = ["-saved_at"]
        constraints = [models.UniqueConstraint(fields=["officer", "name"], name="one_draft_of_a_form")]

    def __str__(self) -> str:
        return self.name


class Kind(models.TextChoices):
    """What a message is about. It never tells what is in it: no score, no name of a finding."""

    DUTY = "duty", _("待办")
    REMINDER = "reminder", _("催办")
    NOTICE = "notice", _("通知")


class MessageQuerySet(models.QuerySet["Message"]):
    """Ways to look at messages."""

    def visible_to(self, officer: Officer) -> MessageQuerySet:
        """One's own: nobody reads another's post."""
        return self.filter(officer_id=officer.pk)

    def unread(self) -> MessageQuerySet:
        """Those not opened yet."""
        return self.filter(read_at__isnull=True)


class Message(models.Model):
    """One thing told to one officer, with the place to go to; shown in the application only.

    subject  the sentence as it was told, in Chinese
    said     the same as a code and its values, from which it is said in the reader's language
    """

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="post")
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.DUTY)
    subject = models.CharField(max_length=200)
    said = models.JSONField(default=dict, blank=True)
    link = models.CharField(max_length=300)
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["officer", "read_at"])]

    def __str__(self) -> str:
        return self.subject

    def in_language(self, language: str, naming: Callable[[str], str] = str) -> str:
        """The sentence in that language; `naming` says a name in it (of a department, a quarter) in that language too."""
        return speak(self.said, language, naming) if self.said else self.subject


class Way(models.TextChoices):
    """How messages leave the house."""

    MAIL = "mail", _("邮件")
    DINGTALK = "dingtalk", _("钉钉群机器人")
    WECOM = "wecom", _("企业微信群机器人")
    FEISHU = "feishu", _("飞书群机器人")


class Channel(models.Model):
    """One way out for one bureau. Without one, nothing leaves the house.

    address  the robot's webhook; for mail, whom mails come from
    secret   what signs a robot's posts; 企业微信 has none beside the key in its address
    quiet_from, quiet_until  nothing is sent between these hours
    daily_at  where set, everything is told once a day, not before this hour
    """

    bureau = models.ForeignKey(Bureau, models.PROTECT, related_name="channels")
    way = models.CharField(max_length=20, choices=Way)
    address = models.CharField(max_length=500)
    secret = models.CharField(max_length=200, blank=True)
    standing = models.BooleanField(default=True)
    quiet_from = models.TimeField(default=time(20))
    quiet_until = models.TimeField(default=time(8))
    daily_at = models.TimeField(null=True, blank=True)
    last_sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["way"]
        constraints = [models.UniqueConstraint(fields=["bureau", "way"], name="one_channel_of_a_kind_in_a_bureau")]

    def __str__(self) -> str:
        return str(self.get_way_display())


class Delivery(models.Model):
    """One message on one way: an outbox row, sent once however often the sender is called.

    taken_until  a sender is at it; one that died leaves it to another after this moment
    failure      why the last attempt failed, as a code with a reason in words
    """

    message = models.ForeignKey(Message, models.CASCADE, related_name="deliveries")
    channel = models.ForeignKey(Channel, models.CASCADE, related_name="deliveries")
    sent_at = models.DateTimeField(null=True, blank=True)
    taken_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "channel"], name="a_message_leaves_once_on_each_way")]
        indexes = [models.Index(fields=["channel", "sent_at"])]

    def __str__(self) -> str:
        return f"{self.message_id} → {self.channel_id}"
