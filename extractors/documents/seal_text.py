"""What seals say: the body named in the ring, without serial numbers and stars."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from evidence.documents import Certainty, Field
from evidence.names import body_name
from evidence.places import Box
from evidence.readings import Channel
from extractors.documents import thresholds
from extractors.documents.page_text import PageText

_NOT_NAME = re.compile(r"[^\u3400-\u9fff·()A-Za-z]|[A-Za-z](?![A-Za-z])")
_SPECIAL = re.compile(r"^(?:专用章|合同专用章|公章|财务专用章|[0-9]+)$")


_NUMBERED = re.compile(r"[(（][0-9]{1,2}[)）]$")
_PURPOSE = re.compile(r"(?:专用|[科股处室部]|办公室|公证|合同|财务|发票)章?$")
"""What a straight line inside the ring says where the seal is not the body's own: it is
kept for one purpose, or by one of its parts. Source: 国发〔1999〕25号 on official seals."""


@dataclass(frozen=True, slots=True)
class SealText:
    """The text of one seal's best line, where the seal stands and how sure the reader was.

    `inner` is the straight line below the star, empty where there is none; `rival` what
    another picture of the ring was read to say instead.
    """

    text: str
    raw: str
    page: int
    box: Box
    confidence: float
    reader: str
    inner: str = ""
    rival: str = ""

    @property
    def of_a_part(self) -> bool:
        """Whether the seal serves one purpose or one part of the body, and is not its own."""
        inner = _NUMBERED.sub("", self.inner)
        return _PURPOSE.search(inner.removesuffix("章") + "章") is not None


def seal_bodies(pages: Iterable[PageText]) -> list[SealText]:
    """One text per seal that could be read, in page order."""
    found: dict[tuple[int, Box], SealText] = {}
    for one in ring_readings(pages):
        best = found.setdefault((one.page, one.box), one)
        if one.text != best.text and not best.rival:
            found[one.page, one.box] = replace(best, rival=one.text)
    return list(found.values())


def ring_readings(pages: Iterable[PageText]) -> list[SealText]:
    """Every reading of every seal's ring that may be a name, the best of each seal first."""
    found = []
    for page in pages:
        for seal in page.seals:
            inner = next((one.text for one in seal.lines if one.channel is Channel.INNER), "")
            for line in (one for one in seal.lines if one.channel is not Channel.INNER):
                text = _NOT_NAME.sub("", body_name(line.text))
                if len(text) >= 4 and not _SPECIAL.match(text):
                    found.append(
                        SealText(
                            text,
                            line.text,
                            page.number,
                            seal.box,
                            line.confidence,
                            line.reader,
                            inner.strip(),
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
        raw=f"{seal.raw} {seal.inner}".strip(),
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
        near = next((name for name in names if nearly(name, seal.text)), None)
        if near is not None and field.doubt is None:
            doubt = f"differs in a character or two from the printed “{near}”"
            field = replace(field, certainty=Certainty.DOUBTFUL, doubt=doubt)
        fields.append(field)
    return fields


def nearly(one: str, two: str) -> bool:
    """Whether two names differ, and in a few characters only."""
    return one != two and SequenceMatcher(None, one, two, autojunk=False).ratio() > 0.75
