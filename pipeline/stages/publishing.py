"""What the review desk gets of a batch: the batch itself, and each applicant's whole case."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from evidence.cases import (
    Case,
    PageImage,
    PublishedBatch,
    ReviewArea,
    RuleText,
    WithdrawnRecord,
)
from evidence.dossiers import Dossier
from evidence.findings import Verdict
from evidence.register import OfficialRecord
from pipeline.batches import BatchEntry
from pipeline.desk import publish
from pipeline.home import Home
from pipeline.lazy_records import ReadOneByOne
from pipeline.official.kept import originals_of
from pipeline.stages.concluding import lookups_of, register_of
from pipeline.stages.dossiers import BatchEvidence
from pipeline.stages.pages import ShownFile, stored_upload
from review.rosters.people import judged
from verifiers.cnipa.files import withdrawn_records
from verifiers.cnipa.register import PatentRegister, number_key
from verifiers.notices import load_notice
from verifiers.notices.notice import Notice
from verifiers.version import rules_version


@dataclass(frozen=True, slots=True)
class BatchRecords:
    """What earlier steps recorded of a batch, by shard, and the verdicts over it."""

    evidence: BatchEvidence
    pages: Mapping[str, Sequence[PageImage]]
    register: Mapping[str, Sequence[OfficialRecord]]
    verdicts: Collection[Verdict]


def publish_batch(home: Home, entry: BatchEntry, records: BatchRecords, run: str) -> dict[str, int]:
    """Bring a batch and its cases to the desk; in numbers, what that changed there."""
    official = (record for shard in entry.shards for record in records.register[shard])
    cases = cases_of(home, entry, records, originals_of(home, official))
    return publish(published_batch(home, entry, records, run), cases)


def published_batch(
    home: Home, entry: BatchEntry, records: BatchRecords, run: str
) -> PublishedBatch:
    """The batch as the desk shows it; `run` is the id of the run that publishes it."""
    notice = load_notice(entry.notice)
    return PublishedBatch(
        id=entry.id,
        notice_id=notice.id,
        notice_title=notice.title,
        notice_number=notice.document_number,
        review_body=entry.review_body,
        rules_version=rules_version(),
        received_at=entry.received_at,
        run=run,
        rules=_rule_texts(notice),
        areas=tuple(
            ReviewArea(area.places, area.reviewed_by, area.first_by, area.same)
            for area in notice.jurisdictions
        ),
        uploads=tuple(records.evidence.all_outcomes(entry)),
        lookups=tuple(
            lookups_of(entry, records.evidence, register_of(home, entry, records.register))
        ),
        problems=tuple((problem.code, problem.zh, problem.en) for problem in entry.problems),
    )


def cases_of(
    home: Home, entry: BatchEntry, records: BatchRecords, originals: Mapping[str, ShownFile]
) -> Iterator[Case]:
    """One case an applicant, shard by shard; `originals` are those of results that were brought.

    Raises DataError (`E-ROSTER-PEOPLE`) where applicants and verdicts do not correspond.
    """
    register = register_of(home, entry, records.register)
    withdrawn = [WithdrawnRecord(*one) for one in withdrawn_records(home.registers)]
    shards = (
        (dossier, shard)
        for shard in entry.shards
        for dossier in records.evidence.dossiers_of_shard(entry, shard)
    )
    files = ReadOneByOne(entry.shards, lambda shard: {**_files(home, shard, records), **originals})
    in_shard: dict[str, str] = {}

    def dossiers() -> Iterator[Dossier]:
        for dossier, shard in shards:
            in_shard[dossier.id] = shard
            yield dossier

    for dossier, verdict in judged(dossiers(), records.verdicts):
        shown = files[in_shard.pop(dossier.id)]
        yield replace(
            _case(dossier, verdict, _claimed(dossier, register), shown),
            withdrawn=tuple(one for one in withdrawn if _claims(dossier, one.record)),
        )


def _files(home: Home, shard: str, records: BatchRecords) -> dict[str, ShownFile]:
    """Every file of the shard with its pages; those of cnipa/ are in every shard."""
    pages: dict[str, dict[int, PageImage]] = {}
    for page in records.pages[shard]:
        pages.setdefault(page.upload, {})[page.number] = page
    return {
        outcome.upload.path: ShownFile(
            stored_upload(home, outcome), tuple(pages.get(outcome.upload.path, {}).values())
        )
        for outcome in records.evidence.outcomes[shard]
    }


def _case(
    dossier: Dossier,
    verdict: Verdict,
    claimed: tuple[OfficialRecord, ...],
    files: Mapping[str, ShownFile],
) -> Case:
    named = (files.get(path) for path in dict.fromkeys(_named(verdict, claimed)))
    shown = [
        *(files[outcome.upload.path] for outcome in dossier.uploads),
        *(file for file in named if file is not None and file.is_official),
    ]
    return Case(
        dossier=dossier,
        verdict=verdict,
        uploads=tuple(file.upload for file in shown),
        pages=tuple(page for file in shown for page in file.pages),
        records=claimed,
    )


def _claimed(dossier: Dossier, register: PatentRegister) -> tuple[OfficialRecord, ...]:
    """The official records of the patents claimed, but for what other applicants printed."""
    claims = dossier.application.claims if dossier.application else ()
    found = [record for claim in claims for record in register.lookup(claim.patent_number)]
    return tuple(
        record for record in dict.fromkeys(found) if record.applicant in {None, dossier.id}
    )


def _claims(dossier: Dossier, record: OfficialRecord) -> bool:
    claims = dossier.application.claims if dossier.application else ()
    key = number_key(record.patent_number)
    return key is not None and any(number_key(claim.patent_number) == key for claim in claims)


def _named(verdict: Verdict, records: Iterable[OfficialRecord]) -> Iterable[str]:
    """The paths that findings and records point at."""
    yield from (place.upload for finding in verdict.findings for place in finding.where)
    yield from (record.place.upload for record in records)


def _rule_texts(notice: Notice) -> tuple[RuleText, ...]:
    return tuple(
        RuleText(
            rule,
            policy.title,
            policy.article,
            policy.citation,
            policy.carried_by.value,
            policy.title_en,
        )
        for rule, policy in notice.rules.items()
    )
