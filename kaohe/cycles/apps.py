"""Makes Django know the room, and its refusals speak both languages."""

from django.apps import AppConfig


class Cycles(AppConfig):
    name = "kaohe.cycles"

    def ready(self) -> None:
        from kaohe.cycles import phrases  # noqa: F401 - registers its sentences
