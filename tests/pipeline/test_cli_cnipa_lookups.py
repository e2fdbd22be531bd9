import csv
import datetime as dt
import io
import json

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from evidence import codec
from evidence.applications import Application, Claim, DeclarationSource
from evidence.documents import Document
from evidence.places import Place
from evidence.register import OfficialRecord, RecordSource
from evidence.uploads import Upload, UploadOutcome
from pipeline.batches import BatchEntry, ShardPlan, remember
from pipeline.cli import heyan
from verifiers.cnipa.files import append_records

RECEIVED = dt.datetime(2024, 4, 12, 17, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))
NUMBER, OTHER = "ZL202010430096.0", "ZL202022432527.5"


@pytest.fixture
def call(home):
    """Calls `heyan cnipa lookups` in this process."""

    def call(*arguments):
        return CliRunner().invoke(heyan, ["--lang", "zh", "cnipa", "lookups", *map(str, arguments)])

    return call


@pytest.fixture
def read_batch(home, tmp_path):
    """Leaves what reading a batch leaves: `read_batch("a-1", A1=NUMBER)`; None was not read."""

    def make(batch, *, read=True, **claims):
        shard = f"{batch}-s001"
        plan = ShardPlan(tuple(claims), ())
        out = str(tmp_path / "out")
        remember(home, BatchEntry(batch, str(tmp_path), out, {shard: plan}, received_at=RECEIVED))
        applications = [
            Application(id_, DeclarationSource.TABLE, name="张立军", claims=(_claim(number),))
            for id_, number in claims.items()
        ]
        for asset, kind, records in (
            ("applications", Application, applications),
            ("documents", Document, []),
            ("uploads", Upload, []),
            ("upload_outcomes", UploadOutcome, []),
        ):
            if read:
                path = home.records / asset / f"{shard}.jsonl"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(codec.encode_lines(kind, records))

    return make


def _claim(number):
    return Claim(1, 5, title="一种装置", patent_number=number, patent_type="invention")


def _record(number, as_of=RECEIVED):
    place = Place("cnipa/a.csv")
    return OfficialRecord(
        number,
        RecordSource.REVIEW_BODY,
        "cpquery",
        place,
        title="一种装置",
        inventors=("张立军",),
        patentees=("新乡市公路管理局",),
        application_date="2020-05-20",
        grant_date="2021-11-09",
        legal_status="授权",
        as_of=as_of,
    )


def found(answer):
    assert 0 == answer.exit_code, answer.output
    return json.loads(answer.stdout)


def test_numbers_of_all_batches_are_listed_once_with_all_who_claim_them(call, read_batch):
    """Two batches and three applicants claim two patents."""
    read_batch("a-1", A1=NUMBER, A2=OTHER)
    read_batch("b-2", B1="ZL 2020 1 0430096.0")
    lookups = found(call("--json"))["lookups"]
    assert [NUMBER, OTHER] == [one["patent_number"] for one in lookups]
    first = lookups[0]
    assert [("a-1", "A1"), ("b-2", "B1")] == [
        (one["batch"], one["application"]) for one in first["claims"]
    ]
    assert {"cpquery": "2020104300960", "epub": "2020104300960", "pss": "CN202010430096"} == (
        first["type_in"]
    )
    assert "尚无" in first["reason"]["zh"]
    assert first["reason"]["en"].isascii()
    assert "张立军" not in json.dumps(lookups, ensure_ascii=False)


def test_only_the_batches_asked_for_are_listed(call, read_batch):
    """`--batch` may be repeated."""
    for batch in ("a-1", "b-2", "c-3"):
        read_batch(batch, A1=NUMBER)
    (one,) = found(call("--json", "--batch", "b-2", "--batch", "c-3"))["lookups"]
    assert ["b-2", "c-3"] == [claim["batch"] for claim in one["claims"]]


def test_what_was_imported_since_the_batch_was_judged_is_listed_no_more(call, read_batch, home):
    """The register counts as it is now, whether or not the batch was judged again."""
    read_batch("a-1", A1=NUMBER, A2=OTHER)
    append_records(home.registers, [_record(NUMBER)])
    assert [OTHER] == [one["patent_number"] for one in found(call("--json"))["lookups"]]


@pytest.mark.parametrize(
    ("as_of", "said"), [(dt.datetime(2023, 12, 1), "早于收件日92天"), (None, "没有检索时间")]
)
def test_what_is_stale_or_undated_is_listed_again(call, read_batch, home, as_of, said):
    """By when the batch arrived, not by today."""
    read_batch("a-1", A1=NUMBER)
    append_records(home.registers, [_record(NUMBER, as_of)])
    (one,) = found(call("--json"))["lookups"]
    assert said in one["reason"]["zh"]
    assert one["reason"]["en"].isascii()


def test_a_batch_that_is_not_read_to_the_end_is_named_and_left_out(call, read_batch):
    """Nobody takes a short list for a whole one."""
    read_batch("a-1", A1=NUMBER)
    read_batch("b-2", read=False, B1=OTHER)
    answer = call("--json")
    assert ["b-2"] == found(answer)["unread_batches"]
    assert "尚未读完" in answer.stderr


def test_an_unknown_batch_is_status_1(call):
    """With its code, no traceback."""
    answer = call("--batch", "nowhere")
    assert 1 == answer.exit_code
    assert "E-BATCH-UNKNOWN" in answer.stderr


@pytest.mark.parametrize("name", ["list.txt", "list"])
def test_another_ending_is_a_usage_error(call, tmp_path, name):
    """Nothing is written."""
    assert 2 == call("--out", tmp_path / name).exit_code
    assert not (tmp_path / name).exists()


def test_the_list_is_written_as_csv_or_workbook(call, read_batch, tmp_path):
    """Both hold the same numbers."""
    read_batch("a-1", A1=NUMBER, A2=OTHER)
    for name in ("list.csv", "list.XLSX"):
        assert 0 == call("--out", tmp_path / name).exit_code
    text = (tmp_path / "list.csv").read_text(encoding="utf-8-sig")
    assert [NUMBER, OTHER] == [row["专利号"] for row in csv.DictReader(io.StringIO(text))]
    sheet = load_workbook(tmp_path / "list.XLSX").worksheets[0]
    assert ["2020104300960", "2020224325275"] == [cell.value for cell in sheet["E"]][1:]


def test_a_person_sees_the_list_grouped_with_the_addresses(call, read_batch):
    """And with nothing to look up, one sentence."""
    assert "没有待检索的专利号" in call().stderr
    read_batch("a-1", A1=NUMBER, A2=OTHER)
    answer = call()
    assert answer.stdout.index("ZL 2020 1 0430096.0") < answer.stdout.index("ZL 2020 2 2432527.5")
    assert "https://cpquery.cponline.cnipa.gov.cn/chinesepatent/index" in answer.stdout
    assert "2 个专利号待检索" in answer.stderr
