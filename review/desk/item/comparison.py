"""The values behind a finding, under each other: declared, read, official.

A finding keeps the two values that it compared, as text. Where they were read, what else the
same papers say of the same thing, and what the register shows stands in the documents and
official records of the case; here they are put together, by what is compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from evidence.cases import Case
from evidence.documents import Certainty, Document, DocumentKind, Field
from evidence.findings import Basis, Finding
from evidence.places import Place
from evidence.register import OfficialRecord, RecordSource
from review.desk.case.readings import reading_key
from review.desk.item.declared import DATES, aspect_of, declared_values
from review.desk.item.difference import Part, difference, nearest, same
from review.desk.item.labels import (
    DECLARED,
    FOUND,
    RECORD_SOURCES,
    REQUIRED,
    SEAL,
    SOURCES,
    Label,
    aspect_label,
)
from review.desk.item.printed import as_printed
from review.rosters.wording import type_word

_CERTIFICATES = (DocumentKind.AWARD_CERTIFICATE, DocumentKind.PATENT_CERTIFICATE)
Mask = Callable[[str, str], str]
"""Column and text → the text as it may be shown."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value as shown: in parts, where it stands, and whether its reading is doubtful.

    `corrected` is what a person read instead, and who; the reading stays. `reading` is its key
    (`reading_key`), empty for what no machine read on a paper.
    """

    text: str
    parts: tuple[Part, ...]
    place: Place | None = None
    doubtful: bool = False
    corrected: tuple[str, str] | None = None
    reading: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """What one source says of it: 申报, 证书, 印章, 官方 and the like."""

    source: Label
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Aspect:
    """One thing that is compared; `agrees` where several sources say the same of it.

    Those that agree need one line.
    """

    label: Label
    rows: tuple[Row, ...]
    agrees: bool = False

    @property
    def differs(self) -> bool:
        """Whether anything in it is marked."""
        return any(part.differs for row in self.rows for one in row.values for part in one.parts)

    @property
    def places(self) -> Iterator[Place]:
        """Where its values stand, in order."""
        for row in self.rows:
            for value in row.values:
                if value.place is not None:
                    yield value.place


@dataclass(frozen=True, slots=True)
class _Read:
    aspect: str
    source: Label
    paper: int
    value: Value


class Comparing:
    """Puts together the values behind the findings of one case."""

    def __init__(
        self,
        case: Case,
        mask: Mask,
        corrected: Mapping[str, tuple[str, str]] | None = None,
        *,
        marks: bool = True,
    ) -> None:
        """`corrected` has value and person by the key of the reading (`reading_key`)."""
        self._case = case
        self._mask = mask
        self._corrected = corrected or {}
        self._marks = marks
        self._papers = case.dossier.documents
        self._of_claim = _papers_of_claims(case)

    def aspects(self, finding: Finding) -> tuple[Aspect, ...]:
        """What the finding compared first; then what its other places say, differing first.

        Without `marks` differences are not marked and nothing is put first for them.
        """
        declared = self._declared(finding)
        read = list(self._read(finding, declared))
        official = list(self._official(finding, {one.aspect for one in read}))
        names = dict.fromkeys(one.aspect for one in (*read, *official))
        main = _main_aspect(finding, declared, read, names)
        aspects = {
            name: self._aspect(name, declared.get(name, ()), [*read, *official]) for name in names
        }
        first = self._stated(finding, main, aspects.pop(main, None), declared.get(main, ()))
        rest = sorted(aspects.values(), key=lambda one: (not one.differs, one.agrees))
        return tuple(one for one in (first, *rest) if one is not None)

    def _declared(self, finding: Finding) -> dict[str, tuple[str, ...]]:
        application = self._case.dossier.application
        claims = application.claims if application else ()
        claim = next((one for one in claims if one.no == finding.claim), None)
        stated = declared_values(application, claim)
        raw = {**(application.raw if application else {}), **(claim.raw if claim else {})}
        return {column: (text,) for column, text in raw.items() if text} | stated

    def _read(self, finding: Finding, declared: Mapping[str, tuple[str, ...]]) -> Iterator[_Read]:
        """The fields at the finding's places, or else those that it must have compared."""
        at = {(p.upload, p.page, p.box): order for order, p in enumerate(finding.where)}
        found = [
            (at[key], paper, field)
            for paper, document in enumerate(self._papers)
            for field in document.fields
            if (key := (document.upload, field.page, field.box)) in at
        ]
        if not found:
            behind = {name for name, stated in declared.items() if finding.declared in stated}
            found = [
                (0, paper, field)
                for paper in self._of_claim.get(finding.claim, ())
                for field in self._papers[paper].fields
                if aspect_of(self._papers[paper].kind, field.name) in behind
            ]
        # Certificates first: they are what is claimed; then in the finding's own order.
        found.sort(key=lambda one: (self._papers[one[1]].kind not in _CERTIFICATES, one[:2]))
        for _, paper, field in found:
            yield self._field(paper, field)

    def _field(self, paper: int, field: Field) -> _Read:
        document = self._papers[paper]
        form = document.kind is DocumentKind.APPLICATION_FORM
        aspect = field.column if form else aspect_of(document.kind, field.name)
        text = self._shown(aspect, field.value)
        key = reading_key(document.upload, field.page, document.kind.value, field.name, field.value)
        return _Read(
            aspect,
            SEAL if field.name == "seal_text" else SOURCES[document.kind],
            paper,
            Value(
                text,
                same(text),
                document.place(field),
                self._marks and field.certainty is Certainty.DOUBTFUL,
                self._corrected.get(key),
                key,
            ),
        )

    def _official(self, finding: Finding, asked: set[str]) -> Iterator[_Read]:
        """What official records say: all of it where the finding rests on the register."""
        for number, record in enumerate(self._records(finding)):
            for aspect, texts in _of_record(record).items():
                if aspect in asked or finding.basis is Basis.REGISTER:
                    for text in texts:
                        shown = self._shown(aspect, text)
                        value = Value(shown, same(shown), self._at(record), aspect in record.doubts)
                        yield _Read(aspect, RECORD_SOURCES[record.source], -1 - number, value)

    def _records(self, finding: Finding) -> Iterable[OfficialRecord]:
        """Those of the finding's claim; the applicant's printout is read as a paper already."""
        application = self._case.dossier.application
        claims = application.claims if application else ()
        claim = next((one for one in claims if one.no == finding.claim), None)
        return [
            record
            for record in self._case.records
            if claim is not None
            and record.patent_number == claim.patent_number
            and record.source is not RecordSource.APPLICANT
        ]

    def _at(self, record: OfficialRecord) -> Place | None:
        paths = {one.outcome.upload.path for one in self._case.uploads}
        return record.place if record.place.upload in paths else None

    def _shown(self, aspect: str, text: str) -> str:
        return as_printed(self._mask(aspect, type_word(text)))

    def _aspect(self, name: str, declared: Sequence[str], read: Iterable[_Read]) -> Aspect:
        rows: dict[tuple[Label, int], list[Value]] = {}
        for one in read:
            if one.aspect == name:
                rows.setdefault((one.source, one.paper), []).append(one.value)
        stated = [self._shown(name, text) for text in declared]
        groups = [Row(source, tuple(_once(values))) for (source, _), values in rows.items()]
        if stated:
            groups.insert(0, Row(DECLARED, tuple(Value(text, same(text)) for text in stated)))
        if not self._marks:
            return Aspect(aspect_label(name), tuple(groups))
        return _marked(Aspect(aspect_label(name), tuple(groups)), dates=name in DATES)

    def _stated(
        self, finding: Finding, main: str, aspect: Aspect | None, stated: Sequence[str]
    ) -> Aspect | None:
        """The main aspect, with what the finding itself says beyond what was read."""
        rows = list(aspect.rows if aspect else ())
        declared = stated or ((finding.declared,) if finding.declared else ())
        if declared and not any(row.source is DECLARED for row in rows):
            rows.insert(0, _plain(DECLARED, *(self._shown(main, text) for text in declared)))
        found = self._shown(main, finding.found)
        if self._marks and not _consists_of(found, rows, self._known(finding)):
            rows.append(_plain(FOUND, found))
        if finding.required:
            required = self._shown(main, finding.required)
            rows.append(_plain(REQUIRED, required))
            if main == "patent_number" and self._marks:
                # The check digit that the others demand.
                parts = difference(required, self._shown(main, finding.declared))
                rows[-1] = Row(REQUIRED, (Value(required, parts),))
        if not rows:
            return None
        # What was worked out needs its own line.
        agrees = aspect is not None and aspect.agrees and rows == list(aspect.rows)
        return Aspect(aspect_label(main), tuple(rows), agrees)

    def _known(self, finding: Finding) -> set[str]:
        """What is shown of the finding anyway: its declared value, and all that was read there."""
        declared = self._declared(finding)
        return {self._shown("", finding.declared)} | {
            one.value.text for one in self._read(finding, declared)
        }


