import hashlib
import io
import json
import shutil

import pytest
from django.urls import reverse

from evidence import codec
from evidence.inbox import BroughtFiles
from review.desk.case.brought_names import plain_names
from review.desk.models import Event
from review.desk.record.verifying import verify_record

PDF = b"%PDF-1.7 printed"


@pytest.fixture
def bring(client, state, inbox, django_capture_on_commit_callbacks):
    """Sends files by name and bytes: `bring({"查询.pdf": b"…"})`."""

    def make(files, *, by=client, committed=True, follow=False):
        sent = []
        for name, data in files.items() if isinstance(files, dict) else files:
            file = io.BytesIO(data)
            file.name = name
            sent.append(file)
        with django_capture_on_commit_callbacks(execute=committed):
            return by.post(reverse("bring-files"), {"files": sent}, follow=follow)

    return make


def folders(inbox):
    return sorted(one for one in (inbox / "_cnipa").glob("*") if one.is_dir())


def shown(client):
    return client.get(reverse("lookups")).content.decode()


def test_files_lie_in_the_inbox_as_they_came_with_who_brought_them_and_the_marker(
    client, bring, inbox
):
    answer = bring({"查询结果.pdf": PDF, "导出.xlsx": b"PK"})
    assert answer.url == f"{reverse('lookups')}#brought"
    (folder,) = folders(inbox)
    assert {"查询结果.pdf", "导出.xlsx", "import.json", "_READY"} == {
        one.name for one in folder.iterdir()
    }
    assert PDF == (folder / "查询结果.pdf").read_bytes()
    brought = codec.decode(BroughtFiles, (folder / "import.json").read_bytes())
    assert "wang" == brought.brought_by
    assert brought.brought_at.tzinfo is not None
    assert {"brought_by", "brought_at"} == set(json.loads((folder / "import.json").read_bytes()))


def test_the_record_tells_of_every_file_with_its_digest(bring, inbox):
    bring({"查询结果.pdf": PDF})
    event = Event.objects.get(action="official.brought")
    assert ("wang", f"brought/{folders(inbox)[0].name}") == (event.actor, event.subject)
    assert [
        {"name": "查询结果.pdf", "size": len(PDF), "sha256": hashlib.sha256(PDF).hexdigest()}
    ] == json.loads(event.detail)["files"]
    assert verify_record().ok


def test_the_pipeline_sees_nothing_before_the_record_is_committed(client, bring, inbox):
    bring({"a.pdf": PDF}, committed=False)
    (folder,) = folders(inbox)
    assert not (folder / "_READY").exists()
    shown(client)
    assert (folder / "_READY").exists()


def test_the_page_tells_what_became_of_the_files(client, bring, inbox):
    assert "还没有上传过文件" in shown(client)
    bring({"a.pdf": PDF})
    assert "等待识读" in shown(client)
    assert "hx-get" in client.get(reverse("lookups"), {"part": "brought"}).content.decode()
    (folder,) = folders(inbox)
    note = folder.with_name(f"{folder.name}._REFUSED")
    note.write_text("E-A\n不是检索结果。\nNo result.\nE-B\n第二页读不清。\nPage 2.\n")
    told = shown(client)
    assert "有文件未能采用" in told
    assert "不是检索结果。 E-A" in told
    assert "第二页读不清。 E-B" in told
    note.unlink()
    shutil.rmtree(folder)
    told = shown(client)
    assert "已采用" in told
    assert "hx-get" not in client.get(reverse("lookups"), {"part": "brought"}).content.decode()


def test_the_page_tells_what_could_not_be_used_of_files_that_were_taken(client, bring, inbox):
    bring({"a.csv": b"x"})
    (folder,) = folders(inbox)
    shutil.rmtree(folder)
    folder.with_name(f"{folder.name}._NOTES").write_text("E-A\n一行读不清。\nA row.\n" * 25)
    told = shown(client)
    assert "已采用，但不是全部内容" in told
    assert 20 == told.count("一行读不清。 E-A")
    assert "另有 5 条未列出" in told


