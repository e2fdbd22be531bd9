import datetime as dt
import hashlib
import io
import os
import shutil
from dataclasses import replace

import dagster as dg
import pytest
from PIL import Image

from evidence import codec
from evidence.inbox import OfficialResult
from evidence.places import Place
from evidence.register import LegalEvent, OfficialRecord, RecordSource
from pipeline.batches import take_batch
from pipeline.definitions import defs
from pipeline.official import taking
from pipeline.official.kept import kept_results
from pipeline.official.sensor import official_results
from pipeline.official.untrusted import RESULT_BYTES
from pipeline.resources import Heyan, LogListeners
from pipeline.runs import execute, register
from pipeline.sensors import changed_rules, inbox
from verifiers.cnipa.files import load_records

NUMBER = "ZL202010430096.0"
RECORD = OfficialRecord(
    NUMBER,
    RecordSource.REVIEWER,
    "cpquery",
    Place("typed in"),
    patent_type="发明",
    title="一种装置",
    inventors=("张立军",),
    patentees=("新乡市公路管理局",),
    application_date="2020-05-20",
    grant_date="2021-06-01",
    legal_status="专利权维持",
    as_of=dt.datetime(2024, 4, 9, 10, 20, tzinfo=dt.timezone(dt.timedelta(hours=8))),
)
ENTERED = dt.datetime(2024, 4, 9, 10, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))
NAME = "查询结果 1.png"


@pytest.fixture
def heyan(desk):
    return Heyan(state=str(desk.state))


def _picture(colour="white"):
    buffer = io.BytesIO()
    Image.new("RGB", (640, 400), colour).save(buffer, "PNG")
    return buffer.getvalue()


def _result(picture, record=RECORD, **changed):
    result = OfficialResult(record, NAME, hashlib.sha256(picture).hexdigest(), "wang", ENTERED)
    return replace(result, **changed)


@pytest.fixture
def hand_in(home):
    """Leaves a result in the inbox as the desk does: the screenshot first."""

    def leave(folder="r-001", result=None, screenshot=None, name=NAME):
        screenshot = _picture() if screenshot is None else screenshot
        place = home.inbox / "_official" / folder
        place.mkdir(parents=True)
        (place / name).write_bytes(screenshot)
        data = codec.encode(OfficialResult, result or _result(screenshot))
        (place / "result.json").write_bytes(data)
        return place

    return leave


def _tick(instance, heyan, cursor=None):
    with dg.build_sensor_context(instance=instance, cursor=cursor) as context:
        return official_results(context, heyan=heyan)


def test_a_typed_in_result_is_kept_with_its_screenshot_and_who_brought_it(
    instance, home, heyan, hand_in
):
    """The record is among the registers, the picture in the store and ready to be shown."""
    folder = hand_in()
    _tick(instance, heyan)
    place = Place(f"official/r-001/{NAME}", 1)
    record = replace(RECORD, place=place, brought_by="wang", brought_at=ENTERED)
    assert [record] == load_records(home.registers)
    kept = kept_results(home, "r-001")
    assert ("wang", ENTERED, (record,)) == (kept.brought_by, kept.brought_at, kept.records)
    assert (home.store / kept.original.upload.sha256[:2]).is_dir()
    (page,) = kept.pages
    assert (640, 400) == (page.width, page.height)
    assert b"\xff\xd8\xff" == (home.state / page.path).read_bytes()[:3]
    assert not folder.exists()


def test_nothing_is_taken_that_the_form_does_not_ask_for(instance, home, heyan, hand_in):
    """No event lifts an ended patent, and nothing is as long as it likes there."""
    more = replace(
        RECORD,
        applicant="A9",
        doubts=("title\x1b",),
        inventors_at_filing=("李" * 5000,),
        inventors_latin=("ZHANG Lijun",),
        events=(LegalEvent("RR01", "2023-01-01", "专利权的恢复"),),
        brought_by="zhao",
        brought_at=ENTERED.replace(year=2020),
    )
    hand_in(result=_result(_picture(), more))
    _tick(instance, heyan)
    place = Place(f"official/r-001/{NAME}", 1)
    record = replace(RECORD, place=place, brought_by="wang", brought_at=ENTERED)
    assert [record] == load_records(home.registers)


