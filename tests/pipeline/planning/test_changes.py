"""What the daemon computes again after a change, executed as it would be."""

from dataclasses import replace

import dagster as dg
import pytest
from dagster._core.definitions.data_version import DATA_VERSION_TAG
from dagster._core.storage.tags import ASSET_PARTITION_RANGE_END_TAG

from evidence.places import Place
from evidence.register import OfficialRecord, RecordSource
from pipeline.batches import ShardPlan, remember, take_batch
from pipeline.definitions import defs
from pipeline.planning.work import Work, look_at, runs_for
from pipeline.progress_files import ProgressFiles
from pipeline.rejudging import concerned_batch, judge_again
from pipeline.resources import LogListeners
from pipeline.runs import batch_lock, execute, register
from pipeline.sensors import finished_shards, rules_watch
from verifiers.cnipa.files import append_records

CLAIMED, OTHER = "ZL202010430096.0", "ZL201921234567.X"
ONE, ANOTHER = "test-001-s001", "test-002-s001"
NOTICE = "xinxiang-2024-22"


def _record(number):
    place = Place("cnipa/results.csv")
    return OfficialRecord(number, RecordSource.REVIEW_BODY, "export", place)


def test_nothing_is_computed_again_where_nothing_changed(installation):
    assert [] == installation.tick().run_requests


def test_what_an_earlier_version_of_the_sensor_noted_is_forgotten(installation):
    """An upgrade finds a cursor of another form, and looks as if for the first time."""
    installation.cursors["changed_rules"] = "0eJztV9tu3DYQ"
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


@pytest.mark.parametrize(
    "path", ["pipeline/stages/register.py", "pipeline/official/kept.py", "pipeline/batches.py"]
)
def test_an_upgrade_of_the_stages_computes_again_all_that_they_decide(installation, path):
    """They bring the evidence together, say whose an official record is and when a batch came."""
    installation.change(path)
    ((first, _), (second, _)) = installation.daemon()
    assert {"documents", "applications", "patent_register", "findings"} < {*first}
    assert first == second


def test_an_upgrade_of_extraction_stops_where_the_records_come_out_the_same(installation):
    """Documents are found again in stored readings; nobody is judged again for it."""
    installation.change("extractors/documents/awards.py")
    for steps, _ in installation.daemon():
        assert {"upload_outcomes", "documents", "applications", "patent_register"} == set(steps)


def test_documents_that_come_out_otherwise_are_judged_again(installation, monkeypatch):
    """Though no rule changed."""
    from evidence.documents import Document, DocumentKind

    found = [Document("uploads/A1/空.png", "ab" * 32, DocumentKind.OTHER, (1,))]
    monkeypatch.setattr("pipeline.assets.intake.documents_of", lambda *_: found)
    installation.change("extractors/documents/awards.py")
    first, second, third = installation.daemon()
    assert {"documents", "applications", "patent_register"} < {*first[0]} == {*second[0]}
    assert (["findings"], [ONE, ANOTHER]) == third


def test_another_recipe_reads_nothing_by_itself(installation, monkeypatch):
    """Reading a season takes days: an operator starts it."""
    monkeypatch.setattr("extractors.reading.page.RECIPE", 1_000)
    assert [] == installation.daemon()


def test_readings_that_an_operator_had_made_again_are_followed_by_the_rest(installation):
    """A backfill of readings in the UI is enough."""
    other = {DATA_VERSION_TAG: "read otherwise"}
    event = dg.AssetMaterialization("readings", partition=ONE, tags=other)
    installation.instance.report_runless_asset_event(event)
    ((steps, shards),) = installation.daemon()
    assert ({"upload_outcomes", "page_images", "documents"}, [ONE]) == (set(steps), shards)


def test_a_result_renews_the_register_of_those_who_claim_the_patent(installation, home):
    """Findings follow where the register says something new, and nowhere else."""
    append_records(home.registers, [_record(OTHER)])
    assert [] == installation.daemon()
    append_records(home.registers, [_record(CLAIMED)])
    assert [(["patent_register"], [ONE]), (["findings"], [ONE])] == installation.daemon()


def test_a_register_that_came_while_it_was_judged_by_the_last_is_not_taken_for_known(
    installation, home, monkeypatch
):
    """A run over many shards reads late and writes at the end; what it wrote may be older."""
    from pipeline.assets import judging

    judge, judging_once = defs.resolve_job_def("judge_shard"), judging.findings_of_shard

    def first_another_judges(*arguments):
        monkeypatch.setattr(judging, "findings_of_shard", judging_once)
        found = judging_once(*arguments)
        append_records(home.registers, [_record(CLAIMED)])
        execute(installation.instance, judge, ONE, {}, {})
        return found

    monkeypatch.setattr(judging, "findings_of_shard", first_another_judges)
    alone = judge.get_subset(asset_selection={dg.AssetKey("findings")})
    execute(installation.instance, alone, ONE, {}, {})
    assert ["findings"] == _stale(installation, ONE)
    concerned = concerned_batch(home, installation.instance, [CLAIMED], "test-001")
    assert (ONE,) == concerned.behind
    execute(installation.instance, alone, ONE, {}, {})
    assert [] == _stale(installation, ONE)


