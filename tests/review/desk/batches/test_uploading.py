import hashlib
import io
import zipfile

import pytest

from review.desk.batches.limits import UploadLimits
from review.desk.models import Event, IncomingBatch, IncomingFile

KEY = "xinxiang-2024-009"
FILES = [
    ("batch.toml", b'review_body = "x"\n'),
    ("applications.csv", "申报编号,姓名\nXX001,张三\n".encode()),
    ("uploads/XX001/奖状.jpg", b"\xff\xd8" + bytes(5000)),
    ("uploads/XX001/附件/2.pdf", b"%PDF-1.7\n"),
]


def tree(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def zipped(*files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path, data in files:
            archive.writestr(path, data)
    return buffer.getvalue()


def codes(answer):
    return [one["refused"] for one in answer.json()["files"]]


def actions():
    return list(Event.objects.order_by("seq").values_list("action", flat=True))


def test_a_folder_arrives_in_the_inbox_as_it_was_with_its_marker(operator, places):
    answer = operator.upload(KEY, FILES)
    assert 200 == answer.status_code
    assert dict(FILES) | {"_READY": b""} == tree(places.inbox / KEY)
    assert [] == list(places.unfinished.iterdir())


def test_a_zip_arrives_with_its_marker_beside_it(operator, places):
    data = zipped(*FILES)
    answer = operator.upload(KEY, [(f"{KEY}.zip", data)], is_zip=True)
    assert 200 == answer.status_code
    assert data == (places.inbox / f"{KEY}.zip").read_bytes()
    assert (places.inbox / f"{KEY}.zip._READY").is_file()


def test_the_record_says_what_was_handed_over(operator, places):
    operator.upload(KEY, FILES)
    lines = "".join(
        f"{hashlib.sha256(data).hexdigest()}  {path}\n"
        for path, data in sorted(FILES, key=lambda one: one[0].encode())
    )
    event = Event.objects.get(action="batch.handed_over")
    assert ["batch.upload_started", "batch.handed_over"] == actions()
    assert ("zhao", KEY) == (event.actor, event.batch)
    assert f'"digest":"{hashlib.sha256(lines.encode()).hexdigest()}"' in event.detail
    assert '"files":4,"kept_as":"","mode":"new"' in event.detail
    assert f'"bytes":{sum(len(data) for _, data in FILES)}' in event.detail


def test_nothing_lies_in_the_inbox_while_a_file_is_missing(operator, places):
    operator.begin(KEY)
    named = operator.name(*FILES).json()["files"]
    operator.listed()
    operator.whole(named[0]["number"], FILES[0][1])
    answer = operator.hand_over()
    assert (409, "E-UPLOAD-UNFINISHED") == (answer.status_code, answer.json()["code"])
    assert [] == list(places.inbox.iterdir())


def test_choosing_the_same_folder_again_sends_only_what_is_missing(operator, places):
    operator.begin(KEY)
    named = operator.name(*FILES).json()["files"]
    operator.listed()
    operator.whole(named[1]["number"], FILES[1][1])
    operator.piece(named[2]["number"], 0, FILES[2][1][:1000])
    operator.begin(KEY)
    again = operator.name(*FILES).json()["files"]
    assert [0, len(FILES[1][1]), 1000, 0] == [one["received"] for one in again]
    assert hashlib.sha256(FILES[1][1]).hexdigest() == again[1]["sha256"]
    assert ["batch.upload_started"] == actions()


def test_a_piece_that_does_not_go_on_where_the_file_ends_changes_nothing(operator):
    operator.begin(KEY)
    number = operator.name(*FILES).json()["files"][2]["number"]
    operator.piece(number, 0, FILES[2][1][:1000])
    for offset in (0, 500, 2000):
        answer = operator.piece(number, offset, b"x" * 100).json()
        assert (1000, False, False) == (
            answer["received"],
            answer["complete"],
            answer["expected"],
        )


def test_a_file_sent_twice_is_complete_both_times(operator):
    operator.begin(KEY)
    number = operator.name(*FILES).json()["files"][0]["number"]
    operator.listed()
    assert operator.whole(number, FILES[0][1]).json()["complete"]
    assert operator.whole(number, FILES[0][1]).json()["complete"]
    assert 1 == IncomingBatch.objects.get().files_done


def test_a_file_whose_bytes_are_not_what_the_browser_hashed_starts_again(operator):
    operator.begin(KEY)
    number = operator.name(*FILES).json()["files"][0]["number"]
    answer = operator.piece(number, 0, FILES[0][1], "0" * 64)
    assert (422, "E-UPLOAD-HASH") == (answer.status_code, answer.json()["code"])
    assert operator.whole(number, FILES[0][1]).json()["complete"]


def test_a_file_that_changed_since_it_was_sent_is_sent_again(operator, places):
    operator.begin(KEY)
    number = operator.name(*FILES).json()["files"][0]["number"]
    operator.listed()
    operator.whole(number, FILES[0][1])
    other = b"y" * len(FILES[0][1])
    headers = {"X-Again": "1"}
    answer = operator.piece(number, 0, other, hashlib.sha256(other).hexdigest(), **headers)
    assert answer.json()["complete"]
    assert 1 == IncomingBatch.objects.get().files_done
    assert [other] == list(tree(places.unfinished / operator.id / "content").values())


def test_what_is_not_chosen_any_more_is_not_handed_over(operator, places):
    operator.begin(KEY)
    named = operator.name(*FILES).json()["files"]
    operator.listed()
    for (_, data), one in zip(FILES, named, strict=True):
        operator.whole(one["number"], data)
    assert 200 == operator.upload(KEY, FILES[:3]).status_code
    assert dict(FILES[:3]) | {"_READY": b""} == tree(places.inbox / KEY)


def test_bytes_that_vanished_from_the_disk_are_asked_for_again(operator, places):
    operator.begin(KEY)
    named = operator.name(*FILES).json()["files"]
    operator.listed()
    for (_, data), one in zip(FILES, named, strict=True):
        operator.whole(one["number"], data)
    (places.unfinished / operator.id / "content" / FILES[0][0]).unlink()
    assert "E-UPLOAD-UNFINISHED" == operator.hand_over().json()["code"]
    assert 200 == operator.upload(KEY, FILES).status_code
    assert dict(FILES) | {"_READY": b""} == tree(places.inbox / KEY)


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("uploads/../../etc/passwd", "E-UPLOAD-PATH"),
        ("/etc/passwd", "E-UPLOAD-PATH"),
        ("C:/windows", "E-UPLOAD-PATH"),
        ("uploads\\XX001\\a.jpg", "E-UPLOAD-PATH"),
        ("uploads//a.jpg", "E-UPLOAD-PATH"),
        ("uploads/./a.jpg", "E-UPLOAD-PATH"),
        ("", "E-UPLOAD-PATH"),
        ("uploads/XX001/a\0.jpg", "E-UPLOAD-NAME"),
        ("uploads/XX001/a\n.jpg", "E-UPLOAD-NAME"),
        ("uploads/XX001/" + "长" * 86, "E-UPLOAD-NAME-LONG"),
        ("uploads/" + ("c" * 200 + "/") * 5 + "d" * 12, "E-UPLOAD-NAME-LONG"),
        ("uploads/" + "a/" * 32 + "b.jpg", "E-UPLOAD-DEPTH"),
        ("uploads/XX001/Thumbs.db", "E-UPLOAD-SYSTEM"),
        ("uploads/XX001/.DS_Store", "E-UPLOAD-SYSTEM"),
        ("uploads/XX001/~$附件2.docx", "E-UPLOAD-SYSTEM"),
        ("uploads/@eaDir/a.jpg", "E-UPLOAD-SYSTEM"),
        ("_READY", "E-UPLOAD-SYSTEM"),
        ("readme.txt", "E-UPLOAD-STRAY"),
        ("uploads", "E-UPLOAD-STRAY"),
        ("photos/a.jpg", "E-UPLOAD-STRAY"),
    ],
)
def test_a_file_that_no_batch_has_is_refused_by_name(operator, places, path, code):
    operator.begin(KEY)
    assert ["", code] == codes(operator.name(FILES[2], (path, b"x")))
    operator.listed()
    assert 200 == operator.upload(KEY, [FILES[2], (path, b"x")]).status_code
    assert {FILES[2][0], "_READY"} == tree(places.inbox / KEY).keys()
    assert f'"refused":{{"{code}":1}}' in Event.objects.get(action="batch.handed_over").detail