def test_a_number_is_kept_in_its_normal_form(instance, home, heyan, hand_in):
    """However the reviewer typed it."""
    hand_in(result=_result(_picture(), replace(RECORD, patent_number="2020 1 0430096.0")))
    _tick(instance, heyan)
    assert [NUMBER] == [record.patent_number for record in load_records(home.registers)]


def test_a_folder_without_its_result_is_still_being_written(instance, home, heyan, hand_in):
    """The screenshot comes first."""
    (hand_in() / "result.json").unlink()
    _tick(instance, heyan)
    assert [] == load_records(home.registers)
    assert [] == list((home.inbox / "_official").glob("*._REFUSED"))


def test_the_folder_of_results_is_no_batch(instance, home, heyan, hand_in):
    """Not even with a marker in it."""
    hand_in()
    (home.inbox / "_official" / "_READY").touch()
    with dg.build_sensor_context(instance=instance) as context:
        assert [] == inbox(context, heyan=heyan).run_requests
    assert [] == list(home.inbox.glob("*._REFUSED"))


def _changed(**fields):
    return lambda: {"result": _result(_picture(), replace(RECORD, **fields))}


REFUSED = {
    "another picture": (lambda: {"screenshot": _picture("red"), "result": _result(_picture())}, "E-OFFICIAL-RESULT"),
    "not by a reviewer": (_changed(source=RecordSource.REVIEW_BODY), "E-OFFICIAL-RESULT"),
    "no number": (_changed(patent_number="zl"), "E-PATNUM"),
    "wrong check digit": (_changed(patent_number="ZL202010430096.1"), "E-OFFICIAL-RESULT"),
    "no date": (_changed(grant_date="去年"), "E-DATE"),
    "too long": (_changed(title="长" * 1001), "E-OFFICIAL-RESULT"),
    "too many": (_changed(inventors=("张立军",) * 201), "E-OFFICIAL-RESULT"),
    "control character": (_changed(title="一种\x1b[31m装置"), "E-OFFICIAL-RESULT"),
    "without zone": (
        lambda: {"result": _result(_picture(), entered_at=ENTERED.replace(tzinfo=None))},
        "E-OFFICIAL-RESULT",
    ),
    "by nobody": (lambda: {"result": _result(_picture(), entered_by=" ")}, "E-OFFICIAL-RESULT"),
    "no official site": (_changed(site="soopat"), "E-OFFICIAL-RESULT"),
    "an export": (_changed(site="export"), "E-OFFICIAL-RESULT"),
    "no time of the query": (_changed(as_of=None), "E-OFFICIAL-RESULT"),
    "asked after it was entered": (
        _changed(as_of=ENTERED + dt.timedelta(minutes=2)),
        "E-OFFICIAL-RESULT",
    ),
    "of a time to come": (
        lambda: {
            "result": _result(
                _picture(),
                replace(RECORD, as_of=ENTERED.replace(year=2099)),
                entered_at=ENTERED.replace(year=2099),
            )
        },
        "E-OFFICIAL-RESULT",
    ),
    "no picture": (
        lambda: {"screenshot": b"PK\x03\x04", "result": _result(b"PK\x03\x04")},
        "E-UNSUPPORTED-TYPE",
    ),
    "damaged picture": (
        lambda: {"screenshot": _picture()[:300], "result": _result(_picture()[:300])},
        "E-IMAGE-DAMAGED",
    ),
    "name leads elsewhere": (
        lambda: {"result": _result(_picture(), screenshot="../../entry.json")},
        "E-OFFICIAL-RESULT",
    ),
    "hidden name": (
        lambda: {"name": ".x.png", "result": _result(_picture(), screenshot=".x.png")},
        "E-OFFICIAL-RESULT",
    ),
    "folder's name": (lambda: {"folder": "r 001"}, "E-OFFICIAL-RESULT"),
}  # fmt: skip


