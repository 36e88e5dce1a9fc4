"""Makes Django know the room, and its refusals speak both languages."""

from django.apps import AppConfig


class Desk(AppConfig):
    name = "kaohe.desk"

    def ready(self) -> None:
        from kaohe.desk import phrases  # noqa: F401 - registers its sentences
