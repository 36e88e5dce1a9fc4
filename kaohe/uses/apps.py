"""Makes Django know the room, and its refusals speak both languages."""

from django.apps import AppConfig


class Uses(AppConfig):
    name = "kaohe.uses"

    def ready(self) -> None:
        from kaohe.uses import phrases  # noqa: F401 - registers its sentences