def test_findings_that_came_while_a_batch_was_decided_by_the_last_are_decided_on(
    installation, home, desk, monkeypatch
):
    """Of several machines one judges again while another concludes: its rosters come last."""
    from pipeline.assets import concluding

    instance, conclude_once = installation.instance, concluding.conclude

    def meanwhile_another_judges(*arguments):
        monkeypatch.setattr(concluding, "conclude", conclude_once)
        decided = list(conclude_once(*arguments))
        execute(instance, defs.resolve_job_def("judge_shard"), ONE, {}, {})
        return iter(decided)

    def wanted():
        asked = installation.tick(finished_shards).run_requests
        return [one.partition_key for one in asked if one.partition_key == "test-001"]

    def is_undecided():
        return concerned_batch(home, instance, [CLAIMED], "test-001").undecided

    monkeypatch.setattr(concluding, "conclude", meanwhile_another_judges)
    conclude = defs.resolve_job_def("conclude_batch")
    execute(instance, conclude, "test-001", {}, {})
    assert (["test-001"], True) == (wanted(), is_undecided())
    execute(instance, conclude, "test-001", {}, {})
    assert ([], False) == (wanted(), is_undecided())


def _stale(installation, shard):
    look = look_at(installation.heyan.home, installation.instance)
    states = (state for entry in look.batches() for state in look.states(entry))
    return next(list(state.stale) for state in states if state.key == shard)


def test_what_the_command_line_judged_is_not_judged_once_more(installation):
    """Whoever judged: what matters is by which rules."""
    installation.change(f"verifiers/notices/{NOTICE}.yaml")
    installation.restart()
    for shard in (ONE, ANOTHER):
        execute(installation.instance, defs.resolve_job_def("judge_shard"), shard, {}, {})
    assert [] == installation.tick().run_requests


def test_what_fails_is_tried_once_more_alone_and_then_left_to_a_person(installation):
    """A broken notice must not start runs without end; what was judged stays as it is."""
    installation.change(f"verifiers/notices/{NOTICE}.yaml")
    (together,) = installation.tick().run_requests
    assert ANOTHER == together.tags[ASSET_PARTITION_RANGE_END_TAG]
    assert [ONE, ANOTHER] == [one.partition_key for one in installation.tick().run_requests]
    assert [] == installation.tick().run_requests
    assert [] == installation.tick().run_requests
    installation.change(f"verifiers/notices/{NOTICE}.yaml", "\n# mended\n")
    assert [(["findings"], [ONE, ANOTHER])] == installation.daemon()


def test_rules_that_failed_and_are_put_in_force_again_are_asked_for_anew(installation):
    """Dagster skips a run whose key it knows."""
    file = installation.packages / f"verifiers/notices/{NOTICE}.yaml"
    before, keys = file.read_bytes(), []
    for _ in range(2):
        installation.change(f"verifiers/notices/{NOTICE}.yaml")
        for _ in range(2):
            keys += [one.run_key for one in installation.tick().run_requests]
        file.write_bytes(before)
        assert [] == installation.tick().run_requests
    assert 6 == len(keys) == len(set(keys))


def test_rules_changed_back_and_forth_judge_each_time():
    """The run key of the second time is another than that of the first."""
    first = Work(("findings",), "same", "a notice", places=(1,))
    second = replace(first, places=(2,))
    keys = {run.key for one in (first, second) for run in runs_for({ONE: one}, [ONE])}
    assert 2 == len(keys)


def test_runs_take_neighbours_alike_and_no_more_than_one_may_hold(monkeypatch):
    """A range skips no shard, and what failed together is tried apart."""
    monkeypatch.setattr("pipeline.planning.work.SHARDS_A_RUN", 2)
    alike = Work(("findings",), "t", "a notice", places=(1,))
    several = Work(("patent_register", "findings"), "t", "rule_code", places=(1,))
    alone = replace(alike, alone=True)
    order = ["a", "b", "c", "d", "e", "f", "g", "h"]
    work = dict.fromkeys("abcdh", alike) | {"e": several, "f": alone, "g": alone}
    del work["b"]
    assert [("a",), ("c", "d"), ("e",), ("f",), ("g",), ("h",)] == [
        run.shards for run in runs_for(work, order)
    ]


def test_a_batch_that_somebody_works_on_is_left_alone_meanwhile(installation, home):
    """By the command line, or by a run; afterwards it has its turn."""

    def asked():
        return [one.partition_key for one in installation.tick().run_requests]

    installation.change(f"verifiers/notices/{NOTICE}.yaml")
    with batch_lock(home.locks, "test-001", lambda: None):
        assert [ANOTHER] == asked()
    status, tags = dg.DagsterRunStatus.STARTED, {"dagster/partition": ONE}
    working = dg.DagsterRun(job_name="check_shard", tags=tags, status=status)
    installation.instance.add_run(working)
    assert ONE not in asked()
    installation.instance.delete_run(working.run_id)
    assert [ONE] == asked()