def _main_aspect(
    finding: Finding,
    declared: Mapping[str, tuple[str, ...]],
    read: Sequence[_Read],
    names: Iterable[str],
) -> str:
    """The aspect that the finding's own two values belong to; empty where none does."""
    by_declared = [name for name, stated in declared.items() if finding.declared in stated]
    by_found = [one.aspect for one in read if one.value.text == as_printed(finding.found)]
    compared = [name for name in by_declared if name in names]
    both = [name for name in compared if name in by_found]
    alone = by_declared[:1] if len(set(by_declared)) == 1 else []
    return next(iter(both or compared or alone or by_found), "")


def _consists_of(found: str, rows: Iterable[Row], known: Iterable[str]) -> bool:
    """Whether a finding's found value is one of the values shown, or a list of them."""
    shown = {value.text for row in rows for value in row.values} | set(known)
    for text in sorted(shown - {""}, key=len, reverse=True):
        found = found.replace(text, "")
    return not found.strip("、；;，, ")


def _papers_of_claims(case: Case) -> dict[int | None, list[int]]:
    """The documents that the findings of each claim point at."""
    found: dict[int | None, list[int]] = {}
    for paper, document in enumerate(case.dossier.documents):
        claims = {
            finding.claim
            for finding in case.verdict.findings
            for place in finding.where
            if place.upload == document.upload and _is_on(document, place)
        }
        for claim in claims:
            found.setdefault(claim, []).append(paper)
    return found


