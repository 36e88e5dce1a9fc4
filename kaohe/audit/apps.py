"""Makes Django know the room, and its refusals speak both languages."""

from django.apps import AppConfig


class Audit(AppConfig):
    name = "kaohe.audit"

    def ready(self) -> None:
        from kaohe.audit import durability, phrases, told  # noqa: F401 - registers sentences and the check
