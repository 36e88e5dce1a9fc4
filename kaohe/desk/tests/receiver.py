"""A robot of our own on this machine, which takes posts as 钉钉, 飞书 and 企业微信 document it and checks their signatures."""

import base64
import hashlib
import hmac
import json
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

SECRET = "SEC-of-a-test"


class Robot(ThreadingHTTPServer):
    """`posts` holds the texts taken; `refusals` what was wrong with the others. `status` and `answer` may be bent."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Door)
        self.posts, self.refusals, self.status, self.answer, self.moved_to = [], [], 200, None, ""
        self.port = self.server_address[1]
        self.base = f"http://127.0.0.1:{self.port}"


class Door(BaseHTTPRequestHandler):
    """One post."""

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        parts = urlsplit(self.path)
        text, code = getattr(self, parts.path.strip("/"))(body, parse_qs(parts.query))
        if code:
            self.server.refusals.append(text)
        else:
            self.server.posts.append(text)
        name = "code" if parts.path == "/feishu" else "errcode"
        self._say(self.server.answer if self.server.answer is not None else json.dumps({name: code}).encode())

    def dingtalk(self, body, query):
        moment = query["timestamp"][0]
        expected = _sign(SECRET, f"{moment}\n{SECRET}")
        good = len(moment) == 13 and query["sign"][0] == expected and body["msgtype"] == "text"
        return (body["text"]["content"], 0) if good else ("sign not match", 310000)

    def feishu(self, body, query):
        expected = _sign(f"{body['timestamp']}\n{SECRET}", "")
        good = len(body["timestamp"]) == 10 and body["sign"] == expected and body["msg_type"] == "text"
        return (body["content"]["text"], 0) if good else ("sign match fail", 19021)

    def wecom(self, body, query):
        good = query["key"] == [SECRET] and body["msgtype"] == "text"
        return (body["text"]["content"], 0) if good else ("invalid webhook url", 93000)

    def _say(self, content):
        self.send_response(self.server.status)
        if self.server.moved_to:
            self.send_header("Location", self.server.moved_to)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args):
        """Say nothing."""


def _sign(key, content):
    return base64.b64encode(hmac.new(key.encode(), content.encode(), hashlib.sha256).digest()).decode()


@contextmanager
def listening():
    """Yields a robot that listens."""
    robot = Robot()
    thread = Thread(target=robot.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield robot
    finally:
        robot.shutdown()
        thread.join()
        robot.server_close()
