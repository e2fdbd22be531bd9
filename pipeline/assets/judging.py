"""From evidence to findings: the patent register, and every rule applied."""

from collections.abc import Mapping

import dagster as dg

from evidence.applications import Application
from evidence.documents import Document
from evidence.findings import Finding
from evidence.register import OfficialRecord
from evidence.uploads import Upload, UploadOutcome
from pipeline import figures
from pipeline.ownership import OF_SHARDS, OWNERS
from pipeline.partitions import one_by_one, shards
from pipeline.patience import patient
from pipeline.planning.foundations import rests_on
from pipeline.planning.history import looked
from pipeline.planning.outdated import INPUTS
from pipeline.recorded import recorded, recorded_each
from pipeline.resources import Heyan
from pipeline.sources import (
    authority_whitelist,
    cnipa_results,
    extraction_code,
    notice_rules,
    results_version,
    rule_code,
)
from pipeline.stages.dossiers import BatchEvidence
from pipeline.stages.epo import cross_checked
from pipeline.stages.judging import findings_of_shard
from pipeline.stages.register import official_records
from verifiers.cnipa.files import load_records


@dg.asset(
    partitions_def=shards,
    group_name="judging",
    owners=OWNERS,
    tags=OF_SHARDS,
    kinds={"table"},
    code_version="1",
    deps=[rule_code, extraction_code, cnipa_results],
    ins={
        "uploads": one_by_one("uploads", Upload),
        "documents": one_by_one("documents", Document),
        "applications": one_by_one("applications", Application),
    },
)
@patient
def patent_register(
    context: dg.AssetExecutionContext,
    heyan: Heyan,
    uploads: Mapping[str, list[Upload]],
    documents: Mapping[str, list[Document]],
    applications: Mapping[str, list[Application]],
) -> dg.Output[list[OfficialRecord]]:
    """Official records of patents: imported earlier, the batch's cnipa/, the printouts, EPO's."""
    shard, told = context.partition_key, heyan.progress(context.log, context.run.run_id)
    entry = heyan.batch_of(shard)
    # Before any of it is read: what comes in meanwhile is then not taken for known.
    known = looked(context.instance, INPUTS["patent_register"], [shard])
    declared = applications[shard]
    results = results_version(load_records(heyan.home.registers), declared)
    epo = cross_checked(heyan.home, entry, declared, context.log)
    own = official_records(heyan.home, entry, uploads[shard], documents[shard], declared)
    records = [*own, *epo.records]
    told.recovered(entry, shard)
    return recorded(
        records,
        figures.of_records(records) | figures.of_cross_check(epo),
        rests_on("patent_register", results=results) | known,
    )


@dg.asset(
    partitions_def=shards,
    group_name="judging",
    owners=OWNERS,
    tags=OF_SHARDS,
    kinds={"python"},
    code_version="1",
    deps=[rule_code, notice_rules, authority_whitelist],
    ins={
        "applications": one_by_one("applications", Application),
        "upload_outcomes": one_by_one("upload_outcomes", UploadOutcome),
        "documents": one_by_one("documents", Document),
        "patent_register": one_by_one("patent_register", OfficialRecord),
    },
    backfill_policy=dg.BackfillPolicy.single_run(),
)
@patient
def findings(
    context: dg.AssetExecutionContext,
    heyan: Heyan,
    applications: Mapping[str, list[Application]],
    upload_outcomes: Mapping[str, list[UploadOutcome]],
    documents: Mapping[str, list[Document]],
    patent_register: Mapping[str, list[OfficialRecord]],
) -> dg.Output[Mapping[str, list[Finding]]]:
    """Every rule of the notice applied to every applicant, each with its citation and places."""
    known = looked(context.instance, INPUTS["findings"], patent_register)
    evidence = BatchEvidence(applications, upload_outcomes, documents)
    found = {
        shard: findings_of_shard(heyan.home, heyan.batch_of(shard), shard, evidence, records)
        for shard, records in patent_register.items()
    }
    told = heyan.progress(context.log, context.run.run_id)
    for shard in found:
        told.judged(heyan.batch_of(shard), shard)
    return recorded_each(
        context,
        found,
        lambda key, own: figures.of_findings(heyan.batch_of(key), own),
        rests_on("findings", map(heyan.batch_of, found)) | known,
    )
