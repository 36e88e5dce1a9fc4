"""Makes Django know the room, and its refusals speak both languages."""

from django.apps import AppConfig


class Panels(AppConfig):
    name = "kaohe.panels"

    def ready(self) -> None:
        from kaohe.panels import phrases  # noqa: F401 - registers its sentences