@pytest.mark.parametrize(
    "path",
    [
        "uploads/XX001/" + "长" * 85,
        "uploads/" + ("c" * 200 + "/") * 5 + "d" * 11,
        "uploads/" + "a/" * 31 + "b.jpg",
        "uploads/XX001/.hidden.jpg",
        "uploads/XX001/a:b..jpg",
        "cnipa/结果.xlsx",
        "Claims.XLSX",
    ],
)
def test_a_file_just_within_the_rules_is_taken(operator, path):
    operator.begin(KEY)
    assert [""] == codes(operator.name((path, b"x")))


def test_two_names_that_are_one_in_unicode_are_refused(operator):
    operator.begin(KEY)
    files = [("uploads/X/\u00e9.jpg", b"1"), ("uploads/X/e\u0301.jpg", b"2")]
    assert ["", "E-UPLOAD-TWICE"] == codes(operator.name(*files))


def test_a_decomposed_name_is_kept_composed(operator, places):
    operator.upload(KEY, [("uploads/X/e\u0301.jpg", b"1")])
    assert {"uploads/X/\u00e9.jpg", "_READY"} == tree(places.inbox / KEY).keys()


def test_a_file_above_the_limit_is_refused(operator, settings):
    settings.UPLOAD_LIMITS = UploadLimits(file_bytes=10)
    operator.begin(KEY)
    files = [("uploads/X/a.jpg", b"x" * 10), ("uploads/X/b.jpg", b"x" * 11)]
    assert ["", "E-UPLOAD-TOO-LARGE"] == codes(operator.name(*files))


