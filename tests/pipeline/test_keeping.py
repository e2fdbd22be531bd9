import datetime as dt
import shutil
import sqlite3

import dagster as dg
import pytest
from dagster._core.definitions.data_version import DATA_VERSION_TAG
from dagster._core.storage.tags import MAX_RETRIES_TAG, PRIORITY_TAG

from evidence.errors import MachineError
from pipeline.checks import backed_up
from pipeline.definitions import defs
from pipeline.keeping.last_backup import LastBackup
from pipeline.pruning import days_kept, prune
from pipeline.rule_files import DATA, days_left, out_of_date, read_rule_files, today
from pipeline.runs import latest_materializations
from pipeline.schedules import schedules
from pipeline.source_checks import unchanged_since

LETTERS = dg.StaticPartitionsDefinition(["a", "b"])
LATER = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)


@dg.asset(partitions_def=LETTERS)
def letters():
    """Something partitioned."""


def _made(instance, letter):
    return dg.materialize([letters], instance=instance, partition_key=letter).run_id


def test_pruning_keeps_the_last_run_of_every_partition(instance, home):
    """Sensors and `heyan plan` ask for it, however old it is."""
    old, last, other = _made(instance, "a"), _made(instance, "a"), _made(instance, "b")
    before = latest_materializations(instance, letters.key)
    active = dg.DagsterRun(job_name="check_shard", status=dg.DagsterRunStatus.STARTED)
    instance.add_run(active)
    pruned = prune(instance, LATER)
    assert (1, 2) == (pruned.deleted, pruned.kept)
    assert {last, other, active.run_id} == set(instance.get_run_ids())
    assert before == latest_materializations(instance, letters.key)
    assert [] == list((home.state / "history").rglob(f"{old}.db*"))
    assert 1 == len(list((home.state / "history").rglob(f"{last}.db")))


def test_pruning_leaves_what_is_young(instance):
    """A season and the one before."""
    _made(instance, "a")
    _made(instance, "a")
    assert 0 == prune(instance, dt.datetime.now(dt.UTC) - dt.timedelta(days=400)).deleted


@pytest.mark.parametrize(("hours", "passed"), [(47, True), (49, False)])
def test_two_nights_without_a_backup_are_told(hours, passed):
    """Cron says nothing when it does not run."""
    last = LastBackup(LATER, "/backups/heyan-1", ("E-BACKUP-SOURCE",))
    result = backed_up(last, LATER + dt.timedelta(hours=hours))
    assert (passed, dg.AssetCheckSeverity.WARN) == (result.passed, result.severity)
    assert passed == ("cron" not in result.description)


def test_who_never_made_a_backup_is_not_warned_each_day():
    assert backed_up(None, LATER).passed


@pytest.mark.parametrize(("text", "days"), [("", 400), ("0", 0), ("30", 30), (" 90 ", 90)])
def test_runs_are_kept_as_long_as_the_operator_says(text, days):
    """Or for 400 days."""
    assert days == days_kept({"HEYAN_KEEP_RUNS_DAYS": text})


@pytest.mark.parametrize("text", ["29", "-1", "a year", "1.5"])
def test_a_slip_of_the_pen_prunes_nothing(text):
    """1 for 100 would take away what somebody still looks at."""
    with pytest.raises(MachineError, match="E-KEEP-RUNS"):
        days_kept({"HEYAN_KEEP_RUNS_DAYS": text})


def _run(instance, job):
    return defs.resolve_job_def(job).execute_in_process(instance=instance, raise_on_error=False)


def test_the_nightly_verification_is_noted_at_the_desk(instance, desk):
    """Whole: the asset is fresh, and the desk's page says when it was verified."""
    result = _run(instance, "verify_record")
    assert result.success
    with sqlite3.connect(desk.state / "desk" / "desk.sqlite3") as database:
        told = database.execute("SELECT actor, action FROM desk_event ORDER BY seq").fetchall()
    assert ("heyan", "record.verified") == told[-1]


