"""What the Dagster UI shows beside each materialization: numbers an operator asks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import dagster as dg

from evidence.applications import Application
from evidence.cases import PageImage
from evidence.documents import Certainty, Document
from evidence.findings import Finding, Outcome, Result, Verdict
from evidence.footprints import Footprint
from evidence.readings import PageStatus, UploadReading
from evidence.register import OfficialRecord
from evidence.uploads import Upload, UploadOutcome, UploadStatus
from extractors.reading.cache import ReadingCache
from pipeline.batches import BatchEntry
from pipeline.home import Home
from pipeline.stages.epo import CrossCheck
from pipeline.stages.reading import ShardReading
from pipeline.tables import bar_chart, table, thumbnail
from review.rosters.people import blocking_findings

_ROWS = 100
"""Rows of a table in metadata; the records themselves are complete."""

Figures = dict[str, Any]


def of_uploads(uploads: Sequence[Upload]) -> Figures:
    """Files by type, and those that intake did not accept."""
    refused = [upload for upload in uploads if upload.problem is not None]
    return {
        "bytes": sum(upload.size for upload in uploads),
        "types": _counted("type", (upload.media_type for upload in uploads)),
        "not_accepted": table(
            ["path", "admission", "reason"],
            [(u.path, u.admission, u.problem.zh if u.problem else "") for u in refused[:_ROWS]],
        ),
    }


def of_readings(shard: ShardReading, home: Home, uploads: Sequence[Upload]) -> Figures:
    """Pages, cost a page, cache hits, the worst pages, and what one of them looks like."""
    progress = shard.progress
    fresh = progress.pages_done - progress.pages_cached
    names = {upload.sha256: upload.path for upload in uploads}
    worst = sorted(_confidences(shard.readings), key=lambda row: row[2])[:10]
    figures: Figures = {
        "pages": progress.pages_done,
        "cache_hits": progress.pages_cached,
        "cpu_seconds_a_page": round(progress.cpu_seconds / fresh, 3) if fresh else 0.0,
        "engine_share": round(progress.engine_seconds / progress.wall_seconds, 3)
        if progress.wall_seconds
        else 0.0,
        "least_confident_pages": table(
            ["file", "page", "mean confidence"],
            [(names.get(sha256, sha256), page, round(mean, 3)) for sha256, page, mean, _ in worst],
        ),
    }
    picture = _first_picture(ReadingCache(home.readings), (image for *_, image in worst))
    return figures | ({"least_confident_page": picture} if picture else {})


def of_outcomes(outcomes: Sequence[UploadOutcome]) -> Figures:
    """Uploads by status, and the reason of each that was not read."""
    unread = [outcome for outcome in outcomes if outcome.status is not UploadStatus.READ]
    return {
        "statuses": _counted("status", (outcome.status for outcome in outcomes)),
        "not_read": table(
            ["path", "status", "reason"],
            [(o.upload.path, o.status, o.problem.zh if o.problem else "") for o in unread[:_ROWS]],
        ),
    }


def of_documents(documents: Sequence[Document]) -> Figures:
    """Documents by kind, and the share of their fields that may be relied on."""
    fields = [field for document in documents for field in document.fields]
    certain = sum(field.certainty is Certainty.CERTAIN for field in fields)
    return {
        "kinds": _counted("kind", (document.kind for document in documents)),
        "fields": len(fields),
        "certain_share": round(certain / len(fields), 3) if fields else 0.0,
    }


def of_applications(applications: Sequence[Application]) -> Figures:
    """Where the declarations came from, and how many claims they make."""
    return {
        "sources": _counted("source", (application.source for application in applications)),
        "claims": sum(len(application.claims) for application in applications),
    }


def of_records(records: Sequence[OfficialRecord]) -> Figures:
    """Official records by who brought them."""
    return {"sources": _counted("source", (record.source for record in records))}


def of_cross_check(epo: CrossCheck) -> Figures:
    """What came of asking EPO OPS, and why some numbers stay not checked there."""
    state = "off" if epo.off else epo.problem.zh if epo.problem else "ok"
    return {
        "epo_ops": state,
        "epo_wanted": epo.wanted,
        "epo_answered": epo.answered,
        "epo_not_checked": epo.failed,
        "epo_problems": table(["code", "patents"], sorted(epo.problems.items())),
    }


def of_findings(by_partition: Mapping[str, Sequence[Finding]]) -> Figures:
    """Findings by rule and result, as table and chart."""
    found = [finding for findings in by_partition.values() for finding in findings]
    rules: dict[str, Counter[str]] = {}
    for finding in found:
        rules.setdefault(finding.rule, Counter())[finding.result.value] += 1
    bars = {
        rule: {result.value: rules[rule][result.value] for result in reversed(Result)}
        for rule in sorted(rules)
    }
    return {
        "findings_by_rule": table(
            ["rule", *(result.value for result in Result)],
            [(rule, *(bars[rule][result.value] for result in Result)) for rule in bars],
        ),
        "chart": bar_chart(bars),
        "bearing_and_not_passed": sum(
            finding.bears and finding.result not in (Result.MATCH, Result.ATTESTED)
            for finding in found
        ),
    }


def of_footprints(by_batch: Mapping[str, Sequence[Footprint]]) -> Figures:
    """What there is to compare: applicants with an identity number, certificates, looks."""
    kept = [footprint for footprints in by_batch.values() for footprint in footprints]
    certificates = [one for footprint in kept for one in footprint.certificates]
    return {
        "applicants": len(kept),
        "with_identity_number": sum(bool(footprint.person) for footprint in kept),
        "certificates": len(certificates),
        "with_look": sum(any(one.looks) for one in certificates),
    }


def of_missing(batches: Sequence[str]) -> Figures:
    """Batches that nothing was compared with."""
    return {"not_compared": table(["batch"], [[batch] for batch in batches])}


def of_verdicts(by_batch: Mapping[str, Sequence[Verdict]]) -> Figures:
    """How many passed without a person, and why the others did not."""
    decided = [verdict for verdicts in by_batch.values() for verdict in verdicts]
    passed = sum(verdict.outcome is Outcome.PASS for verdict in decided)
    return {
        "applicants": len(decided),
        "passed": passed,
        "straight_through_rate": round(passed / len(decided), 3) if decided else 0.0,
        "provisional": sum(verdict.provisional for verdict in decided),
        "reasons": _counted("rule", (rule for v in decided for rule in reasons(v))),
    }


def of_files(entries: Sequence[BatchEntry], files: Mapping[str, Sequence[str]]) -> Figures:
    """The files written, and the folder they are in."""
    return {
        "files": table(
            ["batch", "file"], [(batch, name) for batch, names in files.items() for name in names]
        ),
        "folders": table(["batch", "folder"], [(entry.id, entry.out) for entry in entries]),
    } | ({"folder": dg.MetadataValue.path(entries[0].out)} if entries else {})


def of_page_images(pages: Sequence[PageImage]) -> Figures:
    """Pages by status, and how many have a picture."""
    return {
        "statuses": _counted("status", (page.status for page in pages)),
        "with_picture": sum(bool(page.path) for page in pages),
    }


def of_published(
    counts: Mapping[str, Mapping[str, int]], addresses: Mapping[str, Sequence[str]]
) -> Figures:
    """What the desk's queue gained and lost, and where each batch is shown."""
    names = list(dict.fromkeys(name for one in counts.values() for name in one))
    rows = [(batch, *(one[name] for name in names)) for batch, one in counts.items()]
    totals = {name: sum(one[name] for one in counts.values()) for name in names}
    shown = [address for batch in addresses.values() for address in batch]
    return totals | {
        "queue": table(["batch", *names], rows),
        "desk": dg.MetadataValue.url(shown[0])
        if len(shown) == 1
        else table(["address"], [[a] for a in shown]),
    }


def reasons(verdict: Verdict) -> list[str]:
    """The rules that keep an applicant from passing, each once."""
    return list(dict.fromkeys(finding.rule for finding in blocking_findings(verdict)))


def _counted(name: str, values: Iterable[str]) -> dg.TableMetadataValue:
    return table([name, "count"], sorted(Counter(str(value) for value in values).items()))


def _confidences(readings: Sequence[UploadReading]) -> list[tuple[str, int, float, str]]:
    """sha256, page, mean confidence and kept image of each page that was read."""
    rows = []
    for reading in readings:
        for page in reading.pages:
            lines = [line.confidence for seen in page.readings for line in seen.lines]
            if page.page.status is PageStatus.READ and lines:
                mean = sum(lines) / len(lines)
                rows.append((reading.sha256, page.page.number, mean, page.page.image))
    return rows


def _first_picture(cache: ReadingCache, images: Iterable[str]) -> dg.MarkdownMetadataValue | None:
    for image in images:
        path: Path = cache.image_path(image)
        picture = thumbnail(path) if image else None
        if picture is not None:
            return picture
    return None
