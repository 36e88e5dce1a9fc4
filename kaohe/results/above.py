"""What a superior may know of a year: where each bureau under it stands, and figures of its last published results alone.

Everything is read from snapshots that were announced (a notice, a final result): never from a ledger, a board of today or a
draft. A snapshot never changes, so what is read out of it is kept by its own digests.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import OuterRef, Subquery

from kaohe.cycles.models import Cycle, Edition
from kaohe.engine import (
    Exact,
    clause_labels_of,
    english_of,
    load,
    plainest,
    read_number,
    read_shown,
    scoring_digests,
    sha256_hex,
)
from kaohe.people.above import Under
from kaohe.people.shelf import Shelf
from kaohe.results.models import Kind, Snapshot


class BureauState(StrEnum):
    """Where a bureau's year stands for those above it: only what it announced itself, neither objections nor a year that was reopened."""

    UNOPENED = "unopened"
    RUNNING = "running"
    NOTICED = "noticed"
    FINAL = "final"


class Head(NamedTuple):
    """An item as a board has it: what it is, its full points as text, and how deep it lies under the total (0)."""

    code: str
    label: str
    clause: str
    full: str
    depth: int


class Place(NamedTuple):
    """A department as it was announced; `shares` of each item's own full points, by its code, where its points are known."""

    name: str
    rank: int | None
    published: Exact | None
    vetoed: bool
    shares: Mapping[str, Exact]


class Published(NamedTuple):
    """What one snapshot announced, as far as bureaus are laid side by side; departments in the order of its own ranking."""

    heads: tuple[Head, ...]
    places: tuple[Place, ...]

    def shares(self, code: str) -> tuple[Exact, ...]:
        """Every department's share of that item's full points."""
        return tuple(each.shares[code] for each in self.places if code in each.shares)

    @property
    def totals(self) -> tuple[Exact, ...]:
        """Every department's total as a share of the full total."""
        return self.shares(self.heads[0].code) if self.heads else ()


class Basis(NamedTuple):
    """The text that a year was assessed by: `document` is the digest of its clauses, so that equal ones are one family; `items` tells by
    which rules each item is scored.
    """

    label: str
    document: str
    english: str
    clauses: Mapping[str, str]
    items: Mapping[str, str]

    def clause_label(self, anchor: str) -> str:
        """The clause as its document calls it; the anchor where it has none of that number."""
        return self.clauses.get(anchor, anchor)

    def in_language(self, text: str, language: str) -> str:
        """A name of this text in the reader's language, as `Rulebook.in_language` gives it, without reading the rules."""
        return _words(self.english).get(text, text) if language.startswith("en") else text


class Row(NamedTuple):
    """One bureau's year; all but where it stands is of what it last announced, None before that."""

    under: Under
    state: BureauState
    cycle: Cycle | None = None
    snapshot: int | None = None
    at: datetime | None = None
    published: Published | None = None
    basis: Basis | None = None

    @property
    def key(self) -> tuple[object, ...]:
        """Everything that a page shows of it."""
        bureau, edition = self.under.bureau, self.cycle and self.cycle.edition
        text = edition and (edition.digest, edition.label)
        return bureau.pk, bureau.code, bureau.name, bureau.short_name, self.under.depth, self.state, self.snapshot, text


#: What a Basis is but for its label: digest, English words, clauses, and how its items are scored.
_Text = tuple[str, str, Mapping[str, str], Mapping[str, str]]
#: A snapshot of thirty departments takes about seventy kilobytes here.
_published: Shelf[tuple[str, ...], Published] = Shelf(most=1024)
#: The digest of an edition's document, its table of English words as text, its clauses' labels by their anchors, its items' rules as digests.
_bases: Shelf[str, _Text] = Shelf(most=512)
_english: Shelf[str, Mapping[str, str]] = Shelf(most=64)


def _words(text: str) -> Mapping[str, str]:
    return _english.get(text, lambda: english_of(text))


def years(under: Iterable[Under]) -> list[int]:
    """The years that any of these bureaus has opened, the latest first. One query."""
    rows = Cycle.objects.filter(bureau__in=[each.bureau.pk for each in under]).order_by("-year")
    return list(rows.values_list("year", flat=True).distinct())


def announced_years(under: Iterable[Under]) -> list[int]:
    """Those of which any of these bureaus has announced results, the latest first. One query."""
    rows = Snapshot.objects.filter(cycle__bureau__in=[each.bureau.pk for each in under]).exclude(kind=Kind.BULLETIN)
    return sorted(set(rows.order_by().values_list("cycle__year", flat=True)), reverse=True)


def rows(under: Sequence[Under], year: int) -> tuple[Row, ...]:
    """Every bureau's year. Two queries; one more for each kind of text not yet kept: boards, editions."""
    newest = announced(OuterRef("pk")).values("pk")[:1]
    found = Cycle.objects.filter(bureau__in=[each.bureau.pk for each in under], year=year).with_edition()
    cycles = {each.bureau_id: each for each in found.annotate(newest=Subquery(newest))}
    heads = {each.pk: each for each in Snapshot.objects.filter(pk__in=[_newest(each) for each in cycles.values()]).light()}
    boards = _boards(heads.values())
    bases = _documents([each.edition for each in cycles.values()])
    return tuple(_row(each, cycles.get(each.bureau.pk), heads, boards, bases) for each in under)


def announced(cycle: Any) -> Any:
    """What was announced of a year's results, the newest first; never the boards themselves."""
    return Snapshot.objects.filter(cycle=cycle).exclude(kind=Kind.BULLETIN).light().order_by("-pk")


def state_of(last: Snapshot) -> BureauState:
    """Where a year stands of which that was announced last."""
    return BureauState.FINAL if last.kind == Kind.FINAL else BureauState.NOTICED


