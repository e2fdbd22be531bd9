"""Footprints: what an application leaves behind, for other applications to be compared with.

They are kept for every batch, so that what one season handed in is seen by the next. Identity
numbers, names and certificate numbers (some of which are identity numbers) are kept as marks,
keyed one-way hashes; places, file names and what a sentence shows to the applicant's own side
only as long as the batch itself is judged.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass, replace

from evidence.documents import DocumentKind
from evidence.places import Place

_IDENTITY_NUMBER = re.compile(r"\d{17}[\dXx]|\d{15}")
_MARKED = re.compile(r"\[[0-9a-f]{16}\]")
_MARK_LENGTH = 32
"""Hex digits of a mark, 128 bits: no two people share one by chance."""


def mark(text: str, secret: bytes) -> str:
    """A text's one-way mark; without the secret nobody can try numbers until one fits."""
    return hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()[:_MARK_LENGTH]


def name_of_secret(secret: bytes) -> str:
    """Which secret made the marks; those of two secrets cannot be compared."""
    return mark("footprints", secret)[:8]


def pseudonym(application: str, secret: bytes) -> str:
    """An 申报编号 by which applications are told apart; an identity number in it is a mark."""
    return _IDENTITY_NUMBER.sub(lambda found: f"[{mark(found[0], secret)[:16]}]", application)


def masked(text: str) -> str:
    """A text with neither identity numbers nor the marks that stand for them, to be shown."""
    return _MARKED.sub("（编号略）", _IDENTITY_NUMBER.sub("（编号略）", text))


@dataclass(frozen=True, slots=True)
class Read:
    """What was read (of numbers and names its mark), whether surely, and how it was written."""

    value: str
    sure: bool
    shown: str = ""
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class CertificateTrace:
    """An award or skill certificate.

    `numbers` are 证书编号, `beside` is what must agree where they do: the honours, else the
    issuers. `given` is what was given (honour, or contest and rank; a grade), `issuers` by whom
    and `date` when, as read and in normal form; `recipient` is the mark of whom it names.
    """

    kind: DocumentKind
    sha256: str
    pages: tuple[int, ...]
    numbers: tuple[Read, ...] = ()
    beside: tuple[str, ...] = ()
    given: Read | None = None
    issuers: Read | None = None
    date: str = ""
    recipient: Read | None = None
    looks: tuple[str, ...] = ()
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class RankTrace:
    """A declared rank among a patent's inventors; `number` is the patent number's digits."""

    number: str
    rank: int
    shown: str = ""
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class InventorsTrace:
    """The inventors that a patent certificate surely prints, in order, as marks."""

    number: str
    inventors: tuple[str, ...]
    shown: str = ""
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class TitleTrace:
    """The title that a document number (发文字号) surely has, on paper or as declared."""

    number: str
    title: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Footprint:
    """One application of one batch under one notice.

    `application` is the 申报编号, for the batch's own findings alone; others know it as
    `known_as` (`pseudonym`). `person` is the mark of the declared identity number, empty where
    it is none; `secret` names what made the marks (`name_of_secret`).
    """

    batch: str
    notice: str
    application: str
    known_as: str
    person: str = ""
    secret: str = ""
    certificates: tuple[CertificateTrace, ...] = ()
    ranks: tuple[RankTrace, ...] = ()
    inventors: tuple[InventorsTrace, ...] = ()
    titles: tuple[TitleTrace, ...] = ()

    def for_others(self) -> Footprint:
        """The footprint as it is kept: without places, whose file names may name people."""
        return replace(
            self,
            application=self.known_as,
            certificates=tuple(_placeless(one) for one in self.certificates),
            ranks=tuple(replace(one, place=None) for one in self.ranks),
            inventors=tuple(replace(one, place=None, shown="") for one in self.inventors),
            titles=tuple(replace(one, place=None) for one in self.titles),
        )


def _placeless(trace: CertificateTrace) -> CertificateTrace:
    numbers = tuple(replace(one, place=None, shown="") for one in trace.numbers)
    return replace(trace, numbers=numbers, place=None)
