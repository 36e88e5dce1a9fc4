"""Makes Django know the room, and its refusals speak both languages."""

from django.apps import AppConfig


class Results(AppConfig):
    name = "kaohe.results"

    def ready(self) -> None:
        from kaohe.results import phrases  # noqa: F401 - registers its sentences
