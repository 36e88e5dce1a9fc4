"""Makes Django know the room, and its refusals speak both languages."""

from django.apps import AppConfig


class Goals(AppConfig):
    name = "kaohe.goals"

    def ready(self) -> None:
        from kaohe.goals import phrases  # noqa: F401 - registers its sentences
