"""What the daemon computes again after a change, executed as it would be."""

import json
import shutil

import dagster as dg
import pytest
from dagster._core.storage.tags import ASSET_PARTITION_RANGE_END_TAG

from evidence.places import Place
from evidence.register import OfficialRecord, RecordSource
from pipeline.accepted import accept_known_warnings
from pipeline.batches import remember, take_batch
from pipeline.definitions import defs
from pipeline.home import repository
from pipeline.partitions import run_partitions
from pipeline.planning import foundations
from pipeline.resources import Heyan, LogListeners
from pipeline.runs import batch_lock, execute, register
from pipeline.sensors import changed_rules, finished_shards, rules_watch
from verifiers.cnipa.files import append_records

CLAIMED, OTHER = "ZL202010430096.0", "ZL201921234567.X"
ONE, ANOTHER = "test-001-s001", "test-002-s001"
NOTICE = "xinxiang-2024-22"


def _record(number):
    place = Place("cnipa/results.csv")
    return OfficialRecord(number, RecordSource.REVIEW_BODY, "export", place)


@pytest.fixture
def packages(tmp_path, monkeypatch):
    """The code as it is installed, to be changed; a new process finds it as it then is."""
    copy = tmp_path / "installed"
    for name in ("evidence", "verifiers", "extractors"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(repository() / name, copy / name, ignore=ignored)

    def now():
        return foundations.foundations(copy)

    for module in ("pipeline.planning.look", "pipeline.sensors", "pipeline.sources"):
        monkeypatch.setattr(f"{module}.foundations", now)
    return copy


class Installation:
    """Two batches that were checked, and the daemon over them."""

    def __init__(self, instance, home, packages, monkeypatch):
        self.instance, self.heyan = instance, Heyan(state=str(home.state))
        self.packages = packages
        self.cursors, self._patch = {}, monkeypatch

    def change(self, path, added="\n# changed\n"):
        file = self.packages / path
        file.write_text(file.read_text(encoding="utf-8") + added, encoding="utf-8")

    def restart(self):
        """Runs are processes of their own: they find the files as they are now."""
        now = foundations.foundations(self.packages)
        self._patch.setattr(foundations, "OF_THIS_PROCESS", now)

    def tick(self, sensor=changed_rules):
        cursor = self.cursors.get(sensor.name)
        with dg.build_sensor_context(instance=self.instance, cursor=cursor) as context:
            result = sensor(context, heyan=self.heyan)
        self.cursors[sensor.name] = result.cursor or cursor
        return result

    def daemon(self):
        """Ticks and runs until nothing is asked for; the steps of each shard in order."""
        self.restart()
        steps = []
        while requests := self.tick().run_requests:
            for request in requests:
                run = self._run(request)
                made = [
                    event.step_key
                    for event in self.instance.all_logs(run.run_id)
                    if event.dagster_event and event.dagster_event.is_step_success
                ]
                steps.append((made, list(run_partitions(self.instance, run))))
        return steps

    def _run(self, request):
        job = defs.resolve_implicit_global_asset_job_def()
        chosen = job.get_subset(asset_selection=set(request.asset_selection))
        result = chosen.execute_in_process(
            instance=self.instance,
            partition_key=request.partition_key,
            tags=request.tags,
            run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
        )
        return result.dagster_run


@pytest.fixture(scope="module")
def checked(tmp_path_factory, install, make_batch_in):
    """The state of an installation whose two batches were checked; made once, copied often."""
    accept_known_warnings()
    root = tmp_path_factory.mktemp("checked")
    with pytest.MonkeyPatch.context() as patch:
        home = install(root, patch)
        with dg.DagsterInstance.get() as instance:
            for batch in ("test-001", "test-002"):
                folder = make_batch_in(batch, files={"uploads/A1/空.png": b""}, folder=root)
                if batch == "test-001":
                    with (folder / "claims.csv").open("a", encoding="utf-8") as table:
                        table.write(f"A1,1,5,一种装置,,,,,2021-06-01,,{CLAIMED},发明,1\n")
                check(instance, take_batch(folder, home))
    return home.state


def check(instance, entry):
    register(instance, entry)
    job, resources = defs.resolve_job_def("check_shard"), {"progress": LogListeners()}
    execute(instance, job, f"{entry.id}-s001", {}, resources)


@pytest.fixture
def installation(checked, home, packages, monkeypatch):
    shutil.copytree(checked, home.state, dirs_exist_ok=True)
    with dg.DagsterInstance.get() as instance:
        yield Installation(instance, home, packages, monkeypatch)


def test_nothing_is_computed_again_where_nothing_changed(installation):
    assert [] == installation.tick().run_requests


def test_a_changed_notice_judges_again_in_one_run_and_reads_nothing(installation):
    """And once only: what rests on it says so."""
    installation.change(f"verifiers/notices/{NOTICE}.yaml")
    assert [(["findings"], [ONE, ANOTHER])] == installation.daemon()


def test_a_notice_concerns_only_the_batches_that_it_judges(installation):
    """Another city's changes nothing here, and neither does a new one that comes later."""
    notices = installation.packages / "verifiers/notices"
    text = (notices / f"{NOTICE}.yaml").read_text(encoding="utf-8")
    (notices / "kaifeng-2099-1.yaml").write_text(
        text.replace("issued: 2024-03-15", "issued: 2099-03-15"), encoding="utf-8"
    )
    assert [] == installation.daemon()


def test_a_changed_whitelist_judges_every_shard_again(installation):
    installation.change("verifiers/authorities/authorities.yaml")
    assert [(["findings"], [ONE, ANOTHER])] == installation.daemon()


def test_an_upgrade_of_the_rules_renews_register_and_findings(installation):
    installation.change("verifiers/verdict.py")
    steps = ["patent_register", "findings"]
    assert [(steps, [ONE]), (steps, [ANOTHER])] == installation.daemon()


def test_an_upgrade_of_extraction_stops_where_the_records_come_out_the_same(installation):
    """Documents are found again in stored readings; nobody is judged again for it."""
    installation.change("extractors/documents/awards.py")
    for steps, _ in installation.daemon():
        assert {"upload_outcomes", "documents", "applications", "patent_register"} == set(steps)


def test_documents_that_come_out_otherwise_are_judged_again(installation, monkeypatch):
    """Though no rule changed."""
    from evidence.documents import Document, DocumentKind

    found = [Document("uploads/A1/空.png", DocumentKind.OTHER, (1,), ())]
    monkeypatch.setattr("pipeline.assets.intake.documents_of", lambda *_: found)
    installation.change("extractors/documents/awards.py")
    first, second, third = installation.daemon()
    assert {"documents", "applications", "patent_register"} < {*first[0]} == {*second[0]}
    assert (["findings"], [ONE, ANOTHER]) == third


def test_another_recipe_reads_nothing_by_itself(installation, monkeypatch):
    """Reading a season takes days: an operator starts it."""
    monkeypatch.setattr("extractors.reading.page.RECIPE", 1_000)
    assert [] == installation.daemon()


def test_readings_that_an_operator_had_made_again_are_followed_by_the_rest(
    installation, monkeypatch
):
    """A backfill of readings in the UI is enough."""
    from evidence.readings import UploadReading

    other = [UploadReading("ab" * 32, "another recipe", ())]
    shard = type("Shard", (), {"readings": other, "progress": None})
    monkeypatch.setattr("pipeline.assets.intake.read_shard", lambda *_: shard)
    monkeypatch.setattr("pipeline.assets.intake.figures.of_readings", lambda *_: {})
    monkeypatch.setattr("pipeline.resources.ProgressFiles.read", lambda *_: None)
    job = defs.resolve_implicit_global_asset_job_def()
    alone = job.get_subset(asset_selection={dg.AssetKey("readings")})
    execute(installation.instance, alone, ONE, {}, {"progress": LogListeners()})
    ((steps, shards),) = installation.daemon()
    assert ({"upload_outcomes", "page_images", "documents"}, [ONE]) == (set(steps), shards)


def test_a_result_renews_the_register_of_those_who_claim_the_patent(installation, home):
    """Findings follow where the register says something new, and nowhere else."""
    append_records(home.registers, [_record(OTHER)])
    assert [] == installation.daemon()
    append_records(home.registers, [_record(CLAIMED)])
    assert [(["patent_register"], [ONE]), (["findings"], [ONE])] == installation.daemon()


def test_what_the_command_line_judged_is_not_judged_once_more(installation):
    """Whoever judged: what matters is by which rules."""
    installation.change(f"verifiers/notices/{NOTICE}.yaml")
    installation.restart()
    for shard in (ONE, ANOTHER):
        execute(installation.instance, defs.resolve_job_def("judge_shard"), shard, {}, {})
    assert [] == installation.tick().run_requests


def test_a_run_that_fails_is_asked_for_once_and_again_after_the_next_change(
    installation, monkeypatch
):
    """A broken notice must not start runs without end; what was judged stays as it is."""
    installation.change(f"verifiers/notices/{NOTICE}.yaml")
    assert 1 == len(installation.tick().run_requests)
    assert [] == installation.tick().run_requests
    installation.cursors["changed_rules"] = json.dumps(
        ["", json.loads(installation.cursors["changed_rules"])[1]]
    )
    assert [] == installation.tick().run_requests
    installation.change(f"verifiers/notices/{NOTICE}.yaml", "\n# mended\n")
    assert [(["findings"], [ONE, ANOTHER])] == installation.daemon()


def test_rules_changed_back_and_forth_judge_each_time(installation):
    """The run key of the second time is another than that of the first."""
    path = f"verifiers/notices/{NOTICE}.yaml"
    before = (installation.packages / path).read_text(encoding="utf-8")
    keys = []
    for _ in range(2):
        installation.change(path)
        keys += [request.run_key for request in installation.tick().run_requests]
        installation.cursors.clear()
        installation.daemon()
        (installation.packages / path).write_text(before, encoding="utf-8")
        installation.daemon()
    assert 2 == len(set(keys))


def test_a_batch_that_somebody_works_on_is_left_alone_meanwhile(installation, home):
    """By the command line, or by a run."""
    installation.change(f"verifiers/notices/{NOTICE}.yaml")
    with batch_lock(home.locks, "test-001", lambda: None):
        (request,) = installation.tick().run_requests
        assert ANOTHER == request.partition_key
    waiting = dg.DagsterRun(
        job_name="check_shard",
        tags={"dagster/partition": ONE},
        status=dg.DagsterRunStatus.STARTED,
    )
    installation.instance.add_run(waiting)
    assert [] == installation.tick().run_requests
    installation.instance.delete_run(waiting.run_id)
    assert [ONE] == [one.partition_key for one in installation.tick().run_requests]


def test_files_that_wait_to_be_read_keep_a_shard_from_being_judged(installation, home, make_batch):
    """Half of what was handed in judges nobody."""
    entry = take_batch(make_batch("test-003", files={"uploads/A1/空.png": b""}), home)
    check(installation.instance, entry)
    source = home.state.parent / "batches/test-003/uploads/A1/新.png"
    source.write_bytes(b"\x89PNG new")
    remember(home, take_batch(source.parents[2], home))
    job = defs.resolve_implicit_global_asset_job_def()
    alone = job.get_subset(asset_selection={dg.AssetKey("uploads")})
    execute(installation.instance, alone, "test-003-s001", {}, {})
    installation.change(f"verifiers/notices/{NOTICE}.yaml")
    assert [(["findings"], [ONE, ANOTHER])] == installation.daemon()


def test_a_batch_is_concluded_when_none_of_its_shards_rests_on_older_rules(installation):
    """No roster is made of old and new rules."""
    installation.change(f"verifiers/notices/{NOTICE}.yaml")
    assert [] == installation.tick(finished_shards).run_requests
    installation.daemon()
    requested = installation.tick(finished_shards).run_requests
    assert ["test-001", "test-002"] == [request.partition_key for request in requested]


def test_more_shards_than_one_run_may_hold_are_several_runs(installation, monkeypatch):
    monkeypatch.setattr("pipeline.planning.work.SHARDS_A_RUN", 1)
    installation.change(f"verifiers/notices/{NOTICE}.yaml")
    requests = installation.tick().run_requests
    assert [ONE, ANOTHER] == [request.partition_key for request in requests]
    assert not any(ASSET_PARTITION_RANGE_END_TAG in request.tags for request in requests)


def test_the_lineage_notes_a_version_once_and_by_shard_where_it_concerns_shards(
    installation,
):
    """A source's version of one shard is another's business only where both rest on it."""

    def noted():
        events = installation.tick(rules_watch).asset_events
        for event in events:
            installation.instance.report_runless_asset_event(event)
        return [(event.asset_key.to_user_string(), event.partition) for event in events]

    noted()
    assert [] == noted()
    installation.change(f"verifiers/notices/{NOTICE}.yaml")
    assert [("notice_rules", ONE), ("notice_rules", ANOTHER)] == noted()
    installation.change("verifiers/verdict.py")
    assert [("rule_code", None)] == noted()
