"""Several deeds on one page: each a form of its own, of which one is sent; what is refused is shown again as it was typed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, NamedTuple

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from kaohe.engine import Refused
from kaohe.web.forms.asking import Asking
from kaohe.web.shapes.figures import headed
from kaohe.web.shapes.problems import Shown

FIELD = "deed"
#: Refusals that mean that somebody else was quicker: 409.
QUICKER = frozenset(
    {"results.proposal_answered", "results.proposal_open", "results.objection_moved", "results.not_reviewed", "results.period_open",
     "results.period_closed", "results.bulletin_again", "uses.scheme_open",
     "cycles.stage", "cycles.moved_already"}
)  # fmt: skip


class Offer(NamedTuple):
    """One deed.

    code   what its form says in the field `deed`
    make   the form, empty or from what was sent; called with `data` and `name`
    act    the action, with what was read; returns what to tell when it is done
    grave  shown in red: it ends something
    """

    code: str
    title: str
    button: str
    make: Callable[..., Asking]
    act: Callable[[dict[str, Any]], str]
    note: str = ""
    icon: str = "pencil"
    grave: bool = False


def doing(words: str, deed: Callable[[dict[str, Any]], object]) -> Callable[[dict[str, Any]], str]:
    """An offer's `act`: the deed, and these words when it is done."""

    def act(read: dict[str, Any]) -> str:
        deed(read)
        return words

    return act


class Offered(NamedTuple):
    """An offer as the page shows it: its form, and open where it was just refused."""

    offer: Offer
    form: Asking
    open: bool


class Offers:
    """The deeds of a page for one request.

    known  deeds that this person may do at other times; one of them that is no longer offered was done by somebody else
    """

    def __init__(self, request: HttpRequest, offers: Sequence[Offer], known: Collection[str] = ()) -> None:
        self.request, self.by_code, self.known = request, {offer.code: offer for offer in offers}, known
        self.status = 200
        self._sent: tuple[str, Asking] | None = None
        self._late = False

    def carry_out(self) -> str:
        """Do what the form asks; returns what to tell, or "" where it was refused and the page is to be shown again.

        Raises Http404 where this page offers this person no deed at all, BadRequest for one that it doesn't know.
        """
        asked = self.request.POST.get(FIELD, "")
        if asked in self.known and asked not in self.by_code:
            self._late, self.status = True, 409
            return ""
        if not self.by_code:
            raise Http404
        offer = self.by_code.get(asked)
        if offer is None:
            raise BadRequest(FIELD)
        form = offer.make(data=self.request.POST, name=offer.code)
        self._sent = offer.code, form
        if form.is_valid():
            try:
                return offer.act(form.cleaned_data)
            except Refused as refused:
                form.refuse(refused)
                self.status = 409 if any(each.code in QUICKER for each in refused.problems) else 422
                return ""
        self.status = 422
        return ""

    @property
    def shown(self) -> list[Offered]:
        """Every offer with its form."""
        return [self[code] for code in self.by_code]

    def __getitem__(self, code: str) -> Offered:
        """One offer with its form. Raises KeyError where it is not offered."""
        offer = self.by_code[code]
        if self._sent and self._sent[0] == code:
            return Offered(offer, self._sent[1], True)
        return Offered(offer, offer.make(data=None, name=code), False)

    @property
    def only(self) -> Offered:
        """The one offer of a page that has no other."""
        return self.shown[0]

    @property
    def named(self) -> Mapping[str, Offered]:
        """The offers by their codes, for templates."""
        return {code: self[code] for code in self.by_code}

    @property
    def problems(self) -> list[Shown]:
        """Why the form that was sent was refused, each with the field it leads to."""
        if self._late:
            return [Shown(_("这一步已由他人办理，或已过了办理的时候，什么也没有改动。下面是现在的情况。"))]
        if self._sent is None:
            return []
        form = self._sent[1]
        whole = [Shown(str(words)) for words in form.non_field_errors()]
        return whole + [
            Shown(headed(str(field.label), str(words)), field.id_for_label) for field in form for words in field.errors
        ]
