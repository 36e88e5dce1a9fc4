"""What the robots of 钉钉, 企业微信 and 飞书 take: their addresses, their bodies, and how each wants a post signed.

钉钉: timestamp in milliseconds and HMAC-SHA256 of "timestamp\\nsecret" under the secret, both in the address.
飞书: timestamp in seconds; the signature is the HMAC-SHA256 of nothing under the key "timestamp\\nsecret", both in the body.
企业微信 signs nothing: the key in its address is the secret.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from kaohe.desk.models import Way

Post = tuple[str, dict[str, Any]]


def post_of(way: str, address: str, secret: str, text: str, now: datetime) -> Post:
    """Address and body of a post with that text. Raises KeyError for a way that is no robot."""
    return {Way.DINGTALK: _dingtalk, Way.WECOM: _wecom, Way.FEISHU: _feishu}[Way(way)](address, secret, text, now)


def was_taken(way: str, answer: Any) -> bool:
    """True where the robot says that it took the post."""
    if not isinstance(answer, Mapping):
        return False
    return answer.get("code" if way == Way.FEISHU else "errcode") == 0


def _signature(key: str, content: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), content.encode(), hashlib.sha256).digest()).decode()


def _dingtalk(address: str, secret: str, text: str, now: datetime) -> Post:
    body = {"msgtype": "text", "text": {"content": text}}
    if not secret:
        return address, body
    moment = str(round(now.timestamp() * 1000))
    signed = urlencode({"timestamp": moment, "sign": _signature(secret, f"{moment}\n{secret}")})
    return f"{address}{'&' if '?' in address else '?'}{signed}", body


def _wecom(address: str, secret: str, text: str, now: datetime) -> Post:
    return address, {"msgtype": "text", "text": {"content": text}}


def _feishu(address: str, secret: str, text: str, now: datetime) -> Post:
    body: dict[str, Any] = {"msg_type": "text", "content": {"text": text}}
    if not secret:
        return address, body
    moment = str(int(now.timestamp()))
    return address, {"timestamp": moment, "sign": _signature(f"{moment}\n{secret}", ""), **body}
