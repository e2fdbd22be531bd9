"""Across batches: what an earlier one handed in is seen by the next, through the stage functions."""

import json
import re
import stat
from dataclasses import replace

import pytest
from click.testing import CliRunner

from evidence import codec
from evidence.applications import Application, Claim, DeclarationSource
from evidence.documents import Certainty, Document, DocumentKind, Field
from evidence.errors import DataError, MachineError
from evidence.footprints import Footprint
from evidence.identity_numbers import identity_check_digit
from evidence.places import Box
from evidence.uploads import Admission, Origin, Upload, UploadOutcome, UploadStatus
from pipeline.assets.concluding import cross_findings
from pipeline.batches import BatchEntry, ShardPlan, remember, take_batch
from pipeline.cli import heyan
from pipeline.cli.summary import Summary
from pipeline.definitions import defs
from pipeline.footprint_secret import footprint_secret
from pipeline.resources import LogListeners
from pipeline.runs import execute, register
from pipeline.stages.across import across_applicants, footprints_of_batch, not_compared
from pipeline.stages.dossiers import BatchEvidence

SECRET = b"s" * 32
LOOK = "9a3c5f07e1b2d486"


def _identity(serial):
    digits = f"4107021974031200{serial:02d}"[:17]
    return digits + identity_check_digit(digits)


def _field(name, value):
    box = Box(1, 2, 30, 40)
    return Field(name, value, value, 1, box, 0.99, "test", Certainty.CERTAIN)


def _certificate(applicant, number="2021086", recipient="张立军", sha256="", look=LOOK):
    values = {
        "issuer": "新乡市人民政府", "honour": "先进个人", "date": "2021-11-18",
        "certificate_number": number, "recipient": recipient,
    }  # fmt: skip
    fields = tuple(_field(name, value) for name, value in values.items() if value)
    path = f"uploads/{applicant}/张立军的证书.jpg"
    kind = DocumentKind.AWARD_CERTIFICATE
    return Document(path, sha256 or f"{applicant:0>64}", kind, (1,), fields, (look,))


def _entry(batch, *applicants, notice="xinxiang-2024-22"):
    shard = ShardPlan(applicants, ())
    return BatchEntry(batch, f"/{batch}", "/out", {f"{batch}-s001": shard}, notice=notice)


def _evidence(entry, people, documents=(), claims=()):
    """Applicants by 申报编号 and identity number."""
    (shard,) = entry.shards
    applications = [
        Application(id_, DeclarationSource.TABLE, name="张立军", id_number=number, claims=tuple(claims))
        for id_, number in people.items()
    ]  # fmt: skip
    outcomes = [
        UploadOutcome(
            Upload(d.upload, d.upload.split("/")[1], Origin.APPLICANT, d.sha256, 1, "image/jpeg", Admission.ACCEPTED),
            UploadStatus.READ,
        )
        for d in documents
    ]  # fmt: skip
    return BatchEvidence({shard: applications}, {shard: outcomes}, {shard: list(documents)})


def _found(entry, evidence, footprints, secret=SECRET):
    return [
        (f.application, f.rule, f.result.value)
        for f in across_applicants(entry, evidence, footprints, secret)
    ]


EARLIER = _entry("season-1", "A1")
WITH_PAPER = _evidence(EARLIER, {"A1": _identity(11)}, [_certificate("A1")])
KEPT = {"season-1": footprints_of_batch(EARLIER, WITH_PAPER, SECRET)}
LATER = _entry("season-2", "B1", notice="xinxiang-2024-22")


def test_a_certificate_of_an_earlier_batch_is_seen_in_a_later_one():
    """The later applicant hears of it, with the batch and 申报编号 of the earlier one."""
    evidence = _evidence(LATER, {"B1": _identity(22)}, [_certificate("B1")])
    (finding,) = across_applicants(LATER, evidence, KEPT, SECRET)
    assert ("B1", "X1", "mismatch") == (finding.application, finding.rule, finding.result.value)
    assert "申报编号A1（批次season-1）" in finding.explanation
    assert "A1 (batch season-1)" in finding.explanation_en
    assert {"uploads/B1/张立军的证书.jpg"} == {place.upload for place in finding.where}