def test_a_broken_record_fails_the_run(instance, desk):
    """So that an alert goes out, and the asset turns overdue."""
    _run(instance, "verify_record")
    with sqlite3.connect(desk.state / "desk" / "desk.sqlite3") as database:
        for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type='trigger'"):
            database.execute(f"DROP TRIGGER {trigger}")
        database.execute("UPDATE desk_event SET actor = 'nobody'")
    result = _run(instance, "verify_record")
    assert not result.success
    evaluations = {one.check_name: one for one in result.get_asset_check_evaluations()}
    evaluation = evaluations["record_whole"]
    assert "E-RECORD-CONTENT" in str(evaluation.metadata["breaks"].value)


def test_a_changed_file_fails_the_night_s_run_whose_turn_it_is(instance, desk):
    """Named, with what to do; a sound night before that, and other nights look at others."""
    assert _run(instance, "verify_files").success
    night = today().toordinal()
    for turn in (night, night + 1):
        stored = desk.store / f"{turn % 7:02x}" / (f"{turn % 7:02x}" + "0" * 62)
        stored.parent.mkdir(parents=True)
        stored.write_bytes(b"changed")
    result = _run(instance, "verify_files")
    assert not result.success
    (evaluation,) = result.get_asset_check_evaluations()
    assert 1 == evaluation.metadata["found"].value


def test_verifying_is_neither_cut_off_nor_begun_again_and_lets_batches_go_first():
    """Stopped after six hours and begun again five times it held the only slot for days."""
    tags = defs.resolve_job_def("verify_files").tags
    wanted = (dg.MAX_RUNTIME_SECONDS_TAG, MAX_RETRIES_TAG, PRIORITY_TAG)
    assert ["0", "0", "-1"] == [tags[name] for name in wanted]


def test_the_rules_are_looked_at_every_morning(instance, home):
    """The project's own files are valid; their last notice has ended, which is a warning."""
    result = _run(instance, "check_rules")
    assert result.success
    found = {one.check_name: one for one in result.get_asset_check_evaluations()}
    assert found["notice_files_valid"].passed
    assert found["whitelist_valid"].passed
    assert found["official_records_readable"].passed
    assert dg.AssetCheckSeverity.WARN is found["notice_in_force"].severity
    assert found["notice_in_force"].metadata["days_left"].value < 0


def test_a_damaged_rule_file_is_named_and_the_others_are_still_read(tmp_path):
    """Code and sentence, never a stack trace."""
    rules = tmp_path / "rules"
    shutil.copytree(DATA, rules, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    (rules / "notices" / "a-2025.yaml").write_text("id: [", encoding="utf-8")
    (rules / "authorities" / "authorities.yaml").write_bytes(b"\xff\xfe")
    files = read_rule_files(rules)
    assert ["E-NOTICE-YAML"] == [one.code for one in files.notice_problems]
    assert ["E-DATA-ENCODING"] == [one.code for one in files.whitelist_problems]
    assert "xinxiang-2024-22" == files.newest.id


def test_days_count_to_the_notices_last_day():
    """It is still in force on that day."""
    notice = read_rule_files().newest
    assert 0 == days_left(notice, notice.effective_until)
    assert -1 == days_left(notice, notice.effective_until + dt.timedelta(days=1))


def test_entries_past_their_day_are_listed():
    """One that is uncertain after a day is certain on it."""
    authorities = read_rule_files().authorities
    first = min(day for one in authorities for day in (one.valid_until, one.uncertain_after) if day)
    assert [] == out_of_date(authorities, first)
    assert [] != out_of_date(authorities, first + dt.timedelta(days=1))


def test_a_source_is_unchanged_since_its_version_was_seen_first(instance):
    """Seeing it again makes it no younger."""
    whitelist = dg.AssetKey("authority_whitelist")
    assert unchanged_since(instance, whitelist) is None
    for version in ("1", "2", "2"):
        instance.report_runless_asset_event(
            dg.AssetObservation(whitelist, tags={DATA_VERSION_TAG: version})
        )
    records = instance.fetch_observations(whitelist, limit=3).records
    since = unchanged_since(instance, whitelist)
    assert since == dt.datetime.fromtimestamp(records[1].timestamp, dt.UTC)


def test_every_schedule_runs_by_itself():
    """Nobody has to switch it on."""
    assert {dg.DefaultScheduleStatus.RUNNING} == {one.default_status for one in schedules}