def test_a_batch_above_its_limits_is_refused_as_a_whole(operator, settings):
    settings.UPLOAD_LIMITS = UploadLimits(files=3)
    operator.begin(KEY)
    answer = operator.name(*FILES)
    assert (422, "E-UPLOAD-FILES") == (answer.status_code, answer.json()["code"])
    settings.UPLOAD_LIMITS = UploadLimits(batch_bytes=100)
    operator.begin(KEY)
    operator.name(*FILES)
    assert "E-UPLOAD-BYTES" == operator.listed().json()["code"]
    assert ["batch.upload_started", "batch.upload_refused"] * 2 == actions()
    assert not IncomingBatch.objects.exists()


def test_a_folder_that_is_no_batch_is_refused(operator):
    operator.begin(KEY)
    operator.name(("batch.toml", b""), ("photos/a.jpg", b"x"))
    assert "E-UPLOAD-EMPTY" == operator.listed().json()["code"]


def test_a_disk_without_room_is_told_before_anything_is_sent(operator, settings):
    settings.UPLOAD_LIMITS = UploadLimits(reserve_bytes=2**60)
    operator.begin(KEY)
    operator.name(*FILES)
    answer = operator.listed()
    assert (507, "E-DISK-FULL") == (answer.status_code, answer.json()["code"])


def test_a_disk_that_fills_up_keeps_what_was_sent(operator, settings, places):
    operator.begin(KEY)
    named = operator.name(*FILES).json()["files"]
    operator.listed()
    operator.whole(named[0]["number"], FILES[0][1])
    operator.piece(named[2]["number"], 0, FILES[2][1][:1000])
    settings.UPLOAD_LIMITS = UploadLimits(reserve_bytes=2**60)
    answer = operator.piece(named[2]["number"], 1000, FILES[2][1][1000:])
    assert (507, "E-DISK-FULL") == (answer.status_code, answer.json()["code"])
    settings.UPLOAD_LIMITS = UploadLimits()
    operator.begin(KEY)
    received = [one["received"] for one in operator.name(*FILES).json()["files"]]
    assert [len(FILES[0][1]), 0, 1000, 0] == received


@pytest.mark.parametrize("batch", ["新乡", "a b", "", "../x", "x-s001", "a" * 65])
def test_a_batch_id_that_the_format_forbids_is_refused(operator, batch):
    answer = operator.begin(batch)
    assert (422, "E-BATCH-ID") == (answer.status_code, answer.json()["code"])
    assert ["batch.upload_refused"] == actions()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"Rar!\x1a\x07\x01\x00" + bytes(100), "E-UPLOAD-NOT-ZIP"),
        (b"PK\x03\x04\x14\x00\x01\x00" + bytes(100), "E-UPLOAD-ZIP-ENCRYPTED"),
        (zipped(("uploads/X/a.jpg", b"x" * 99))[:-30], "E-UPLOAD-ZIP-CUT"),
        (b"", "E-UPLOAD-NOT-ZIP"),
    ],
)
def test_a_zip_that_cannot_be_unpacked_is_refused_by_its_edges(operator, data, code):
    operator.begin(KEY, is_zip=True)
    named = operator.name((f"{KEY}.zip", data)).json()["files"]
    assert code == operator.whole(named[0]["number"], data).json()["code"]


