"""Files that come with a form: none larger than allowed is read, and those taken stay when the form itself is refused."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import wraps
from typing import Any, NamedTuple

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from kaohe.engine import Problem, Refused
from kaohe.evidence.actions import LONGEST_NUMBER, store_file
from kaohe.evidence.checks import LARGEST, MOST_FILES
from kaohe.evidence.models import StoredFile
from kaohe.ledger.proofs import files_for
from kaohe.people.models import Officer

FILES, STORED, NUMBER, PAPERS = "files", "stored", "document_number", "evidence"
#: All files of one form and what is typed beside them.
LARGEST_FORM = MOST_FILES * LARGEST + 2_000_000

View = Callable[..., HttpResponse]


class Capped(FileUploadHandler):
    """Looks at how much a form announces before a byte of it is read; the server reads no more than was announced."""

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: Any = None) -> None:  # noqa: N803
        """Raises RequestDataTooBig, which answers 400, for a form larger than all files that it may have."""
        if content_length > LARGEST_FORM:
            raise RequestDataTooBig(f"over {LARGEST_FORM // 1_000_000} MB")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Hand on to the next handler."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Keeps nothing itself."""
        return


class Brought(NamedTuple):
    """What came with a form: the files that were taken, and why others were not.

    by_key  where a form has several places for files (`files-Z1`, `files-Y2` …): the files of each, by what follows the dash
    """

    files: tuple[StoredFile, ...] = ()
    problems: tuple[Problem, ...] = ()
    by_key: Mapping[str, tuple[StoredFile, ...]] = {}


def takes_files(view: View) -> View:
    """The view finds in `brought(request)` what came in the fields `files` and `files-…`, taken as deeds of their own.

    Those taken before, on a form that was refused or a report that was saved, stand in its fields `stored` and `stored-…`
    by their digests. It belongs around `@one_time`, which undoes everything that a refused form did.
    """

    @wraps(view)
    def taking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST":
            assert isinstance(request.user, Officer)
            request.kaohe_brought = _bring(request, request.user)  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    return taking


def brought(request: HttpRequest) -> Brought:
    """What came with this request's form."""
    return getattr(request, "kaohe_brought", Brought())


@contextmanager
def together(request: HttpRequest) -> Iterator[None]:
    """Around the deeds that one form does: all of them with all of its files, or none.

    Raises one Refused with what the files have against them and what the deeds have. Everything is undone by then, so
    the page that is shown again shows what is so.
    """
    came = brought(request).problems
    try:
        with transaction.atomic():
            yield
            if came:
                raise Refused([])
    except Refused as refused:
        raise Refused([*came, *refused.problems]) from None


def _bring(request: HttpRequest, officer: Officer) -> Brought:
    if officer.bureau is None:
        return Brought()
    by_key: dict[str, tuple[StoredFile, ...]] = {}
    problems: list[Problem] = []
    before = _before(request, officer)
    for key in _keys(request):
        files, wrong = _bring_to(request, officer, key, before)
        by_key[key] = files
        problems += [replace(each, values={**each.values, "goal": key}) if key else each for each in wrong]
    return Brought(by_key.get("", ()), tuple(problems), by_key)


def _keys(request: HttpRequest) -> list[str]:
    """The places for files that the form has: "" for the one without a dash."""
    names = [*request.FILES, *request.POST]
    found = [name.partition("-")[2] for name in names if name.partition("-")[0] in (FILES, STORED)]
    return list(dict.fromkeys(["", *found]))


def _before(request: HttpRequest, officer: Officer) -> dict[str, StoredFile]:
    """The files that the form names by their digests, as far as they concern this person; one query for all places."""
    digests = {
        digest for name in request.POST if name.partition("-")[0] == STORED for digest in request.POST.getlist(name)[:MOST_FILES]
    }
    if not digests:
        return {}
    return {each.digest: each for each in files_for(officer).filter(digest__in=digests).order_by("-pk")}


def _bring_to(
    request: HttpRequest, officer: Officer, key: str, before: Mapping[str, StoredFile]
) -> tuple[tuple[StoredFile, ...], list[Problem]]:
    """The files of one place, those first that were taken before."""
    assert officer.bureau
    end = f"-{key}" if key else ""
    uploads, digests = request.FILES.getlist(FILES + end), request.POST.getlist(STORED + end)[:MOST_FILES]
    files = [before[digest] for digest in dict.fromkeys(digests) if digest in before]
    count = len(uploads) + len(files)
    if count > MOST_FILES:
        return tuple(files), [Problem("evidence.too_many", {"found": count, "most": MOST_FILES})]
    problems: list[Problem] = []
    for upload in uploads:
        try:
            number = _number_for(request, key, len(uploads))
            files.append(store_file(officer=officer, bureau=officer.bureau, upload=upload, document_number=number))
        except Refused as refused:
            problems += refused.problems
        finally:
            upload.seek(0)
    return tuple(dict.fromkeys(files)), problems


def _number_for(request: HttpRequest, key: str, uploads: int) -> str:
    """The document number under which a file is known from now on: the one typed for it, or the only one typed beside it."""
    if not key and NUMBER in request.POST:
        return request.POST[NUMBER]
    names = split_papers(request.POST.get(f"{PAPERS}-{key}" if key else PAPERS, ""))
    return names[0] if len(names) == uploads == 1 and len(names[0]) <= LONGEST_NUMBER else ""


def split_papers(text: str) -> list[str]:
    """Document numbers as they are typed into one field, apart by semicolons."""
    return [name.strip() for name in text.replace(";", "；").split("；") if name.strip()]
