"""Over the whole batch: what shows only across applicants, verdicts, rosters, the desk's queue."""

from collections.abc import Collection, Mapping

import dagster as dg

from evidence.applications import Application
from evidence.cases import PageImage
from evidence.documents import Document
from evidence.findings import Finding, Verdict
from evidence.footprints import Footprint
from evidence.register import OfficialRecord
from evidence.uploads import UploadOutcome
from pipeline import checks, figures
from pipeline.desk import batch_address
from pipeline.footprint_secret import footprint_secret
from pipeline.lazy_records import Spool
from pipeline.ownership import MARKS_OF_BATCHES, OF_BATCHES, OWNERS
from pipeline.partitions import batches, from_every_batch, from_shards, line_by_line
from pipeline.patience import patient
from pipeline.planning.history import looked
from pipeline.progress_files import QUEUE, ROSTERS
from pipeline.recorded import Checked, recorded_each
from pipeline.resources import Heyan
from pipeline.stages.across import across_applicants, footprints_of_batch, not_compared
from pipeline.stages.concluding import conclude, write_rosters
from pipeline.stages.dossiers import BatchEvidence
from pipeline.stages.publishing import BatchRecords, publish_batch
from pipeline.steadiness import earlier_rates

EVIDENCE = {
    "applications": from_shards("applications", Application),
    "upload_outcomes": from_shards("upload_outcomes", UploadOutcome),
    "documents": from_shards("documents", Document),
}


@dg.asset(
    partitions_def=batches,
    group_name="concluding",
    owners=OWNERS,
    tags=MARKS_OF_BATCHES,
    kinds={"python"},
    code_version="1",
    ins=EVIDENCE,
    backfill_policy=dg.BackfillPolicy.single_run(),
)
@patient
def footprints(
    context: dg.AssetExecutionContext,
    heyan: Heyan,
    applications: Mapping[str, list[Application]],
    upload_outcomes: Mapping[str, list[UploadOutcome]],
    documents: Mapping[str, list[Document]],
) -> dg.Output[Mapping[str, list[Footprint]]]:
    """What each applicant leaves behind for other batches to be compared with; no names in it."""
    evidence = BatchEvidence(applications, upload_outcomes, documents)
    entries = [heyan.batch(key) for key in context.partition_keys]
    secret = footprint_secret(heyan.home)
    kept = {entry.id: footprints_of_batch(entry, evidence, secret) for entry in entries}
    return recorded_each(context, kept, lambda _, own: figures.of_footprints(own))


@dg.asset(
    partitions_def=batches,
    group_name="concluding",
    owners=OWNERS,
    tags=OF_BATCHES,
    kinds={"python"},
    code_version="2",
    ins=EVIDENCE | {"footprints": from_every_batch("footprints")},
    backfill_policy=dg.BackfillPolicy.single_run(),
)
@patient
def cross_findings(
    context: dg.AssetExecutionContext,
    heyan: Heyan,
    applications: Mapping[str, list[Application]],
    upload_outcomes: Mapping[str, list[UploadOutcome]],
    documents: Mapping[str, list[Document]],
    footprints: dict[str, list[Footprint]],
) -> dg.Output[Mapping[str, list[Finding]]]:
    """What shows only across applicants, of this batch and of others: reuse, contradictions."""
    evidence = BatchEvidence(applications, upload_outcomes, documents)
    entries, secret = (
        [heyan.batch(key) for key in context.partition_keys],
        footprint_secret(heyan.home),
    )
    found = {entry.id: across_applicants(entry, evidence, footprints, secret) for entry in entries}
    missing = not_compared(heyan.home, footprints)
    if missing:
        context.log.warning("not compared, because never concluded: %s", ", ".join(missing))
    alone = figures.of_missing(missing)
    return recorded_each(
        context, found, lambda key, own: figures.of_findings(heyan.batch(key), own) | alone
    )