def test_the_same_file_and_the_same_look_are_seen_too():
    """Bytes without any number, and another photo on which nothing but the form was read."""
    one = _evidence(EARLIER, {"A1": _identity(11)}, [_certificate("A1", "", "")])
    kept = {"season-1": footprints_of_batch(EARLIER, one, SECRET)}
    copied = [_certificate("B1", "", "", sha256=f"{'A1':0>64}")]
    same = _evidence(LATER, {"B1": _identity(22)}, copied)
    assert [("B1", "X1", "mismatch")] == _found(LATER, same, kept)
    again = _evidence(LATER, {"B1": _identity(22)}, [_certificate("B1", "", "")])
    assert [("B1", "X1", "unsure")] == _found(LATER, again, kept)


@pytest.mark.parametrize("notice", ["xinxiang-2024-22", "another-2025-1"])
def test_who_hands_in_their_own_certificate_again_is_no_finding(notice):
    """In a resubmitted batch, under another 申报编号 of a later year, or without identity number."""
    kept = {"season-1": [replace(one, notice="another-2025-1") for one in KEPT["season-1"]]}
    kept = KEPT if notice == "xinxiang-2024-22" else kept
    same_id = _entry("season-2", "A1")
    own = _evidence(same_id, {"A1": _identity(11)}, [_certificate("A1")])
    assert [] == _found(same_id, own, kept)
    unknown = _evidence(same_id, {"A1": ""}, [_certificate("A1")])
    assert [] == _found(same_id, unknown, kept)


def test_one_person_applies_once_a_notice():
    """Another 申报编号 under the same notice is a second application; in another year it is not."""
    evidence = _evidence(LATER, {"B1": _identity(11)}, [_certificate("B1")])
    assert [("B1", "X2", "mismatch")] == _found(LATER, evidence, KEPT)
    past = {"season-1": [replace(one, notice="xinxiang-2023-1") for one in KEPT["season-1"]]}
    assert [] == _found(LATER, evidence, past)


def test_an_equal_application_number_of_another_person_is_no_excuse():
    """Seasons number anew: A1 of this year is somebody else than A1 of the last."""
    entry = _entry("season-2", "A1")
    evidence = _evidence(entry, {"A1": _identity(22)}, [_certificate("A1")])
    assert [("A1", "X1", "mismatch")] == _found(entry, evidence, KEPT)


def test_a_certificate_of_another_notice_is_still_somebody_elses():
    """Papers do not become one's own by waiting a year."""
    past = {"season-1": [replace(one, notice="xinxiang-2023-1") for one in KEPT["season-1"]]}
    evidence = _evidence(LATER, {"B1": _identity(22)}, [_certificate("B1")])
    assert [("B1", "X1", "mismatch")] == _found(LATER, evidence, past)


def test_ranks_and_titles_are_compared_across_batches():
    """Two second inventors, and one document number with two titles."""

    def claims(title, rank=2):
        award = Claim(1, 1, document_number="新政〔2021〕37号", document_title=title)
        patent = Claim(2, 5, patent_number="ZL202010430096.0", inventor_rank=rank)
        return award, patent

    one = _evidence(EARLIER, {"A1": _identity(11)}, claims=claims("关于表彰先进个人的决定"))
    kept = {"season-1": footprints_of_batch(EARLIER, one, SECRET)}
    two = _evidence(LATER, {"B1": _identity(22)}, claims=claims("关于召开会议的通知"))
    assert [("B1", "X3", "unsure"), ("B1", "X4", "mismatch")] == _found(LATER, two, kept)
    three = _evidence(LATER, {"B1": _identity(22)}, claims=claims("关于表彰先进个人的决定", 3))
    assert [] == _found(LATER, three, kept)


def test_who_hands_in_anew_has_one_vote_on_a_title():
    """A resubmission makes no majority: one says so, one says otherwise."""

    titles = {"A1": "关于表彰先进个人的决定", "B1": "关于召开会议的通知"}

    def titled(entry, people):
        evidence = _evidence(entry, people)
        applications = next(iter(evidence.applications.values()))
        applications[:] = [
            replace(
                one,
                claims=(
                    Claim(1, 1, document_number="新政〔2021〕37号", document_title=titles[one.id]),
                ),
            )
            for one in applications
        ]
        return evidence

    first = titled(EARLIER, {"A1": _identity(11)})
    kept = {"season-1": footprints_of_batch(EARLIER, first, SECRET)}
    entry = _entry("season-2", "A1", "B1")
    found = _found(entry, titled(entry, {"A1": _identity(11), "B1": _identity(22)}), kept)
    assert [("A1", "X3", "unsure"), ("B1", "X3", "unsure")] == found