def _is_on(document: Document, place: Place) -> bool:
    return place.page is None or place.page in document.pages


def _of_record(record: OfficialRecord) -> dict[str, tuple[str, ...]]:
    return {
        "patent_number": (record.patent_number,),
        "title": (record.title,) if record.title else (),
        "patent_type": (record.patent_type,) if record.patent_type else (),
        "inventor": record.inventors,
        "patentee": record.patentees,
        "application_date": (record.application_date,) if record.application_date else (),
        "date": (record.grant_date,) if record.grant_date else (),
        "grant_number": (record.grant_number,) if record.grant_number else (),
        "legal_status": (record.legal_status,) if record.legal_status else (),
        "case_status": (record.case_status,) if record.case_status else (),
    }


def _plain(source: Label, *texts: str) -> Row:
    return Row(source, tuple(Value(text, same(text)) for text in texts))


def _once(values: Iterable[Value]) -> Iterable[Value]:
    """A value that stands twice on one paper is shown once, at its first place."""
    return {value.text: value for value in reversed(list(values))}.values().__reversed__()


def _marked(aspect: Aspect, *, dates: bool) -> Aspect:
    """The aspect with every row compared with the first, and the first with what differs."""
    if len(aspect.rows) < 2:
        return aspect
    first, *others = aspect.rows
    texts = [value.text for value in first.values]
    rows = [_against(row, texts, dates=dates) for row in others]
    unlike = [
        value.text
        for before, row in zip(others, rows, strict=True)
        for value in before.values
        if row != before
        and not value.doubtful
        and not any(_agree(value.text, text, dates=dates) for text in texts)
    ]
    lead = replace(first, values=tuple(_answering(value, unlike) for value in first.values))
    agrees = rows == others and all(
        any(_agree(value.text, text, dates=dates) for value in row.values for text in texts)
        for row in others
    )
    return replace(aspect, rows=(lead, *rows), agrees=agrees)


def _against(row: Row, texts: Sequence[str], *, dates: bool) -> Row:
    """The row with what none of the texts has marked.

    In a list of many (people named, inventors) only what is like one of the texts is marked,
    and nothing where the one text that is looked for stands in it: the others are others.
    """
    alone = len(row.values) == 1
    if len(texts) == 1 and any(_agree(one.text, texts[0], dates=dates) for one in row.values):
        return row

    def parts(value: Value) -> tuple[Part, ...]:
        if any(_agree(value.text, text, dates=dates) for text in texts):
            return value.parts
        near = nearest(value.text, texts)
        if near is None and not alone:
            return value.parts
        return difference(value.text, near or texts[0])

    return replace(row, values=tuple(replace(one, parts=parts(one)) for one in row.values))


def _answering(value: Value, unlike: Sequence[str]) -> Value:
    """A value of the first row, marked against the first that differs from it but is like it."""
    near = nearest(value.text, unlike)
    return value if near is None else replace(value, parts=difference(value.text, near))


def _agree(one: str, other: str, *, dates: bool) -> bool:
    """Equal; of dates, one may say the month only."""
    return one == other or (dates and (one.startswith(other) or other.startswith(one)))
