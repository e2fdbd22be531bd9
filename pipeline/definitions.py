"""Everything that Dagster knows of; wiring only."""

import dagster as dg

from extractors.reading.pool import Readers
from pipeline import run_sensors, schedules, sensors, sources
from pipeline.alert_sensor import alerts
from pipeline.assets import concluding, intake, judging, keeping
from pipeline.jobs import bring_up_to_date, check_shard, conclude_batch, decide_batch, judge_shard
from pipeline.official.job import take_results
from pipeline.official.sensor import dropped_results, official_results
from pipeline.records import RecordFiles
from pipeline.resources import Heyan, LogListeners
from pipeline.source_checks import source_checks

defs = dg.Definitions(
    assets=[
        *sources.sources,
        intake.uploads,
        intake.readings,
        intake.upload_outcomes,
        intake.page_images,
        intake.documents,
        intake.applications,
        judging.patent_register,
        judging.findings,
        concluding.footprints,
        concluding.cross_findings,
        concluding.verdicts,
        concluding.rosters,
        concluding.review_queue,
        keeping.record_verification,
        keeping.stored_files_verification,
        keeping.rules_in_force,
        keeping.history_pruning,
    ],
    asset_checks=source_checks,
    schedules=schedules.schedules,
    jobs=[
        check_shard,
        conclude_batch,
        judge_shard,
        decide_batch,
        bring_up_to_date,
        take_results,
        *schedules.jobs,
    ],
    sensors=[
        sensors.inbox,
        sensors.finished_shards,
        sensors.changed_rules,
        official_results,
        dropped_results,
        sensors.rules_watch,
        sensors.dead_runs,
        run_sensors.failed_runs,
        run_sensors.canceled_runs,
        alerts,
    ],
    resources={
        "heyan": Heyan(state=dg.EnvVar("HEYAN_HOME")),
        "io_manager": RecordFiles(state=dg.EnvVar("HEYAN_HOME")),
        "progress": dg.ResourceDefinition.hardcoded_resource(LogListeners()),
        "readers": dg.ResourceDefinition.hardcoded_resource(Readers()),
    },
    executor=dg.in_process_executor,
    # Runs keep their log in the instance; on a terminal it would drown the rest.
    loggers={"console": dg.colored_console_logger.configured({"log_level": "CRITICAL"})},
)
