"""What a batch's pages show of its cases, counted once when it is published. Pure.

Kept as JSON beside the batch, so that a page about 5,000 applicants opens none of their cases.
Counts stand by place (地区), because a county's people see those of their own applicants only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from evidence import codec
from evidence.cases import Case, PublishedBatch
from evidence.findings import Outcome
from evidence.uploads import Origin, UploadOutcome, UploadStatus
from review.desk.access.scope import place_of


@dataclass(frozen=True, slots=True)
class Reason:
    """Why so many files are not read, in the words that stand at one of them."""

    number: int
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts over some applicants.

    `straight` are those whom the machine passed; `files`, `pages` and `fields` count by status
    or certainty, `reasons` files that are not read by code, `rules` the findings that bear
    by rule and result; `patents` are the numbers that still need an official result.
    """

    applicants: int = 0
    straight: int = 0
    files: dict[str, int] = field(default_factory=dict)
    reasons: dict[str, Reason] = field(default_factory=dict)
    pages: dict[str, int] = field(default_factory=dict)
    fields: dict[str, int] = field(default_factory=dict)
    rules: dict[str, dict[str, int]] = field(default_factory=dict)
    patents: tuple[str, ...] = ()

    @property
    def file_count(self) -> int:
        """Files, whatever became of them."""
        return sum(self.files.values())

    @property
    def straight_share(self) -> int:
        """Per cent of the applicants whom the machine passed, rounded down."""
        return 100 * self.straight // self.applicants if self.applicants else 0


@dataclass(frozen=True, slots=True)
class BatchFigures:
    """The counts of a batch: of all of it, and by place.

    `problems` (code, zh, en) are those of the batch as a whole.
    """

    whole: Counts = field(default_factory=Counts)
    places: dict[str, Counts] = field(default_factory=dict)
    problems: tuple[tuple[str, str, str], ...] = ()

    def seen_by(self, regions: Sequence[str]) -> Counts:
        """The counts of these places, of the whole batch where none are named."""
        if not regions:
            return self.whole
        return _together([self.places[place] for place in regions if place in self.places])


@dataclass(frozen=True, slots=True)
class UnreadFile:
    """A file that is not read whole: whose, from where, and why.

    `applicant` is the 申报编号, empty for a file of the review body itself.
    """

    applicant: str
    place: str
    path: str
    status: str
    code: str
    zh: str
    en: str


def figures_of(batch: PublishedBatch, cases: Iterable[Case]) -> BatchFigures:
    """Count a batch and its cases."""
    counted = CountedCases(batch)
    for case in cases:
        counted.add(case)
    return counted.figures()


class CountedCases:
    """The figures of a batch, counted case by case; none is held."""

    def __init__(self, batch: PublishedBatch) -> None:
        self._batch = batch
        self._places: dict[str, str] = {}
        self._by_place: dict[str, _Tally] = {}
        self._whole = _Tally()

    def add(self, case: Case) -> None:
        """Count one applicant's case."""
        application = case.dossier.application
        place = place_of(application.region, self._batch.areas) if application else ""
        self._places[case.dossier.id] = place
        for tally in (self._whole, self._by_place.setdefault(place, _Tally())):
            tally.add(case)

    def kept(self) -> dict[str, str]:
        """The columns of Batch that keep what its pages show, once every case was added."""
        unread = unread_of(self._batch, self._places)
        return {
            "figures": codec.encode(BatchFigures, self.figures()).decode(),
            "unread": codec.encode(tuple[UnreadFile, ...], unread).decode(),
        }

    def figures(self) -> BatchFigures:
        """The figures, once every case was added; asked for once."""
        places, tallies = self._places, self._by_place
        for outcome in self._batch.uploads:
            self._whole.add_file(outcome)
            if outcome.upload.applicant in places:
                tallies[places[outcome.upload.applicant]].add_file(outcome)
        for lookup in self._batch.lookups:
            self._whole.patents.add(lookup.patent_number)
            for place in {places[one] for one in lookup.applications if one in places}:
                tallies[place].patents.add(lookup.patent_number)
        return BatchFigures(
            whole=self._whole.counts(),
            places={place: tally.counts() for place, tally in sorted(tallies.items())},
            problems=self._batch.problems,
        )