@pytest.mark.parametrize(("make", "code"), REFUSED.values(), ids=REFUSED)
def test_what_does_not_hold_is_refused_with_a_note_and_stays(
    instance, home, heyan, hand_in, make, code
):
    """Nothing of it counts; results beside it go on."""
    folder = hand_in(**make())
    hand_in("r-002")
    _tick(instance, heyan)
    note = folder.with_name(f"{folder.name}._REFUSED").read_text(encoding="utf-8")
    assert code == note.splitlines()[0]
    assert 3 == len(note.splitlines())
    assert (folder / "result.json").is_file()
    assert [f"official/r-002/{NAME}"] == [r.place.upload for r in load_records(home.registers)]


def _linked_screenshot(folder, secret):
    (folder / NAME).unlink()
    (folder / NAME).symlink_to(secret)


def _linked_result(folder, secret):
    (folder / "result.json").rename(secret)
    (folder / "result.json").symlink_to(secret)


def _linked_folder(folder, secret):
    folder.rename(secret)
    folder.symlink_to(secret)


def _strangers(folder, secret):
    (folder / "材料.pdf").write_bytes(b"%PDF-")


def _large(folder, secret):
    with (folder / "result.json").open("ab") as file:
        file.write(b" " * RESULT_BYTES)


def _broken(folder, secret):
    (folder / "result.json").write_bytes(b"{")


def _pipe(folder, secret):
    (folder / NAME).unlink()
    os.mkfifo(folder / NAME)


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (_linked_screenshot, "E-LINK"),
        (_linked_result, "E-LINK"),
        (_linked_folder, "E-LINK"),
        (_pipe, "E-SPECIAL-FILE"),
        (_strangers, "E-OFFICIAL-RESULT"),
        (_large, "E-FILE-TOO-LARGE"),
        (_broken, "E-OFFICIAL-RESULT"),
    ],
)
def test_what_lies_there_in_another_form_is_not_opened(
    instance, home, heyan, hand_in, tmp_path, spoil, code
):
    """Links lead nowhere, a pipe is not waited for, nothing is read without end."""
    folder, secret = hand_in(), tmp_path / "secret.png"
    secret.write_bytes(_picture())
    if spoil is not _linked_screenshot:
        secret.unlink()
    spoil(folder, secret)
    _tick(instance, heyan)
    note = folder.with_name("r-001._REFUSED").read_text(encoding="utf-8")
    assert code == note.splitlines()[0]
    assert [] == load_records(home.registers)


def test_a_refused_result_is_looked_at_again_when_it_is_written_again(
    instance, home, heyan, hand_in
):
    """Once told is enough; mended it is taken, and the note is gone."""
    folder = hand_in(result=_result(_picture(), entered_by=""))
    first = _tick(instance, heyan)
    note = folder.with_name("r-001._REFUSED")
    note.unlink()
    again = _tick(instance, heyan, first.cursor)
    assert not note.exists()
    note.touch()
    (folder / "result.json").write_bytes(codec.encode(OfficialResult, _result(_picture())))
    _tick(instance, heyan, again.cursor)
    assert 1 == len(load_records(home.registers))
    assert [] == list((home.inbox / "_official").iterdir())


