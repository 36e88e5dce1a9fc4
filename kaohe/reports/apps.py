"""Makes Django know the room, and its refusals speak both languages."""

from django.apps import AppConfig


class Reports(AppConfig):
    name = "kaohe.reports"

    def ready(self) -> None:
        from kaohe.reports import phrases  # noqa: F401 - registers its sentences
