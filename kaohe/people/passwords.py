"""What Django's own rules for passwords leave out: the account, the person and the bureau are what a guesser tries first."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

#: Shorter pieces turn up in a good password by chance.
SHORTEST_PIECE = 4


class NotOneself:
    """Refuses a password that holds the account's name, the person's or the bureau's, or a long enough piece of them."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError, as Django's validators do."""
        bureau = getattr(user, "bureau", None)
        names = [getattr(user, "username", ""), getattr(user, "name", ""), getattr(bureau, "code", "")]
        pieces = {piece for name in names for piece in name.lower().replace("-", " ").replace(".", " ").split()}
        if any(len(piece) >= SHORTEST_PIECE and piece in password.lower() for piece in pieces):
            raise ValidationError(self.get_help_text(), code="password_names_oneself")

    def get_help_text(self) -> str:
        """The rule as a sentence."""
        return _("口令不能包含账号、姓名或单位代码。")
