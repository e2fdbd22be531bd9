"""Cases as the database keeps them: compressed JSON, and where their bytes lie."""

from __future__ import annotations

import zlib
from typing import Any

from evidence import codec
from evidence.cases import Case
from review.desk.models import CaseFile

_LEVEL = 6


def packed(case: Case) -> bytes:
    """A case as compressed canonical JSON: the same case gives the same bytes."""
    return zlib.compress(codec.encode(Case, case), _LEVEL)


def unpacked(data: bytes | memoryview) -> Case:
    """The case again. Raises DataError (`E-RECORD`) where it is of another version."""
    return codec.decode(Case, zlib.decompress(bytes(data)))


def case_of(applicant: int) -> Case:
    """The case of an applicant. Raises CaseFile.DoesNotExist, DataError."""
    return unpacked(CaseFile.objects.values_list("data", flat=True).get(pk=applicant))


def files_of(case: Case) -> list[list[str]]:
    """Path below the state folder, media type and name of each upload, in order."""
    return [
        [one.path, one.outcome.upload.media_type, one.outcome.upload.path] for one in case.uploads
    ]


def pages_of(case: Case) -> dict[str, str]:
    """Path below the state folder of each page image, by `<number of the upload>/<page>`."""
    numbers: dict[str, Any] = {
        one.outcome.upload.path: number for number, one in enumerate(case.uploads)
    }
    return {
        f"{numbers[page.upload]}/{page.number}": page.path
        for page in case.pages
        if page.path and page.upload in numbers
    }
