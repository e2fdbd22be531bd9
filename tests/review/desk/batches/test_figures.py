from dataclasses import replace

from evidence.documents import Certainty
from evidence.errors import Problem
from evidence.findings import Result
from evidence.register import PatentLookup
from evidence.uploads import Origin, UploadOutcome, UploadStatus
from review.desk.batches.figures import BatchFigures, Reason, figures_of, unread_of
from tests.review.desk.cases import batch, case, finding, passed

PROBLEM = Problem("E-BLANK", "空白", "blank")


def filled(*cases, **fields):
    uploads = tuple(one.outcome for case in cases for one in case.uploads)
    return replace(batch(), **{"uploads": uploads, **fields})


def spoilt(outcome, path, status=UploadStatus.UNREADABLE):
    return UploadOutcome(replace(outcome.upload, path=path), status, PROBLEM)


CITY = passed("XX001", region="市直")
COUNTY = case(
    "XX002",
    [
        finding("XX002", result=Result.UNSURE),
        finding("XX002", rule="A4b"),
        finding("XX002", rule="H3", bears=False, claim=None),
    ],
    region="河南省新乡市辉县市",
)


def test_applicants_files_pages_fields_and_rules_are_counted():
    figures = figures_of(filled(CITY, COUNTY), [CITY, COUNTY])
    whole = figures.whole
    assert (2, 1, 50) == (whole.applicants, whole.straight, whole.straight_share)
    assert ({"read": 2}, {"read": 2}, {"certain": 4}) == (whole.files, whole.pages, whole.fields)
    assert {"A3a": {"match": 1, "unsure": 1}, "A4b": {"mismatch": 1}} == whole.rules


def test_counts_stand_by_place_as_the_notice_knows_it():
    figures = figures_of(filled(CITY, COUNTY), [CITY, COUNTY])
    assert {"市直", "辉县市"} == figures.places.keys()
    assert {"A3a": {"unsure": 1}, "A4b": {"mismatch": 1}} == figures.places["辉县市"].rules
    assert figures.whole == figures.seen_by([])
    assert figures.places["市直"] == figures.seen_by(["市直"])
    assert figures.whole == figures.seen_by(["市直", "辉县市"])
    assert 0 == figures.seen_by(["新乡县"]).applicants


def test_doubtful_fields_are_counted_apart():
    document = CITY.dossier.documents[0]
    doubtful = replace(document.fields[0], certainty=Certainty.DOUBTFUL, doubt="糊")
    changed = replace(document, fields=(doubtful, document.fields[1]))
    one = replace(CITY, dossier=replace(CITY.dossier, documents=(changed,)))
    assert {"certain": 1, "doubtful": 1} == figures_of(filled(one), [one]).whole.fields


def test_pages_of_the_review_bodys_own_files_are_nobodys():
    upload = replace(CITY.uploads[0].outcome.upload, origin=Origin.CNIPA, applicant=None)
    official = replace(CITY.uploads[0], outcome=UploadOutcome(upload, UploadStatus.READ))
    one = replace(CITY, uploads=(official,))
    figures = figures_of(filled(one), [one])
    assert ({}, {"read": 1}) == (figures.whole.pages, figures.whole.files)
    assert {} == figures.places["市直"].files


def test_a_patent_that_two_places_ask_for_counts_once():
    lookups = (
        PatentLookup("ZL1", ("XX001", "XX002"), "无"),
        PatentLookup("ZL2", ("XX002",), "无"),
        PatentLookup("ZL3", ("unknown",), "无"),
    )
    figures = figures_of(filled(CITY, COUNTY, lookups=lookups), [CITY, COUNTY])
    assert ("ZL1", "ZL2", "ZL3") == figures.whole.patents
    assert ("ZL1",) == figures.places["市直"].patents
    assert ("ZL1", "ZL2") == figures.seen_by(["市直", "辉县市"]).patents


def test_files_not_read_are_listed_with_whose_they_are_and_why():
    outcome = COUNTY.uploads[0].outcome
    ours = UploadOutcome(
        replace(outcome.upload, path="cnipa/1.pdf", applicant=None, origin=Origin.CNIPA),
        UploadStatus.REFUSED,
        PROBLEM,
    )
    uploads = (spoilt(outcome, "uploads/XX002/b.jpg"), outcome, ours)
    one = filled(uploads=uploads)
    figures = figures_of(one, [COUNTY])
    assert {"E-BLANK": Reason(2, "空白", "blank")} == figures.whole.reasons
    assert {"E-BLANK": Reason(1, "空白", "blank")} == figures.places["辉县市"].reasons
    listed = unread_of(one, {"XX002": "辉县市"})
    assert [("", "", "cnipa/1.pdf"), ("XX002", "辉县市", "uploads/XX002/b.jpg")] == [
        (file.applicant, file.place, file.path) for file in listed
    ]


def test_a_batch_published_before_has_no_figures_and_is_shown_all_the_same():
    from evidence import codec

    assert 0 == codec.decode(BatchFigures, "{}").whole.applicants