def unread_of(batch: PublishedBatch, places: dict[str, str]) -> tuple[UnreadFile, ...]:
    """The files that are not read whole, by applicant and path."""
    found = [
        UnreadFile(
            applicant=one.upload.applicant or "",
            place=places.get(one.upload.applicant or "", ""),
            path=one.upload.path,
            status=one.status.value,
            code=one.problem.code,
            zh=one.problem.zh,
            en=one.problem.en,
        )
        for one in batch.uploads
        if one.status is not UploadStatus.READ and one.problem is not None
    ]
    return tuple(sorted(found, key=lambda one: (one.applicant, one.path)))


def _together(parts: Iterable[Counts]) -> Counts:
    """The sum of several places; a patent that two of them ask for counts once."""
    parts = list(parts)
    rules = {rule for part in parts for rule in part.rules}
    return Counts(
        applicants=sum(part.applicants for part in parts),
        straight=sum(part.straight for part in parts),
        files=_sum(part.files for part in parts),
        reasons=_sum_of_reasons(part.reasons for part in parts),
        pages=_sum(part.pages for part in parts),
        fields=_sum(part.fields for part in parts),
        rules={rule: _sum(part.rules.get(rule, {}) for part in parts) for rule in sorted(rules)},
        patents=tuple(sorted({patent for part in parts for patent in part.patents})),
    )


def _sum(counts: Iterable[dict[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for one in counts:
        total.update(one)
    return dict(total)


def _sum_of_reasons(parts: Iterable[dict[str, Reason]]) -> dict[str, Reason]:
    total: dict[str, Reason] = {}
    for part in parts:
        for code, one in part.items():
            before = total.get(code)
            total[code] = replace(before, number=before.number + one.number) if before else one
    return total


class _Tally:
    """Counts at work."""

    def __init__(self) -> None:
        self.patents: set[str] = set()
        self._applicants = 0
        self._straight = 0
        self._files: Counter[str] = Counter()
        self._reasons: dict[str, Reason] = {}
        self._pages: Counter[str] = Counter()
        self._fields: Counter[str] = Counter()
        self._rules: dict[str, Counter[str]] = {}

    def add(self, case: Case) -> None:
        """Count one applicant's case; its files are counted by `add_file`."""
        self._applicants += 1
        self._straight += case.verdict.outcome is Outcome.PASS
        # Pages of cnipa/ stand in the case of everybody whose patents they show.
        own = {
            one.outcome.upload.path
            for one in case.uploads
            if one.outcome.upload.origin is Origin.APPLICANT
        }
        self._pages.update(page.status for page in case.pages if page.upload in own)
        for document in case.dossier.documents:
            self._fields.update(one.certainty.value for one in document.fields)
        for finding in case.verdict.findings:
            if finding.bears:
                self._rules.setdefault(finding.rule, Counter())[finding.result.value] += 1

    def add_file(self, outcome: UploadOutcome) -> None:
        """Count one file."""
        self._files[outcome.status.value] += 1
        problem = outcome.problem
        if outcome.status is not UploadStatus.READ and problem is not None:
            one = {problem.code: Reason(1, problem.zh, problem.en)}
            self._reasons = _sum_of_reasons([self._reasons, one])

    def counts(self) -> Counts:
        """What was counted."""
        return Counts(
            applicants=self._applicants,
            straight=self._straight,
            files=dict(self._files),
            reasons=self._reasons,
            pages=dict(self._pages),
            fields=dict(self._fields),
            rules={rule: dict(results) for rule, results in sorted(self._rules.items())},
            patents=tuple(sorted(self.patents)),
        )