REFUSED = {
    "nothing": ({}, "E-CNIPA-NONE"),
    "a program": ({"a.pdf": PDF, "setup.exe": b"MZ"}, "E-CNIPA-KIND"),
    "no ending": ({"结果": PDF}, "E-CNIPA-KIND"),
    "an archive": ({"a.zip": b"PK"}, "E-CNIPA-KIND"),
    "an empty file": ({"a.pdf": b""}, "E-CNIPA-SIZE"),
    "too many": ({f"{number}.pdf": PDF for number in range(51)}, "E-CNIPA-MANY"),
}


@pytest.mark.parametrize(("files", "code"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_leaves_nothing(bring, inbox, files, code):
    answer = bring(files)
    assert (422, True) == (answer.status_code, code in answer.content.decode())
    assert [] == folders(inbox)
    assert not Event.objects.filter(action="official.brought").exists()


def test_a_file_above_the_limit_is_refused(bring, inbox, monkeypatch):
    monkeypatch.setattr("review.desk.case.bringing.MOST_BYTES", 10)
    assert "E-CNIPA-SIZE" in bring({"a.pdf": b"x" * 11}).content.decode()
    assert [] == folders(inbox)


def test_more_bytes_than_a_form_may_have_are_never_kept(bring, inbox, settings):
    settings.FORM_FILES_BYTES = 100_000
    answer = bring({"a.pdf": b"x" * 60_000, "b.pdf": b"y" * 60_000})
    assert (422, True) == (answer.status_code, "合计过大" in answer.content.decode())
    assert [] == folders(inbox)


def test_an_inbox_that_cannot_be_written_keeps_nothing_and_says_so(bring, inbox):
    inbox.mkdir(parents=True)
    (inbox / "_cnipa").write_text("a file where the folder should be")
    answer = bring({"a.pdf": PDF})
    assert (503, True) == (answer.status_code, "E-CNIPA-INBOX" in answer.content.decode())
    assert not Event.objects.filter(action="official.brought").exists()


@pytest.mark.parametrize("role", ["auditor", "administrator"])
def test_who_enters_no_results_brings_none(signed_in, bring, inbox, role):
    client = signed_in(role, username="zhao")
    assert 403 == bring({"a.pdf": PDF}, by=client).status_code
    assert [] == folders(inbox)
    assert 'id="bring-files"' not in shown(client)


def test_who_is_limited_to_places_brings_nothing_and_sees_no_names_of_files(
    signed_in, bring, inbox
):
    bring({"李四的专利.pdf": PDF})
    county = signed_in("reviewer", username="zhao", regions=["辉县市"])
    assert 403 == bring({"他县的专利.pdf": PDF}, by=county).status_code
    assert 1 == len(folders(inbox))
    assert 1 == Event.objects.filter(action="official.brought").count()
    for told in (
        shown(county),
        county.get(reverse("lookups"), {"part": "brought"}).content.decode(),
    ):
        assert "李四的专利" not in told
        assert 'id="bring-files"' not in told


def test_two_files_of_one_name_are_both_kept(bring, inbox):
    bring([("a.pdf", PDF), ("A.pdf", b"%PDF other")])
    (folder,) = folders(inbox)
    assert {"a.pdf", "A~2.pdf"} <= {one.name for one in folder.iterdir()}


HOSTILE = {
    "../../etc/passwd.pdf": "passwd.pdf",
    "C:\\Users\\wang\\查询.pdf": "查询.pdf",
    "import.json": "import~2.json",
    "_READY": "f_READY",
    ".hidden.pdf": "f.hidden.pdf",
    "a\x00b\x1bc.pdf": "a_b_c.pdf",
    "photo\u202efdp.png": "photo_fdp.png",
    "": "f",
    "..": "f",
    "a.pdf. . ": "a.pdf",
    "a<b>|c?.pdf": "a_b__c_.pdf",
    "\ud800.pdf": "_.pdf",
}


@pytest.mark.parametrize(("name", "plain"), HOSTILE.items(), ids=ascii)
def test_a_hostile_name_becomes_a_plain_one(name, plain):
    (found,) = plain_names([name], ["import.json", "_READY"])
    # A replaced first character may itself be one that the inbox keeps for itself.
    assert found in {plain, f"f{plain}"}
    assert not found.startswith((".", "_"))


def test_a_long_name_keeps_its_ending_and_fits_a_disk():
    (found,) = plain_names(["专利" * 200 + ".pdf"])
    assert found.endswith("利.pdf")
    assert len(found.encode()) <= 150
