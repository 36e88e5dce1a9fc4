"""Makes Django know the room, and its refusals speak both languages."""

from django.apps import AppConfig


class Evidence(AppConfig):
    name = "kaohe.evidence"

    def ready(self) -> None:
        from kaohe.evidence import phrases  # noqa: F401 - registers its sentences
