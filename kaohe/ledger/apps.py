"""Makes Django know the room, and its refusals speak both languages."""

from django.apps import AppConfig


class Ledger(AppConfig):
    name = "kaohe.ledger"

    def ready(self) -> None:
        from kaohe.ledger import phrases  # noqa: F401 - registers its sentences