def test_a_batch_run_again_does_not_meet_itself():
    """Its own footprint is passed over, also an older one that says something else."""
    assert [] == _found(EARLIER, WITH_PAPER, KEPT)
    older = [replace(KEPT["season-1"][0], person="", known_as="gone")]
    assert [] == _found(EARLIER, WITH_PAPER, {"season-1": older})
    assert KEPT["season-1"] == footprints_of_batch(EARLIER, WITH_PAPER, SECRET)


def test_the_earlier_batch_hears_of_it_when_it_is_judged_again():
    """Nothing that was concluded changes by itself."""
    evidence = _evidence(LATER, {"B1": _identity(22)}, [_certificate("B1")])
    kept = KEPT | {"season-2": footprints_of_batch(LATER, evidence, SECRET)}
    assert [("A1", "X1", "mismatch")] == _found(EARLIER, WITH_PAPER, kept)


def test_the_order_of_batches_and_documents_never_matters():
    """Footprints of a folder come in any order."""
    third = _entry("season-0", "C1")
    papers = [_certificate("C1", ""), _certificate("C1", "7", sha256="c" * 64)]
    kept = KEPT | {
        "season-0": footprints_of_batch(
            third, _evidence(third, {"C1": _identity(33)}, papers), SECRET
        )
    }
    own = [_certificate("B1", ""), _certificate("B1", sha256="b" * 64)]
    expected = across_applicants(LATER, _evidence(LATER, {"B1": _identity(22)}, own), kept, SECRET)
    assert expected
    turned = dict(reversed(kept.items()))
    again = across_applicants(
        LATER, _evidence(LATER, {"B1": _identity(22)}, own[::-1]), turned, SECRET
    )
    assert [f.explanation for f in expected] == [f.explanation for f in again]


def test_what_is_kept_names_nobody():
    """No identity number, no name, no file name; with another secret, other marks."""
    data = codec.encode_lines(Footprint, KEPT["season-1"]).decode()
    assert not re.search(r"\d{17}", data.replace("0" * 30, ""))
    assert "张立军" not in data
    assert "jpg" not in data
    assert KEPT["season-1"] == codec.decode_lines(Footprint, data.encode())
    other = footprints_of_batch(EARLIER, WITH_PAPER, b"t" * 32)
    assert other[0].person != KEPT["season-1"][0].person


def test_application_and_certificate_numbers_that_are_identity_numbers_are_marks():
    """They still tell applications and certificates apart, and show nothing."""
    number = _identity(11)
    entry = _entry("season-1", f"X{number}", f"X{_identity(22)}")
    papers = [
        _certificate(f"X{number}", number, sha256="a" * 64),
        _certificate(f"X{_identity(22)}", "7", sha256="b" * 64),
    ]
    people = {f"X{number}": number, f"X{_identity(22)}": ""}
    kept = footprints_of_batch(entry, _evidence(entry, people, papers), SECRET)
    assert number not in codec.encode_lines(Footprint, kept).decode()
    assert 2 == len({one.known_as for one in kept})
    later = _evidence(LATER, {"B1": _identity(33)}, [_certificate("B1", number)])
    (finding,) = across_applicants(LATER, later, {"season-1": kept}, SECRET)
    assert "申报编号X（编号略）（批次season-1）的证书编号相同" in finding.explanation
    again = _entry("season-2", f"X{number}")
    anew = _evidence(
        again, {f"X{number}": ""}, [_certificate(f"X{number}", number, sha256="c" * 64)]
    )
    assert [] == _found(again, anew, {"season-1": kept})


def test_marks_of_another_secret_are_refused():
    """They would fit nobody, and reuse would pass unseen."""
    evidence = _evidence(LATER, {"B1": _identity(22)})
    with pytest.raises(DataError) as error:
        across_applicants(LATER, evidence, KEPT, b"t" * 32)
    assert "E-FOOTPRINT-SECRET" == error.value.code
    assert "season-1" in error.value.problem.zh
    assert [] == _found(EARLIER, WITH_PAPER, KEPT, b"t" * 32)


