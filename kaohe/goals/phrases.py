"""What this room says when it refuses, in both languages."""

from kaohe.engine import register

register({})