def test_a_zip_has_the_name_of_the_batch_and_a_limit(operator, settings):
    settings.UPLOAD_LIMITS = UploadLimits(zip_bytes=10)
    operator.begin(KEY, is_zip=True)
    assert ["E-UPLOAD-NOT-ZIP"] == codes(operator.name(("other.zip", b"x")))
    assert ["E-UPLOAD-ZIP-LARGE"] == codes(operator.name((f"{KEY}.zip", b"x" * 11)))


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"[]", b'{"listing":1,"files":[["a",-1]]}', b'{"listing":1,"files":[1]}']
)
def test_a_request_that_is_none_changes_nothing(operator, body):
    operator.begin(KEY)
    answer = operator.post(f"/upload/{operator.id}/files/", body)
    assert (400, "E-UPLOAD-REQUEST") == (answer.status_code, answer.json()["code"])
    assert not IncomingFile.objects.exists()


def test_a_piece_above_the_limit_or_beyond_the_file_is_refused(operator, settings):
    settings.UPLOAD_LIMITS = UploadLimits(chunk_bytes=100)
    operator.begin(KEY)
    number = operator.name(*FILES).json()["files"][2]["number"]
    for offset, length in ((0, 101), (len(FILES[2][1]), 1), ("-1", 1), ("x", 1)):
        answer = operator.piece(number, offset, b"x" * length)
        assert (400, "E-UPLOAD-REQUEST") == (answer.status_code, answer.json()["code"])


def test_an_older_window_cannot_go_on_once_a_newer_one_named_the_files(operator):
    operator.begin(KEY)
    before = operator.listing
    operator.begin(KEY)
    operator.listing = before
    assert "E-UPLOAD-GONE" == operator.name(*FILES).json()["code"]
    assert "E-UPLOAD-GONE" == operator.listed().json()["code"]


def test_somebody_elses_upload_is_gone_on_with_only_on_purpose(operator, signed_in):
    from tests.review.desk.batches.conftest import Sender

    operator.begin(KEY)
    other = Sender(signed_in("operator", username="qian"))
    answer = other.begin(KEY)
    assert (409, "E-UPLOAD-ELSEWHERE") == (answer.status_code, answer.json()["code"])
    assert answer.json()["detail"]["may_go_on"]
    assert operator.id == other.begin(KEY, go_on=True).json()["id"]
    assert ["batch.upload_started", "batch.upload_taken_over"] == actions()


def test_an_upload_that_is_given_up_leaves_nothing(
    operator, places, django_capture_on_commit_callbacks
):
    operator.begin(KEY)
    named = operator.name(*FILES).json()["files"]
    operator.listed()
    operator.whole(named[0]["number"], FILES[0][1])
    with django_capture_on_commit_callbacks(execute=True):
        operator.client.post(f"/upload/{operator.id}/give-up/")
    assert [] == list(places.unfinished.iterdir())
    assert ["batch.upload_started", "batch.upload_given_up"] == actions()
    assert "E-UPLOAD-GONE" == operator.name(*FILES).json()["code"]


def test_what_a_killed_server_left_of_finished_uploads_is_swept_away(operator, places):
    operator.begin(KEY)
    operator.piece(operator.name(FILES[2]).json()["files"][0]["number"], 0, b"x")
    left = places.unfinished / "00000000-0000-4000-8000-000000000000" / "content"
    left.mkdir(parents=True)
    operator.begin("another-1")
    assert not left.exists()
    assert 1 == len(list(places.unfinished.iterdir())), "what is unfinished stays"


def test_handing_over_twice_is_handing_over_once(operator, places):
    first = operator.upload(KEY, FILES).json()
    assert first == operator.hand_over().json()
    assert 1 == Event.objects.filter(action="batch.handed_over").count()


@pytest.mark.parametrize("roles", [["reviewer"], ["second_reviewer"], ["auditor"]])
def test_only_operators_and_administrators_upload(signed_in, places, roles):
    client = signed_in(*roles)
    for path in ("/upload/begin/", "/upload/"):
        assert 403 == client.post(path).status_code
