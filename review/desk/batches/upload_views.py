"""The upload page, and the requests of its script: JSON in, JSON out, bytes as they are."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from evidence import codec
from evidence.errors import DataError, HeyanError
from review.desk.access.guard import person_of
from review.desk.batches.handing_over import hand_over
from review.desk.batches.incoming import Wish, begin, give_up, tell_refusal
from review.desk.batches.listing import close_listing, name_files
from review.desk.batches.receiving import Piece, receive
from review.desk.batches.refusals import UploadRefusedError, sentences
from review.desk.batches.sending import sendings
from review.desk.batches.upload_texts import rules_for_browser, texts_for_browser
from review.desk.models.uploads import Mode
from review.desk.templatetags.desk import speaks_english
from review.desk.whole_numbers import whole_number

_MOST_BYTES = 2**60
"""Beyond what any file has, and within what both databases count."""
Answer = Callable[..., JsonResponse]

_STATUS = {
    "E-UPLOAD-REQUEST": HTTPStatus.BAD_REQUEST,
    "E-UPLOAD-GONE": HTTPStatus.CONFLICT,
    "E-UPLOAD-EXISTS": HTTPStatus.CONFLICT,
    "E-UPLOAD-BUSY": HTTPStatus.CONFLICT,
    "E-UPLOAD-ELSEWHERE": HTTPStatus.CONFLICT,
    "E-UPLOAD-UNFINISHED": HTTPStatus.CONFLICT,
    "E-UPLOAD-WRITE": HTTPStatus.INTERNAL_SERVER_ERROR,
    "E-UPLOAD-INBOX": HTTPStatus.INTERNAL_SERVER_ERROR,
    "E-DISK-FULL": HTTPStatus.INSUFFICIENT_STORAGE,
}
"""Everything else is a file or batch that is not taken: 422."""
_FINAL = frozenset({"E-BATCH-ID", "E-UPLOAD-FILES", "E-UPLOAD-BYTES", "E-UPLOAD-EMPTY"})
"""Refusals of a batch as a whole, which the record keeps; the others ask or say what to do."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Files that the browser names: paths below the batch and sizes in bytes."""

    listing: int
    files: tuple[tuple[str, int], ...] = ()

    def __post_init__(self) -> None:
        if any(not 0 <= size <= _MOST_BYTES for _, size in self.files):
            raise ValueError("that is no size in bytes of a file")


@dataclass(frozen=True, slots=True)
class Confirmed:
    """How an upload is meant, where the person was asked."""

    mode: Mode | None = None


def answers_script(view: Answer) -> Answer:
    """A view whose refusals become JSON: code, Chinese and English sentence, and details."""

    @wraps(view)
    def answer(request: HttpRequest, **arguments: Any) -> JsonResponse:
        try:
            return view(request, **arguments)
        except DataError:
            refused: HeyanError = UploadRefusedError("E-UPLOAD-REQUEST")
        except HeyanError as e:
            refused = e
        if refused.code in _FINAL:
            tell_refusal(refused.code, arguments.get("upload"), person_of(request))
        detail = refused.detail if isinstance(refused, UploadRefusedError) else {}
        return JsonResponse(
            asdict(refused.problem) | {"detail": detail},
            status=_STATUS.get(refused.code, HTTPStatus.UNPROCESSABLE_ENTITY),
        )

    return answer


@require_GET
def upload_page(request: HttpRequest) -> HttpResponse:
    """Choose a folder or zip and send it."""
    here = sorted(sendings(timezone.now()).values(), key=lambda one: one.heard_at, reverse=True)
    english = speaks_english()
    script = {
        "token": get_token(request),
        "begin": reverse("upload-begin"),
        "uploads": reverse("upload"),
        "batches": reverse("batches"),
        "chunk": settings.UPLOAD_LIMITS.chunk_bytes,
        "listed": settings.UPLOAD_LIMITS.listed_files,
        "rules": rules_for_browser(settings.UPLOAD_LIMITS),
        "refusals": sentences(english=english),
        "texts": texts_for_browser(english=english),
    }
    return render(
        request,
        "desk/batches/upload.html",
        {"section": "batches", "sendings": here, "script": script, "limits": _shown_limits()},
    )


def _shown_limits() -> dict[str, str]:
    gib = 1024**3
    limits = settings.UPLOAD_LIMITS
    return {
        "file": f"{limits.file_bytes / gib:g} GiB",
        "zip": f"{limits.zip_bytes / gib:g} GiB",
        "files": f"{limits.files:,}",
    }


@require_POST
@answers_script
def begin_upload(request: HttpRequest) -> JsonResponse:
    """A new upload, or the unfinished one of this batch."""
    incoming = begin(codec.decode(Wish, request.body), person_of(request), timezone.now())
    return JsonResponse(
        {
            "id": str(incoming.pk),
            "listing": incoming.listing,
            "handing_over": incoming.handing_over_at is not None,
        }
    )


@require_POST
@answers_script
def list_files(request: HttpRequest, upload: uuid.UUID) -> JsonResponse:
    """What is here of the files that the browser names."""
    named = codec.decode(Listing, request.body)
    found = name_files(upload, named.listing, named.files, person_of(request))
    return JsonResponse({"files": [asdict(one) for one in found]})


@require_POST
@answers_script
def end_listing(request: HttpRequest, upload: uuid.UUID) -> JsonResponse:
    """All files are named."""
    listing = codec.decode(Listing, request.body).listing
    incoming = close_listing(upload, listing, person_of(request))
    return JsonResponse({"files": incoming.file_count, "bytes": incoming.byte_count})


@require_POST
@answers_script
def receive_piece(request: HttpRequest, upload: uuid.UUID, number: int) -> JsonResponse:
    """Some bytes of a file."""
    offset = whole_number(request.headers.get("X-Offset", ""))
    length = whole_number(request.headers.get("Content-Length", "0"))
    if offset is None or length is None:
        raise UploadRefusedError("E-UPLOAD-REQUEST")
    if length > settings.UPLOAD_LIMITS.chunk_bytes:
        raise UploadRefusedError("E-UPLOAD-REQUEST")
    piece = Piece(
        offset=offset,
        data=request.body,
        sha256=request.headers.get("X-SHA256", ""),
        again="X-Again" in request.headers,
    )
    return JsonResponse(asdict(receive(upload, number, piece, person_of(request))))


@require_POST
@answers_script
def finish_upload(request: HttpRequest, upload: uuid.UUID) -> JsonResponse:
    """Hand the upload over to the pipeline."""
    mode = codec.decode(Confirmed, request.body).mode
    incoming = hand_over(upload, person_of(request), timezone.now(), mode)
    return JsonResponse(
        {
            "batch": incoming.batch,
            "files": incoming.file_count,
            "bytes": incoming.byte_count,
            "digest": incoming.digest,
            "page": reverse("batch", args=[incoming.batch]),
        }
    )


@require_POST
def give_up_upload(request: HttpRequest, upload: uuid.UUID) -> HttpResponse:
    """Remove an unfinished upload."""
    try:
        batch = give_up(upload, person_of(request), take_over="take_over" in request.POST)
    except UploadRefusedError as e:
        messages.error(request, e.problem.en if speaks_english() else e.problem.zh)
    else:
        zh, en = f"已放弃 {batch} 的上传，已传内容已删除。", f"The upload of {batch} was given up."
        messages.success(request, en if speaks_english() else zh)
    return redirect("upload")