def test_the_secret_is_made_once_and_is_for_its_owner_alone(home):
    """Two processes, one secret."""
    secret = footprint_secret(home)
    assert 32 == len(secret)
    assert secret == footprint_secret(home)
    assert 0o600 == stat.S_IMODE(home.footprint_secret.stat().st_mode)
    assert [home.footprint_secret] == list(home.state.glob("*footprints.secret*"))


def test_a_damaged_secret_is_refused(home):
    """A new one in its place would compare with nobody."""
    home.footprint_secret.write_bytes(b"short")
    with pytest.raises(MachineError) as error:
        footprint_secret(home)
    assert "E-FOOTPRINT-SECRET" == error.value.code


def test_batches_without_footprints_are_named(home):
    """Taken in and never concluded."""
    for entry in (EARLIER, LATER):
        remember(home, entry)
    assert ["season-2"] == not_compared(home, KEPT)


def _run(instance, home, folder):
    table = folder / "applications.csv"
    rows = table.read_text(encoding="utf-8").replace("410702197403120018", _identity(11))
    table.write_text(rows, encoding="utf-8")
    entry = take_batch(folder, home)
    register(instance, entry)
    for shard in entry.shards:
        _execute(instance, "check_shard", shard)
    _execute(instance, "conclude_batch", entry.id)
    return entry


def _execute(instance, job, partition):
    progress = {"progress": LogListeners()}
    execute(instance, defs.resolve_job_def(job), partition, {}, progress)


def _rules(home, batch):
    data = (home.records / "cross_findings" / f"{batch}.jsonl").read_text(encoding="utf-8")
    return re.findall(r'"application":"(\w+)","rule":"(X\d)"', data)


def test_the_assets_keep_footprints_and_compare_with_every_batch_that_has_them(
    instance, home, desk, make_batch
):
    """Two batches and a third that was never concluded; then the first again."""
    take_batch(make_batch("idle-001", {"C1": "李秀兰"}), home)
    _run(instance, home, make_batch("first-001", {"A1": "张立军"}))
    assert [] == _rules(home, "first-001")
    second = _run(instance, home, make_batch("second-001", {"B1": "张立军"}))
    assert [("B1", "X2")] == _rules(home, "second-001")
    assert ["idle-001"] == json.loads("".join(Summary.of(home, second).as_json()))["not_compared"]
    event = instance.get_latest_materialization_event(cross_findings.key)
    rows = event.asset_materialization.metadata["not_compared"].records
    assert [{"batch": "idle-001"}] == [row.data for row in rows]
    _execute(instance, "conclude_batch", "first-001")
    assert [("A1", "X2")] == _rules(home, "first-001")


def test_broken_footprints_stop_the_comparison(instance, home, desk, make_batch):
    """A batch that cannot be compared with is no batch without reuse."""
    _run(instance, home, make_batch("first-001"))
    (home.records / "footprints/first-001.jsonl").write_text("{broken\n", encoding="utf-8")
    result = CliRunner().invoke(heyan, ["--lang", "zh", "run", str(make_batch("second-001"))])
    assert 1 == result.exit_code
    assert "E-RECORD" in result.stderr
    assert "footprints first-001" in result.stderr.replace("\n", " ")
    assert not (home.records / "verdicts/second-001.jsonl").exists()


def test_lost_footprints_stop_the_comparison(instance, home, desk, make_batch):
    """A share that is not mounted, or another store, is no season without earlier batches."""
    _run(instance, home, make_batch("first-001"))
    (home.records / "footprints/first-001.jsonl").unlink()
    second = make_batch("second-001")
    result = CliRunner().invoke(heyan, ["--lang", "en", "run", str(second)])
    assert 1 == result.exit_code
    assert "E-STORE-READ" in result.stderr
    assert "first-001" in result.stderr
    assert not (home.records / "verdicts/second-001.jsonl").exists()
    _execute(instance, "conclude_batch", "first-001")
    _execute(instance, "conclude_batch", "second-001")
    assert (home.records / "verdicts/second-001.jsonl").exists()
