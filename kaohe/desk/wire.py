"""The one place from which anything leaves the house: a JSON post to a host that was allowed by name.

Where a name leads is asked once, and the connection goes to that very address: an answer that changes in between (DNS
rebinding) changes nothing. No redirects, three seconds, 64 KB. Addresses inside a house are refused unless listed.
"""

import http.client
import ipaddress
import json
import socket
import ssl
from collections.abc import Iterable, Mapping
from time import monotonic
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from kaohe.engine import Problem, Refused

#: Whose robots' posts are taken without being listed by whoever installs.
PUBLIC = ("oapi.dingtalk.com", "qyapi.weixin.qq.com", "open.feishu.cn")
SECONDS = 3.0
LARGEST = 64 * 1024


class Undelivered(Exception):
    """It didn't arrive; the text says why, in a few words without secrets."""


class Target(NamedTuple):
    """A place that may be posted to."""

    secure: bool
    host: str
    port: int
    path: str


def target_of(address: str, listed: Iterable[str] = ()) -> Target:
    """The place an address names. Raises Refused unless its host is allowed: a well-known one, or one that is listed.

    listed  what whoever installs allows beside PUBLIC: host, host:port, or http://host:port without TLS
    """
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        parts, host, port = urlsplit(""), "", None
    secure = parts.scheme == "https"
    port = port or (443 if secure else 80)
    if not host or parts.scheme not in ("https", "http") or parts.username or parts.password or parts.fragment:
        raise Refused([Problem("desk.bad_address")])
    known = {*PUBLIC, *(entry.lower() for entry in listed)}
    names = {host, f"{host}:{port}"} if secure else {f"http://{host}:{port}", f"http://{host}"}
    if not names & known or (host in PUBLIC and not {f"{host}:{port}"} & known and port != 443):
        raise Refused([Problem("desk.host_not_allowed", {"host": host})])
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(secure, host, port, path)


def post_json(address: str, body: Mapping[str, Any], listed: Iterable[str] = ()) -> Any:
    """Post and return what was answered as JSON. Raises Undelivered, and Refused for an address that isn't allowed."""
    listed = tuple(listed)
    target = target_of(address, listed)
    until = monotonic() + SECONDS
    place = _place(target, listed)
    connection = _Pinned(target, place)
    try:
        headers = {"Content-Type": "application/json; charset=utf-8", "Connection": "close"}
        connection.request("POST", target.path, json.dumps(body, ensure_ascii=False).encode(), headers)
        answer = connection.getresponse()
        content = _read(answer, until)
    except (OSError, http.client.HTTPException) as trouble:
        raise Undelivered(type(trouble).__name__) from None
    finally:
        connection.close()
    if answer.status != 200:
        raise Undelivered(f"HTTP {answer.status}")
    try:
        return json.loads(content)
    except ValueError:
        raise Undelivered("no JSON") from None


def _place(target: Target, listed: tuple[str, ...]) -> str:
    """The address that the name leads to, asked once."""
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except OSError:
        raise Undelivered("no such host") from None
    for *_unused, place in found:
        if _may_be_reached(str(place[0]), listed):
            return str(place[0])
    raise Undelivered("address inside a house")


def _may_be_reached(place: str, listed: tuple[str, ...]) -> bool:
    """Addresses of the open network, and those that are listed themselves."""
    address = ipaddress.ip_address(place.partition("%")[0])
    address = getattr(address, "ipv4_mapped", None) or address
    hosts = {urlsplit(entry if "//" in entry else f"//{entry}").hostname for entry in listed}
    return (address.is_global and not address.is_multicast) or str(address) in hosts


def _read(answer: http.client.HTTPResponse, until: float) -> bytes:
    content = b""
    while part := answer.read1(4096):
        content += part
        if len(content) > LARGEST:
            raise Undelivered("answer too long")
        if monotonic() > until:
            raise Undelivered("too slow")
    return content


class _Pinned(http.client.HTTPConnection):
    """Connects to the address that was looked at, and checks the certificate for the name."""

    def __init__(self, target: Target, place: str) -> None:
        super().__init__(target.host, target.port, timeout=SECONDS)
        self.target, self.place = target, place

    def connect(self) -> None:
        self.sock = socket.create_connection((self.place, self.port), SECONDS)
        if self.target.secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.target.host)
