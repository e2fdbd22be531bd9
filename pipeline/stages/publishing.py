"""What the review desk gets of a batch: the batch itself, and each applicant's whole case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from evidence.cases import Case, PageImage, PublishedBatch, ReviewArea, RuleText, StoredUpload
from evidence.dossiers import Dossier
from evidence.findings import Verdict
from evidence.register import OfficialRecord
from evidence.uploads import Origin, UploadOutcome
from extractors.intake.store import ByteStore
from pipeline.batches import BatchEntry
from pipeline.desk import publish
from pipeline.home import Home
from pipeline.official.kept import Screenshot, screenshots_of
from pipeline.stages.concluding import lookups_of, register_of
from pipeline.stages.dossiers import BatchEvidence
from verifiers.cnipa.register import PatentRegister
from verifiers.notices import load_notice
from verifiers.notices.notice import Notice
from verifiers.version import rules_version


@dataclass(frozen=True, slots=True)
class BatchRecords:
    """What earlier steps recorded of a batch, by shard, and the verdicts over it."""

    evidence: BatchEvidence
    pages: Mapping[str, Sequence[PageImage]]
    register: Mapping[str, Sequence[OfficialRecord]]
    verdicts: Sequence[Verdict]


def publish_batch(home: Home, entry: BatchEntry, records: BatchRecords, run: str) -> dict[str, int]:
    """Bring a batch and its cases to the desk; in numbers, what that changed there."""
    official = (record for shard in entry.shards for record in records.register[shard])
    cases = cases_of(home, entry, records, screenshots_of(home, official))
    return publish(published_batch(entry, records, run), cases)


def published_batch(entry: BatchEntry, records: BatchRecords, run: str) -> PublishedBatch:
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
            ReviewArea(area.places, area.reviewed_by, area.first_by)
            for area in notice.jurisdictions
        ),
        uploads=tuple(records.evidence.all_outcomes(entry)),
        lookups=tuple(lookups_of(entry, records.evidence, register_of(entry, records.register))),
        problems=tuple((problem.code, problem.zh, problem.en) for problem in entry.problems),
    )


def cases_of(
    home: Home, entry: BatchEntry, records: BatchRecords, screenshots: Mapping[str, Screenshot]
) -> list[Case]:
    """One case an applicant; `screenshots` are those of typed-in results, by their path."""
    verdicts = {verdict.application: verdict for verdict in records.verdicts}
    register = register_of(entry, records.register)
    outcomes = {o.upload.path: o for o in records.evidence.all_outcomes(entry)}
    pages = _by_upload(page for shard in entry.shards for page in records.pages[shard])
    store = ByteStore(home.store)
    cases = []
    for dossier in records.evidence.dossiers(entry):
        verdict = verdicts[dossier.id]
        claimed = _claimed(dossier, register)
        named = dict.fromkeys(_named(verdict, claimed))
        shown = [screenshots[path] for path in named if path in screenshots]
        official = [outcomes[path] for path in named if _is_official(outcomes.get(path))]
        own = [*dossier.uploads, *official]
        cases.append(
            Case(
                dossier=dossier,
                verdict=verdict,
                uploads=(
                    *(_stored(home, store, outcome) for outcome in own),
                    *(screenshot.upload for screenshot in shown),
                ),
                pages=(
                    *(page for outcome in own for page in pages.get(outcome.upload.path, ())),
                    *(page for screenshot in shown for page in screenshot.pages),
                ),
                records=claimed,
            )
        )
    return cases


def _claimed(dossier: Dossier, register: PatentRegister) -> tuple[OfficialRecord, ...]:
    """The official records of the patents claimed, but for what other applicants printed."""
    claims = dossier.application.claims if dossier.application else ()
    found = [record for claim in claims for record in register.lookup(claim.patent_number)]
    return tuple(
        record for record in dict.fromkeys(found) if record.applicant in {None, dossier.id}
    )


def _named(verdict: Verdict, records: Iterable[OfficialRecord]) -> Iterable[str]:
    """The paths that findings and records point at."""
    yield from (place.upload for finding in verdict.findings for place in finding.where)
    yield from (record.place.upload for record in records)


def _is_official(outcome: UploadOutcome | None) -> bool:
    return outcome is not None and outcome.upload.origin is Origin.CNIPA


def _stored(home: Home, store: ByteStore, outcome: UploadOutcome) -> StoredUpload:
    sha256 = outcome.upload.sha256
    path = store.path(sha256).relative_to(home.state).as_posix() if sha256 else ""
    return StoredUpload(outcome, path)


def _by_upload(pages: Iterable[PageImage]) -> dict[str, list[PageImage]]:
    """Pages by their upload; those of cnipa/ are in every shard and count once."""
    found: dict[str, dict[int, PageImage]] = {}
    for page in pages:
        found.setdefault(page.upload, {})[page.number] = page
    return {upload: list(numbered.values()) for upload, numbered in found.items()}


def _rule_texts(notice: Notice) -> tuple[RuleText, ...]:
    return tuple(
        RuleText(rule, policy.title, policy.article, policy.citation, policy.carried_by.value)
        for rule, policy in notice.rules.items()
    )