@dg.asset(
    partitions_def=batches,
    group_name="concluding",
    owners=OWNERS,
    tags=OF_BATCHES,
    kinds={"python"},
    code_version="2",
    ins=EVIDENCE | {"findings": from_shards("findings", Finding)},
    check_specs=[checks.one_verdict_each, checks.rate_steady],
    backfill_policy=dg.BackfillPolicy.single_run(),
)
@patient
def verdicts(
    context: dg.AssetExecutionContext,
    heyan: Heyan,
    applications: Mapping[str, list[Application]],
    upload_outcomes: Mapping[str, list[UploadOutcome]],
    documents: Mapping[str, list[Document]],
    findings: Mapping[str, list[Finding]],
    cross_findings: dict[str, list[Finding]],
) -> Checked[Mapping[str, Collection[Verdict]]]:
    """Pass or on-site review for each applicant: pass only where all that bears is proven."""
    # Before any of it is read: what comes in meanwhile is then not taken for known.
    known = looked(context.instance, ("findings",), findings)
    evidence = BatchEvidence(applications, upload_outcomes, documents)
    entries = [heyan.batch(key) for key in context.partition_keys]
    decided = {
        entry.id: Spool(Verdict, conclude(entry, evidence, findings, cross_findings[entry.id]))
        for entry in entries
    }
    yield recorded_each(
        context, decided, lambda key, own: figures.of_verdicts(heyan.batch(key), own), known
    )
    yield checks.each_judged_once(entries, decided)
    before = earlier_rates(context.instance, context.asset_key, decided)
    yield checks.steady(decided, before)


@dg.asset(
    partitions_def=batches,
    group_name="concluding",
    owners=OWNERS,
    tags=OF_BATCHES,
    kinds={"excel"},
    code_version="1",
    ins=EVIDENCE
    | {
        "patent_register": from_shards("patent_register", OfficialRecord),
        "verdicts": line_by_line("verdicts", Verdict),
    },
    check_specs=[checks.uploads_listed],
    backfill_policy=dg.BackfillPolicy.single_run(),
)
@patient
def rosters(
    context: dg.AssetExecutionContext,
    heyan: Heyan,
    applications: Mapping[str, list[Application]],
    upload_outcomes: Mapping[str, list[UploadOutcome]],
    documents: Mapping[str, list[Document]],
    patent_register: Mapping[str, list[OfficialRecord]],
    verdicts: Mapping[str, Collection[Verdict]],
) -> Checked[Mapping[str, list[str]]]:
    """The two rosters, verdicts.json, uploads.csv, patent_lookups.csv and flagged_items.xlsx."""
    evidence = BatchEvidence(applications, upload_outcomes, documents)
    entries = [heyan.batch(key) for key in context.partition_keys]
    files = {
        entry.id: write_rosters(heyan.home, entry, evidence, patent_register, verdicts[entry.id])
        for entry in entries
    }
    told = heyan.progress(context.log, context.run.run_id)
    for entry in entries:
        told.concluded(entry, ROSTERS)
    yield recorded_each(context, files, lambda key, own: figures.of_files(heyan.batch(key), own))
    yield checks.all_listed(entries, evidence)


@dg.asset(
    partitions_def=batches,
    group_name="concluding",
    owners=OWNERS,
    tags=OF_BATCHES,
    kinds={"python"},
    code_version="1",
    ins=EVIDENCE
    | {
        "page_images": from_shards("page_images", PageImage),
        "patent_register": from_shards("patent_register", OfficialRecord),
        "verdicts": line_by_line("verdicts", Verdict),
    },
    backfill_policy=dg.BackfillPolicy.single_run(),
)
@patient
def review_queue(
    context: dg.AssetExecutionContext,
    heyan: Heyan,
    applications: Mapping[str, list[Application]],
    upload_outcomes: Mapping[str, list[UploadOutcome]],
    documents: Mapping[str, list[Document]],
    page_images: Mapping[str, list[PageImage]],
    patent_register: Mapping[str, list[OfficialRecord]],
    verdicts: Mapping[str, Collection[Verdict]],
) -> dg.Output[Mapping[str, list[str]]]:
    """The batch's cases at the review desk, where people decide; no decision is touched."""
    evidence = BatchEvidence(applications, upload_outcomes, documents)
    counts = {}
    for entry in [heyan.batch(key) for key in context.partition_keys]:
        records = BatchRecords(evidence, page_images, patent_register, verdicts[entry.id])
        counts[entry.id] = publish_batch(heyan.home, entry, records, context.run.run_id)
        heyan.progress(context.log, context.run.run_id).concluded(entry, QUEUE)
    addresses = {batch: [batch_address(batch)] for batch in counts}
    return recorded_each(context, addresses, lambda key, _: figures.of_published(key, counts[key]))