@pytest.mark.parametrize("step", ["show_pages", "keep", "append_records", "_remove"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_at_any_step_it_is_made_good_by_the_next_look(
    instance, home, heyan, hand_in, monkeypatch, step, when
):
    """One record, one screenshot, no folder, nothing refused."""
    hand_in()
    done = getattr(taking, step)

    def killed(*arguments):
        if when == "after":
            done(*arguments)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(taking, step, killed)
        with pytest.raises(KeyboardInterrupt):
            _tick(instance, heyan)
    _tick(instance, heyan)
    assert 1 == len(load_records(home.registers))
    assert "wang" == kept_results(home, "r-001").brought_by
    assert [] == list((home.inbox / "_official").iterdir())


def test_what_is_left_of_a_removed_folder_is_swept(instance, home, heyan, hand_in):
    """A process that was killed while it removed one."""
    folder = hand_in()
    shutil.move(folder, folder.with_name(".taken-r-001"))
    _tick(instance, heyan)
    assert [] == list((home.inbox / "_official").iterdir())
    assert [] == load_records(home.registers)


def test_an_id_that_was_used_takes_no_other_result(instance, home, heyan, hand_in):
    """What was taken is never replaced."""
    hand_in()
    _tick(instance, heyan)
    folder = hand_in(result=_result(_picture(), replace(RECORD, title="另一种装置")))
    _tick(instance, heyan)
    note = folder.with_name("r-001._REFUSED").read_text(encoding="utf-8")
    assert note.startswith("E-OFFICIAL-TWICE\n")
    assert ["一种装置"] == [record.title for record in load_records(home.registers)]


def test_a_disk_that_takes_nothing_refuses_nobody(instance, home, heyan, hand_in):
    """The result stays as it is and is taken as soon as there is room."""
    folder = hand_in()
    home.store.write_text("no folder")
    first = _tick(instance, heyan)
    assert (folder / "result.json").is_file()
    assert [folder] == list((home.inbox / "_official").iterdir())
    home.store.unlink()
    _tick(instance, heyan, first.cursor)
    assert 1 == len(load_records(home.registers))


# From the desk's folder to the applicant's case.


def _execute(instance, job, partition):
    progress = {"progress": LogListeners()}
    execute(instance, defs.resolve_job_def(job), partition, {}, progress)


def _computed_again(instance, heyan, cursor):
    """What the daemon runs next, after it ran: assets and shards."""
    with dg.build_sensor_context(instance=instance, cursor=cursor) as context:
        result = changed_rules(context, heyan=heyan)
    job = defs.resolve_job_def("bring_up_to_date")
    ran = []
    for request in result.run_requests:
        alone = job.get_subset(asset_selection=set(request.asset_selection))
        execute(instance, alone, request.partition_key, request.tags, {})
        assets = [key.to_user_string() for key in request.asset_selection]
        ran.append((assets, request.partition_key))
    return ran, result.cursor


def test_the_findings_of_who_claims_the_patent_are_computed_again_and_no_page_is_read(
    instance, home, heyan, hand_in, make_batch
):
    """The look-up is done, another batch is left alone, and the desk can show the screenshot."""
    from review.desk.models import CaseFile
    from review.desk.publishing.case_file import unpacked

    folder = make_batch(files={"uploads/A1/空.png": b""})
    with (folder / "claims.csv").open("a", encoding="utf-8") as table:
        table.write(f"A1,1,5,一种装置,,,,,2021-06-01,,{NUMBER},发明,1\n")
    for batch in (folder, make_batch("other-001", {"B1": "王秀兰"})):
        entry = take_batch(batch, home)
        register(instance, entry)
        _execute(instance, "check_shard", f"{entry.id}-s001")
        _execute(instance, "conclude_batch", entry.id)
    lookups = home.out / "test-001" / "patent_lookups.csv"
    assert NUMBER in lookups.read_text(encoding="utf-8-sig")
    ran, cursor = _computed_again(instance, heyan, None)
    assert [] == ran
    read = (home.records / "readings" / "test-001-s001.jsonl").stat().st_mtime_ns

    hand_in()
    _tick(instance, heyan)
    ran, cursor = _computed_again(instance, heyan, cursor)
    assert [(["patent_register"], "test-001-s001")] == ran
    ran, _ = _computed_again(instance, heyan, cursor)
    assert [(["findings"], "test-001-s001")] == ran
    _execute(instance, "conclude_batch", "test-001")

    assert NUMBER not in lookups.read_text(encoding="utf-8-sig")
    assert read == (home.records / "readings" / "test-001-s001.jsonl").stat().st_mtime_ns
    case = unpacked(CaseFile.objects.get(applicant__number="A1").data)
    path = f"official/r-001/{NAME}"
    assert [path] == [record.place.upload for record in case.records]
    (stored,) = [one for one in case.uploads if one.outcome.upload.path == path]
    assert _picture() == (home.state / stored.path).read_bytes()
    (page,) = [page for page in case.pages if page.upload == path]
    assert (home.state / page.path).is_file()
