"""The form of a way out for messages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kaohe.desk.models import Channel, Way


class ChannelForm(forms.Form):
    """Where a robot listens or mails come from, and when nothing is to be sent."""

    way = forms.ChoiceField(label=_("途径"), choices=Way.choices, widget=forms.Select(attrs={"class": "kh-input"}))
    address = forms.CharField(
        label=_("地址"), max_length=500, help_text=_("机器人的完整网址；邮件则填发件邮箱。"),
        widget=forms.TextInput(attrs={"class": "kh-input", "autocomplete": "off"}),
    )  # fmt: skip
    secret = forms.CharField(
        label=_("签名密钥"), max_length=200, required=False,
        help_text=_("钉钉和飞书机器人的“加签”密钥；留空则保留原有的。企业微信没有。"),
        widget=forms.PasswordInput(attrs={"class": "kh-input", "autocomplete": "off"}),
    )  # fmt: skip
    quiet_from = forms.TimeField(label=_("免打扰从"), widget=forms.TimeInput(attrs={"class": "kh-input", "type": "time"}, format="%H:%M"))
    quiet_until = forms.TimeField(label=_("免打扰到"), widget=forms.TimeInput(attrs={"class": "kh-input", "type": "time"}, format="%H:%M"))
    daily_at = forms.TimeField(
        label=_("每天只在此时发一次"), required=False, help_text=_("留空则随时发送。"),
        widget=forms.TimeInput(attrs={"class": "kh-input", "type": "time"}, format="%H:%M"),
    )  # fmt: skip

    @classmethod
    def of(cls, channel: Channel | None) -> "ChannelForm":
        """The form filled with a channel as it is; with what a new one begins with where there is none."""
        channel = channel or Channel(way=Way.DINGTALK)
        names = ("way", "address", "quiet_from", "quiet_until", "daily_at")
        return cls(initial={name: getattr(channel, name) for name in names})
