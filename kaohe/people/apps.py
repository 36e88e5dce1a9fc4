"""Makes Django know the room, and its refusals speak both languages."""

from django.apps import AppConfig


class People(AppConfig):
    name = "kaohe.people"

    def ready(self) -> None:
        from kaohe.people import phrases  # noqa: F401 - registers its sentences