def _newest(cycle: Cycle) -> int | None:
    newest: int | None = cycle.newest  # type: ignore[attr-defined]
    return newest


def _row(
    under: Under, cycle: Cycle | None, heads: Mapping[int, Snapshot], boards: Mapping[int, Published], bases: Mapping[str, _Text]
) -> Row:
    if cycle is None:
        return Row(under, BureauState.UNOPENED)
    newest = _newest(cycle)
    if newest is None:
        return Row(under, BureauState.RUNNING)
    head, basis = heads[newest], Basis(cycle.edition.label, *bases[cycle.edition.digest])
    return Row(under, state_of(head), cycle, newest, head.made_at, boards[newest], basis)


def _boards(heads: Iterable[Snapshot]) -> dict[int, Published]:
    """What these snapshots announced, by their numbers; those not kept yet are read one after the other, never all at once."""
    keys = {each.pk: (str(each.pk), each.facts_digest, each.edition_digest, each.engine_version) for each in heads}
    found = {pk: kept for pk, key in keys.items() if (kept := _published.peek(key))}
    missing = [pk for pk in keys if pk not in found]
    if missing:
        for pk, board in Snapshot.objects.filter(pk__in=missing).values_list("pk", "board").iterator(chunk_size=8):
            found[pk] = published(board)
            _published.put(keys[pk], found[pk])
    return found


def _documents(editions: Iterable[Edition]) -> dict[str, _Text]:
    """What each edition's text is and says, by the edition's own digest; the same text is read once, whoever adopted it."""
    wanted = {each.digest: each.pk for each in editions}
    found = {digest: kept for digest in wanted if (kept := _bases.peek(digest))}
    missing = [pk for digest, pk in wanted.items() if digest not in found]
    if missing:
        for digest, texts in Edition.objects.filter(pk__in=missing).values_list("digest", "texts").iterator(chunk_size=8):
            document = texts.get("document.md", "")
            found[digest] = sha256_hex(document.encode()), texts.get("english.yaml", ""), clause_labels_of(document), _scored(texts)
            _bases.put(digest, found[digest])
    return found


def _scored(texts: Mapping[str, str]) -> Mapping[str, str]:
    """By which rules each item of these texts is scored, as digests."""
    rulebook = load(texts).rulebook
    return scoring_digests(rulebook) if rulebook else {}


def published(board: Mapping[str, Any]) -> Published:
    """What a snapshot's data announced."""
    heads: dict[str, Head] = {}
    places = []
    for each in board["departments"]:
        shares = {}
        for head, points in _items(each["tree"], 0):
            heads.setdefault(head.code, head)
            if (share := _share(points, head.full)) is not None:
                shares[head.code] = share
        total = read_number(each["published"]) if each["published"] is not None else None
        places.append(Place(each["name"], each["rank"], total, each["vetoed"], shares))
    order = sorted(places, key=lambda place: (place.rank is None, place.rank or 0))
    return Published(tuple(heads.values()), tuple(order))


def _items(node: Mapping[str, Any], depth: int) -> Iterator[tuple[Head, str | None]]:
    """The items of a tree with their points as text. A child of its parent's own clause is one of its quarters, and no item."""
    yield Head(node["code"], node["label"], node["clause"], node["full"], depth), node["points"]
    for child in node["children"]:
        if child["clause"] != node["clause"]:
            yield from _items(child, depth + 1)


@lru_cache(maxsize=65536)  # the same few points of the same few items come again and again
def _share(points: str | None, full: str) -> Exact | None:
    """None where the points aren't known, or the item has no full points."""
    whole = Fraction(read_number(full))
    return None if points is None or whole <= 0 else plainest(Fraction(read_shown(points)) / whole)


class Compared(NamedTuple):
    """One item of a text, and the shares of every department in each bureau that has it."""

    head: Head
    bureaus: tuple[tuple[Row, tuple[Exact, ...]], ...]

    @property
    def every(self) -> tuple[Exact, ...]:
        """The shares of all departments, whichever bureau they belong to."""
        return tuple(share for _row, shares in self.bureaus for share in shares)


class Family(NamedTuple):
    """Bureaus assessed by the same text, and the items that can be laid side by side; none where it is one bureau alone."""

    document: str
    label: str
    rows: tuple[Row, ...]
    items: tuple[Compared, ...]


def families(rows: Iterable[Row]) -> tuple[Family, ...]:
    """The bureaus with published results by the text they follow, the largest first.

    An item is compared where two bureaus of the same text have it under the same code, clause, name and full points, and score it by the
    same rules: what another text calls by the same name may mean something else, and a bureau may have adopted the text with other numbers.
    """
    found: dict[str, list[Row]] = {}
    for row in rows:
        if row.basis and row.published:
            found.setdefault(row.basis.document, []).append(row)
    made = [Family(document, each[0].basis.label if each[0].basis else "", tuple(each), tuple(_compared(each))) for document, each in found.items()]
    return tuple(sorted(made, key=lambda family: -len(family.rows)))


def _compared(rows: Sequence[Row]) -> Iterator[Compared]:
    heads: dict[tuple[str, ...], Head] = {}
    having: dict[tuple[str, ...], list[tuple[Row, tuple[Exact, ...]]]] = {}
    for row in rows:
        for head in row.published.heads if row.published else ():
            key: tuple[str, ...] = (head.code, head.clause, head.label, head.full, row.basis.items.get(head.code, "") if row.basis else "")
            heads.setdefault(key, head)
            if shares := row.published.shares(head.code) if row.published else ():
                having.setdefault(key, []).append((row, shares))
    for key, head in heads.items():
        if len(having.get(key, ())) > 1:
            yield Compared(head, tuple(having[key]))
