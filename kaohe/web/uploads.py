"""Files that come with a form: none larger than allowed is read, and those taken stay when the form itself is refused."""

from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse

from kaohe.engine import Problem, Refused
from kaohe.evidence.actions import store_file
from kaohe.evidence.checks import LARGEST, MOST_FILES
from kaohe.evidence.models import StoredFile
from kaohe.people.models import Officer

FILES, STORED, NUMBER = "files", "stored", "document_number"
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
    """What came with a form: the files that were taken, and why others were not."""

    files: tuple[StoredFile, ...] = ()
    problems: tuple[Problem, ...] = ()


def takes_files(view: View) -> View:
    """The view finds in `brought(request)` what came in the field `files`, taken as deeds of their own.

    Those taken before, on a form that was refused, stand in its hidden fields `stored` by their digests. It belongs around
    `@one_time`, which undoes everything that a refused form did.
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


def _bring(request: HttpRequest, officer: Officer) -> Brought:
    if officer.bureau is None:
        return Brought()
    uploads, digests = request.FILES.getlist(FILES), request.POST.getlist(STORED)[:MOST_FILES]
    before = {each.digest: each for each in StoredFile.objects.brought_by(officer).filter(digest__in=digests).order_by("-pk")}
    count = len(uploads) + len(before)
    if count > MOST_FILES:
        return Brought(tuple(before.values()), (Problem("evidence.too_many", {"found": count, "most": MOST_FILES}),))
    files: list[StoredFile] = list(before.values())
    problems: list[Problem] = []
    for upload in uploads:
        try:
            number = request.POST.get(NUMBER, "")
            files.append(store_file(officer=officer, bureau=officer.bureau, upload=upload, document_number=number))
        except Refused as refused:
            problems += refused.problems
        finally:
            upload.seek(0)
    return Brought(tuple(dict.fromkeys(files)), tuple(problems))

