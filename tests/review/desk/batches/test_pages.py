import datetime as dt
import re
from dataclasses import replace

import pytest

from evidence import codec
from evidence.errors import Problem
from evidence.inbox import Progress, Stage
from evidence.uploads import UploadOutcome, UploadStatus
from review.desk.models import Batch, Event, Item
from tests.review.desk.batches.conftest import Sender
from tests.review.desk.cases import batch, case, passed

KEY = "xinxiang-2024-001"
OTHER = "xinxiang-2024-002"


def tell(places, stage, key=KEY, **values):
    progress = Progress(key, stage, dt.datetime.now(dt.UTC), **values)
    (places.state / "progress" / f"{key}.json").write_bytes(codec.encode(Progress, progress))


def lay(places, key=KEY, note=""):
    (places.inbox / key / "uploads").mkdir(parents=True)
    (places.inbox / key / "_READY").touch()
    if note:
        (places.inbox / f"{key}._REFUSED").write_text(note)


def rows(answer):
    """The table's rows as texts of cells."""
    html = re.search(r"<tbody>(.*?)</tbody>", answer.content.decode(), re.DOTALL)[1]
    cells = [
        re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        for row in re.findall(r"<tr.*?</tr>", html, re.DOTALL)
    ]
    return [[" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in row] for row in cells]


def poll(answer):
    found = re.search(r'hx-get="([^"]+)"', answer.content.decode())
    return found and found[1].replace("&amp;", "&")


@pytest.fixture
def client(signed_in, places):
    return signed_in("reviewer", "operator")


def test_an_empty_desk_says_how_a_batch_gets_in(client):
    assert "还没有批次" in client.get("/batches/").content.decode()


def test_a_published_batch_shows_its_counts(client, published, settings):
    settings.SAMPLE_SHARE = 0
    published(case("XX001"), case("XX002"), passed("XX003"))
    Item.objects.filter(number="XX001").update(state="closed")
    ((key, state, applicants, _, pages, todo, decided, straight, *_),) = rows(
        client.get("/batches/")
    )
    assert (KEY, "✓ 已进入队列") == (key, state)
    assert ("3", "3", "1", "1", "33%") == (applicants, pages, todo, decided, straight)


def test_a_countys_person_sees_the_numbers_of_its_own_applicants_only(
    signed_in, places, published, settings
):
    settings.SAMPLE_SHARE = 0
    client = signed_in("reviewer", regions=["辉县市"])
    published(case("XX001", region="辉县市"), case("XX002"), case("XX003"), passed("XX004"))
    ((_, _, applicants, _, pages, todo, *_),) = rows(client.get("/batches/"))
    assert ("1", "1", "1") == (applicants, pages, todo)
    text = client.get(f"/batches/{KEY}/").content.decode()
    assert "XX002" not in text
    assert ["1", "0", "1"] == re.findall(r"<dd>(\d+)", text)[:3]


def test_a_countys_person_is_not_told_the_whole_batchs_progress_in_numbers(signed_in, places):
    client = signed_in("reviewer", regions=["辉县市"])
    lay(places)
    tell(places, Stage.READING, files=812, applicants=203, pages_done=431, pages_known=1207)
    for path in ("/batches/", f"/batches/{KEY}/"):
        text = client.get(path).content.decode()
        assert "正在识读 35%" in " ".join(text.split())
        assert not re.search(r"\b(812|203|431|1207)\b", text)


def test_what_needs_somebody_stands_first_and_says_what_to_do(client, places, published):
    published(case("XX001"), key=OTHER)
    lay(places)
    tell(places, Stage.READING, pages_done=1, pages_known=4)
    lay(places, "bad-1", "E-BATCH-EMPTY\n没有内容，请整理后重新提交。\nempty\n")
    lay(places, "bad-2")
    tell(places, Stage.FAILED, "bad-2", message_zh="内存不足，请再试。", message_en="no memory")
    found = rows(client.get("/batches/"))
    assert {"bad-1", "bad-2"} == {row[0] for row in found[:2]}
    assert [KEY, OTHER] == [row[0] for row in found[2:]]
    texts = {row[0]: row[1] for row in found}
    assert "没有内容，请整理后重新提交。 E-BATCH-EMPTY" in texts["bad-1"]
    assert "内存不足，请再试。" in texts["bad-2"]
    assert "2 个批次需要人处理" in " ".join(client.get("/batches/").content.decode().split())


def test_a_name_that_is_no_batch_id_is_shown_and_leads_nowhere(client, places):
    lay(places, "新乡 2024", "E-BATCH-ID\n请重命名。\nrename\n")
    text = client.get("/batches/").content.decode()
    assert "新乡 2024" in text
    assert "data-href" not in text


def test_a_batch_of_the_inboxs_own_folders_is_none(client, places):
    for name in ("_official", "_replaced", ".incoming-1"):
        (places.inbox / name).mkdir()
    (places.inbox / "note.txt").touch()
    assert "还没有批次" in client.get("/batches/").content.decode()


def test_a_page_looks_again_only_while_something_is_on_its_way(client, places, published):
    published(case("XX001"))
    for path in ("/batches/", f"/batches/{KEY}/"):
        assert poll(client.get(path)) is None
    lay(places)
    for path in ("/batches/", f"/batches/{KEY}/"):
        assert poll(client.get(path)).startswith("/batches")


@pytest.mark.parametrize("path", ["/batches/", f"/batches/{KEY}/"])
def test_nothing_is_sent_again_that_did_not_change(client, places, path):
    lay(places)
    tell(places, Stage.READING, pages_done=10, pages_known=100)
    again = poll(client.get(path))
    assert 204 == client.get(again).status_code
    tell(places, Stage.READING, pages_done=11, pages_known=100)
    changed = client.get(again)
    assert "11%" in changed.content.decode()
    assert "hx-swap-oob" not in changed.content.decode(), "10 % was said before"
    tell(places, Stage.READING, pages_done=20, pages_known=100)
    assert "正在识读 20%" in client.get(poll(changed)).content.decode().split("hx-swap-oob")[1]


def test_a_batchs_page_is_loaded_anew_once_the_batch_is_there(client, places, published):
    lay(places)
    tell(places, Stage.JUDGED)
    again = poll(client.get(f"/batches/{KEY}/"))
    published(case("XX001"))
    tell(places, Stage.PUBLISHED)
    answer = client.get(again)
    assert "true" == answer.headers["HX-Refresh"]
    assert poll(answer) is None


def test_a_batch_that_nobody_knows_has_no_page(client):
    assert 404 == client.get("/batches/unknown/").status_code


def test_trying_again_touches_the_marker_and_is_in_the_record(client, places):
    lay(places)
    tell(places, Stage.FAILED, message_zh="坏", message_en="bad")
    marker = places.inbox / KEY / "_READY"
    before = marker.stat().st_mtime_ns
    assert "再试一次" in client.get(f"/batches/{KEY}/").content.decode()
    assert 302 == client.post(f"/batches/{KEY}/try-again/").status_code
    assert before < marker.stat().st_mtime_ns
    assert [("batch.tried_again", "wang", KEY)] == list(
        Event.objects.values_list("action", "actor", "batch")
    )
    assert "等待处理" in client.get(f"/batches/{KEY}/").content.decode()


@pytest.mark.parametrize("key", ["unknown", "x-s001"])
def test_what_does_not_lie_in_the_inbox_cannot_be_tried_again(client, key):
    assert 404 == client.post(f"/batches/{key}/try-again/").status_code


def test_an_unfinished_upload_is_shown_with_how_far_it_is(client, places, signed_in):
    sender = Sender(signed_in("operator", username="zhao"))
    sender.begin(KEY)
    files = [("uploads/A/1.jpg", b"x" * 60), ("uploads/A/2.jpg", b"x" * 40)]
    named = sender.name(*files).json()["files"]
    sender.listed()
    sender.whole(named[0]["number"], files[0][1])
    sender.piece(named[1]["number"], 0, b"x" * 10)
    ((_, state, *_),) = rows(client.get("/batches/"))
    assert state.startswith("↥ 正在上传 70% zhao审核员")
    assert "未完成的上传" in client.get("/upload/").content.decode()


def test_a_batchs_page_says_who_handed_it_over(client, places, signed_in):
    sender = Sender(signed_in("operator", username="zhao", display_name="赵操作员"))
    done = sender.upload(KEY, [("uploads/A/1.jpg", b"x")]).json()
    text = client.get(f"/batches/{KEY}/").content.decode()
    assert "赵操作员" in text
    assert done["digest"] in text


def unread(number, path, region="市直"):
    one = case(number, region=region)
    upload = replace(one.uploads[0].outcome.upload, path=path)
    problem = Problem("E-BLANK", f"{path} 是空白的。", "blank")
    return one, UploadOutcome(upload, UploadStatus.UNREADABLE, problem)


def test_files_not_read_are_listed_for_whoever_may_see_their_applicant(signed_in, places, db):
    from review.desk.publishing import publish

    found = [unread(f"XX{n:03}", f"uploads/XX{n:03}/坏.jpg") for n in range(25)]
    found.append(unread("XX100", "uploads/XX100/县.jpg", "辉县市"))
    publish(replace(batch(), uploads=tuple(one for _, one in found)), [one for one, _ in found])
    city, county = signed_in("reviewer"), signed_in("reviewer", username="hui", regions=["辉县市"])
    text = city.get(f"/batches/{KEY}/").content.decode()
    assert 20 + 1 == text.count("坏.jpg 是空白的"), "the first twenty, and one as the reason"
    assert 25 == city.get(f"/batches/{KEY}/files/").content.decode().count("坏.jpg 是空白的")
    for path in (f"/batches/{KEY}/", f"/batches/{KEY}/files/"):
        text = county.get(path).content.decode()
        assert "坏.jpg" not in text
        assert "县.jpg 是空白的" in text


def test_old_batches_have_pages_of_their_own(client, places, published, now):
    published(case("XX001"), key="first")
    row = Batch.objects.get()
    for n in range(50):
        row.pk, row.published_at = f"later-{n:02}", now + dt.timedelta(minutes=n + 1)
        row.save(force_insert=True)
    first, second = client.get("/batches/?page=1"), client.get("/batches/?page=2")
    assert ("later-49", 50) == (rows(first)[0][0], len(rows(first)))
    assert ["first"] == [row[0] for row in rows(second)]
    assert ["first"] == [row[0] for row in rows(client.get("/batches/?page=99"))]
    assert 200 == client.get("/batches/?page=x").status_code


def test_the_page_in_english_has_no_chinese_but_names(client, published, places):
    published(case("XX001"))
    session = client.session
    session["language"] = "en"
    session.save()
    for path in ("/batches/", "/upload/"):
        text = re.sub(
            r"<(script|noscript).*?</\1>", "", client.get(path).content.decode(), flags=re.DOTALL
        )
        shown = re.sub(r"<[^>]+>", " ", text)
        shown = shown.replace("中文", "").replace("wang审核员", "").replace("核", "")
        assert [] == re.findall(r"[㐀-鿿]+", shown)