def test_files_that_wait_to_be_read_keep_a_shard_from_being_judged(installation, home, make_batch):
    """Half of what was handed in judges nobody."""
    entry = take_batch(make_batch("test-003", files={"uploads/A1/空.png": b""}), home)
    installation.check(entry)
    source = home.state.parent / "batches/test-003/uploads/A1/新.png"
    source.write_bytes(b"\x89PNG new")
    remember(home, take_batch(source.parents[2], home))
    job = defs.resolve_implicit_global_asset_job_def()
    alone = job.get_subset(asset_selection={dg.AssetKey("uploads")})
    execute(installation.instance, alone, "test-003-s001", {}, {})
    installation.change(f"verifiers/notices/{NOTICE}.yaml")
    assert [(["findings"], [ONE, ANOTHER])] == installation.daemon()
    assert ["test-001", "test-002"] == [
        request.partition_key for request in installation.tick(finished_shards).run_requests
    ]


def test_a_result_decides_a_batch_when_all_its_shards_rest_on_the_rules_of_now(
    installation, home, desk
):
    """No roster is made of old and new rules; where files wait to be read, of none."""
    instance, told = installation.instance, ProgressFiles(home, print)
    execute(instance, defs.resolve_job_def("conclude_batch"), "test-001", {}, {})
    append_records(home.registers, [_record(CLAIMED)])
    concerned = concerned_batch(home, instance, [CLAIMED], "test-001")
    entry = concerned.entry
    two = replace(entry, shards=entry.shards | {"test-001-s002": ShardPlan((), ())})
    remember(home, two)
    register(instance, two)
    check = defs.resolve_job_def("check_shard")
    execute(instance, check, "test-001-s002", {}, {"progress": LogListeners()})
    installation.change(f"verifiers/notices/{NOTICE}.yaml")
    installation.restart()
    concerned = replace(concerned, entry=two, behind=(ONE,), undecided=True)
    assert judge_again(home, instance, concerned, told)
    assert [] == _stale(installation, "test-001-s002")
    other = {DATA_VERSION_TAG: "other files"}
    event = dg.AssetMaterialization("uploads", partition="test-001-s002", tags=other)
    instance.report_runless_asset_event(event)
    again = replace(concerned, behind=(), undecided=True)
    assert not judge_again(home, instance, again, told)


def _judged_again(installation, home, *, behind=()):
    """Who claims the patent judged again as by an import; the jobs that ran for it."""
    instance, told = installation.instance, ProgressFiles(home, print)
    before = {run.run_id for run in instance.get_runs()}
    concerned = concerned_batch(home, instance, [CLAIMED], "test-001")
    done = judge_again(home, instance, replace(concerned, behind=behind, undecided=True), told)
    return done, {run.job_name for run in instance.get_runs() if run.run_id not in before}


def test_a_result_that_comes_before_a_conclusion_leaves_out_nothing_of_it(installation, home, desk):
    """New papers were judged, but not compared across applicants yet: a decision alone never is."""
    conclude = defs.resolve_job_def("conclude_batch")
    execute(installation.instance, conclude, "test-001", {}, {})
    append_records(home.registers, [_record(CLAIMED)])
    assert (True, {"judge_shard", "decide_batch"}) == _judged_again(
        installation, home, behind=(ONE,)
    )
    (entry,) = [one for one in look_at(home, installation.instance).batches() if ONE in one.shards]
    installation.check(entry)
    assert (True, {"judge_shard", "conclude_batch"}) == _judged_again(
        installation, home, behind=(ONE,)
    )


def test_a_result_decides_no_batch_of_which_a_check_failed(installation, home, desk):
    """Its files were not all taken: the daemon would not conclude it either."""
    conclude = defs.resolve_job_def("conclude_batch")
    execute(installation.instance, conclude, "test-001", {}, {})
    append_records(home.registers, [_record(CLAIMED)])
    status, tags = dg.DagsterRunStatus.FAILURE, {"dagster/partition": ONE}
    failed = dg.DagsterRun(job_name="check_shard", tags=tags, status=status)
    installation.instance.add_run(failed)
    assert (False, {"judge_shard"}) == _judged_again(installation, home, behind=(ONE,))


def test_a_batch_is_concluded_when_none_of_its_shards_rests_on_older_rules(installation):
    """No roster is made of old and new rules."""
    installation.change(f"verifiers/notices/{NOTICE}.yaml")
    assert [] == installation.tick(finished_shards).run_requests
    installation.daemon()
    requested = installation.tick(finished_shards).run_requests
    assert ["test-001", "test-002"] == [request.partition_key for request in requested]


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
