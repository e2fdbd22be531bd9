"""What seals say: the body named in the ring, without serial numbers and stars."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from evidence.documents import Certainty, Field
from evidence.names import body_name
from evidence.places import Box
from extractors.documents import thresholds
from extractors.documents.page_text import PageText

_NOT_NAME = re.compile(r"[^\u3400-\u9fff·()A-Za-z]|[A-Za-z](?![A-Za-z])")
_SPECIAL = re.compile(r"^(?:专用章|合同专用章|公章|财务专用章|[0-9]+)$")


@dataclass(frozen=True, slots=True)
class SealText:
    """The text of one seal's best line, where the seal stands and how sure the reader was."""

    text: str
    raw: str
    page: int
    box: Box
    confidence: float
    reader: str


def seal_bodies(pages: Iterable[PageText]) -> list[SealText]:
    """One text per seal that could be read, in page order."""
    found: dict[tuple[int, Box], SealText] = {}
    for one in ring_readings(pages):
        found.setdefault((one.page, one.box), one)
    return list(found.values())


def ring_readings(pages: Iterable[PageText]) -> list[SealText]:
    """Every reading of every seal's ring that may be a name, the best of each seal first."""
    found = []
    for page in pages:
        for seal in page.seals:
            for line in seal.lines:
                text = _NOT_NAME.sub("", body_name(line.text))
                if len(text) >= 4 and not _SPECIAL.match(text):
                    found.append(
                        SealText(
                            text, line.text, page.number, seal.box, line.confidence, line.reader
                        )
                    )
    return found


def seal_field(name: str, seal: SealText) -> Field:
    """A field read from a seal alone."""
    sure = seal.confidence >= thresholds.SEAL
    doubt = None if sure else f"read from a seal with confidence {seal.confidence:.2f} only"
    return Field(
        name=name,
        value=seal.text,
        raw=seal.raw,
        page=seal.page,
        box=seal.box,
        confidence=round(seal.confidence, 4),
        reader=seal.reader,
        certainty=Certainty.CERTAIN if sure else Certainty.DOUBTFUL,
        doubt=doubt,
        sources=("seal",),
    )


def seal_fields(pages: Iterable[PageText], printed: Iterable[Field] = ()) -> list[Field]:
    """The fields `seal_text`, one per seal that could be read.

    A seal that reads almost as a printed issuer does is doubtful: one of the
    two was misread, or one of the two is not what it seems.
    """
    names = [field.value for field in printed if "seal" not in field.sources]
    fields = []
    for seal in seal_bodies(pages):
        field = seal_field("seal_text", seal)
        near = next((name for name in names if _nearly(name, seal.text)), None)
        if near is not None and field.doubt is None:
            doubt = f"differs in a character or two from the printed “{near}”"
            field = replace(field, certainty=Certainty.DOUBTFUL, doubt=doubt)
        fields.append(field)
    return fields


def _nearly(one: str, two: str) -> bool:
    """Whether two names differ, and in a few characters only."""
    return one != two and SequenceMatcher(None, one, two, autojunk=False).ratio() > 0.75
