from dataclasses import replace

import pytest

from evidence.applications import Claim
from evidence.documents import Certainty, Document, DocumentKind, Field
from evidence.findings import Basis, Result
from evidence.places import Box, Place
from evidence.register import OfficialRecord, RecordSource
from review.desk.case.readings import reading_key
from review.desk.item.comparison import Comparing
from tests.review.desk.cases import ISSUER_BOX, case, finding

CERTIFICATE = "uploads/XX001/奖状.jpg"
ORDER = "uploads/XX001/决定.pdf"
PATENT = "ZL202010430096.0"


def field(name, value, box, *, doubt=None, page=1):
    certainty = Certainty.DOUBTFUL if doubt else Certainty.CERTAIN
    return Field(name, value, value, page, box, 0.9, "rapidocr", certainty, doubt)


def box(number):
    return Box(10, 20 * number, 200, 20 * number + 15)


def paper(kind, upload, *fields):
    return Document(upload, "c" * 64, kind, (1,), fields)


def with_papers(one, *papers):
    return replace(one, dossier=replace(one.dossier, documents=papers))


def shown(case, one, **options):
    """Label, whether all agree, and rows as text: `[…]` differs, `?` doubtful, `@` has a place."""
    comparing = Comparing(case, lambda column, text: text, **options)
    return [
        (
            aspect.label.zh,
            aspect.agrees,
            [
                f"{row.source.zh} "
                + "、".join(
                    "".join(f"[{part.text}]" if part.differs else part.text for part in value.parts)
                    + ("?" if value.doubtful else "")
                    + ("@" if value.place else "")
                    for value in row.values
                )
                for row in aspect.rows
            ],
        )
        for aspect in comparing.aspects(one)
    ]


def test_declared_and_read_stand_under_each_other_with_the_difference_marked():
    one = finding("XX001")
    assert [("授予单位", False, ["申报 新乡市人民政府", "证书 新乡市[红旗区]人民政府@"])] == shown(
        case("XX001"), one
    )


def test_a_substituted_character_is_marked_on_both_sides():
    papers = paper(DocumentKind.AWARD_CERTIFICATE, CERTIFICATE, field("recipient", "张山", box(1)))
    one = finding("XX001", declared="张三", found="张山", where=(Place(CERTIFICATE, 1, box(1)),))
    assert [("姓名", False, ["申报 张[三]", "证书 张[山]@"])] == shown(
        with_papers(case("XX001"), papers), one
    )


def test_a_seal_is_a_source_of_its_own():
    papers = paper(
        DocumentKind.AWARD_CERTIFICATE,
        CERTIFICATE,
        field("issuer", "新乡市人民政府", ISSUER_BOX),
        field("seal_text", "新乡市红旗区人民政府", box(9)),
    )
    where = (Place(CERTIFICATE, 1, ISSUER_BOX), Place(CERTIFICATE, 1, box(9)))
    ((_, _, rows),) = shown(with_papers(case("XX001"), papers), finding("XX001", where=where))
    assert ["申报 新乡市人民政府", "证书 新乡市人民政府@", "印章 新乡市[红旗区]人民政府@"] == rows


def test_a_doubtful_reading_marks_nothing_of_what_was_declared():
    papers = paper(
        DocumentKind.AWARD_CERTIFICATE,
        CERTIFICATE,
        field("issuer", "新乡市人民府", ISSUER_BOX, doubt="x"),
    )
    one = finding("XX001", found="新乡市人民府")
    ((_, _, rows),) = shown(with_papers(case("XX001"), papers), one)
    assert ["申报 新乡市人民政府", "证书 新乡市人民府?@"] == rows


def test_of_a_list_only_names_like_the_declared_one_are_marked():
    names = ("郑国平", "张四", "李明")
    papers = paper(
        DocumentKind.COMMENDATION_DOCUMENT,
        ORDER,
        *(field("named_person", name, box(number)) for number, name in enumerate(names)),
    )
    where = tuple(Place(ORDER, 1, box(number)) for number in range(3))
    one = finding("XX001", declared="张三", found="", where=where)
    ((_, _, rows),) = shown(with_papers(case("XX001"), papers), one)
    assert ["申报 张[三]", "文件 郑国平@、张[四]@、李明@"] == rows


def test_a_list_that_holds_the_declared_name_agrees():
    papers = paper(
        DocumentKind.COMMENDATION_DOCUMENT,
        ORDER,
        field("named_person", "张四", box(1)),
        field("named_person", "张三", box(2)),
    )
    where = (Place(ORDER, 1, box(1)), Place(ORDER, 1, box(2)))
    one = finding("XX001", declared="张三", found="张三", where=where)
    assert [("姓名", True, ["申报 张三", "文件 张四@、张三@"])] == shown(
        with_papers(case("XX001"), papers), one
    )


def test_where_several_were_declared_each_one_read_must_be_among_them():
    papers = paper(
        DocumentKind.AWARD_CERTIFICATE,
        CERTIFICATE,
        field("issuer", "中共新乡市委", box(1)),
        field("issuer", "新乡市红旗区人民政府", box(2)),
    )
    one = case("XX001")
    claim = Claim(no=1, condition=1, issuers=("中共新乡市委", "新乡市人民政府"))
    application = replace(one.dossier.application, claims=(claim,))
    one = replace(one, dossier=replace(one.dossier, application=application))
    where = (Place(CERTIFICATE, 1, box(1)), Place(CERTIFICATE, 1, box(2)))
    ((_, agrees, rows),) = shown(
        with_papers(one, papers), finding("XX001", declared="新乡市人民政府", where=where)
    )
    assert not agrees
    assert "证书 中共新乡市委@、新乡市[红旗区]人民政府@" == rows[1]


def test_a_day_agrees_with_its_month():
    papers = paper(DocumentKind.SKILL_CERTIFICATE, CERTIFICATE, field("date", "2016-12-20", box(1)))
    one = case("XX001")
    application = replace(one.dossier.application, raw={"现等级证书取得时间": "2016-12"})
    from evidence.dates import PartialDate

    application = replace(application, certified=PartialDate(2016, 12))
    one = replace(one, dossier=replace(one.dossier, application=application))
    found = finding(
        "XX001", rule="H2b", claim=None, declared="", found="2016-12-20", required="2019-03-20",
        where=(Place(CERTIFICATE, 1, box(1)),),
    )  # fmt: skip
    assert [
        ("等级证书日期", False, ["申报 2016-12", "等级证 2016-12-20@", "规定 2019-03-20"])
    ] == shown(with_papers(one, papers), found)


def test_what_was_worked_out_stands_apart_from_what_was_read():
    one = finding("XX001", result=Result.MATCH, found="省辖市级")
    ((_, _, rows),) = shown(case("XX001"), one)
    assert "得出 省辖市级" == rows[-1]


def test_a_found_list_of_the_values_shown_is_not_repeated():
    papers = paper(
        DocumentKind.COMMENDATION_DOCUMENT,
        ORDER,
        field("addressee", "各镇人民政府、各局", box(1)),
        field("title", "关于表彰的决定", box(2)),
    )
    where = (Place(ORDER, 1, box(1)), Place(ORDER, 1, box(2)))
    one = finding("XX001", declared="", found="各镇人民政府、各局；关于表彰的决定", where=where)
    rows = [row for _, _, rows in shown(with_papers(case("XX001"), papers), one) for row in rows]
    assert ["文件 各镇人民政府、各局@", "文件 关于表彰的决定@"] == rows


def test_a_finding_without_a_place_shows_the_papers_that_it_must_have_compared():
    elsewhere = finding("XX001", rule="H61")
    bare = finding("XX001", where=(), found="")
    assert [("授予单位", False, ["申报 新乡市人民政府", "证书 新乡市[红旗区]人民政府@"])] == shown(
        case("XX001", [elsewhere, bare]), bare
    )


def patent_case(*records):
    papers = paper(
        DocumentKind.PATENT_CERTIFICATE, CERTIFICATE, field("patent_number", PATENT, box(1))
    )
    one = with_papers(case("XX001"), papers)
    claim = Claim(no=1, condition=5, patent_number=PATENT, inventor_rank=2)
    application = replace(one.dossier.application, claims=(claim,))
    return replace(one, dossier=replace(one.dossier, application=application), records=records)


def record(source=RecordSource.REVIEW_BODY, **values):
    place = Place("cnipa/export.csv")
    return OfficialRecord(PATENT, source, "export", place, inventors=("李明", "张三"), **values)


def patent_finding(**values):
    where = (Place(CERTIFICATE, 1, box(1)),)
    basis = values.pop("basis", Basis.REGISTER)
    return finding(
        "XX001", rule="A9", declared=PATENT, found="", where=where, basis=basis, **values
    )


def test_the_official_record_stands_beside_what_was_read():
    aspects = {
        label: rows
        for label, _, rows in shown(patent_case(record(legal_status="授权")), patent_finding())
    }
    printed = "ZL 2020 1 0430096.0"
    assert [f"申报 {printed}", f"证书 {printed}@", f"官方 {printed}"] == aspects["专利号"]
    assert ["官方 授权"] == aspects["法律状态"]
    assert ["申报 张三", "官方 李明、张三"] == aspects["发明人"]


@pytest.mark.parametrize(
    ("source", "label"),
    [(RecordSource.REVIEWER, "官方录入"), (RecordSource.EPO_OPS, "EPO OPS")],
)
def test_a_record_says_who_brought_it(source, label):
    rows = shown(patent_case(record(source)), patent_finding())[0][2]
    assert f"{label} ZL 2020 1 0430096.0" == rows[-1]


def test_the_applicants_own_printout_is_no_official_record():
    rows = [
        row
        for _, _, rows in shown(patent_case(record(RecordSource.APPLICANT)), patent_finding())
        for row in rows
    ]
    assert not [row for row in rows if row.startswith("官方")]


def test_the_check_digit_that_the_others_demand_is_marked():
    rows = shown(patent_case(), patent_finding(required="ZL202010430096.1"))[0][2]
    assert "规定 ZL 2020 1 0430096.[1]" == rows[-1]


def test_a_correction_stands_beside_the_reading():
    key = reading_key(CERTIFICATE, 1, "award_certificate", "issuer", "新乡市红旗区人民政府")
    comparing = Comparing(
        case("XX001"), lambda _, text: text, {key: ("新乡市人民政府", "王审核员")}
    )
    (aspect,) = comparing.aspects(finding("XX001"))
    (value,) = aspect.rows[1].values
    assert ("新乡市红旗区人民政府", ("新乡市人民政府", "王审核员")) == (value.text, value.corrected)


def test_without_marks_nothing_tells_what_the_machine_made_of_it():
    one = finding("XX001", found="县区级")
    assert [("授予单位", False, ["申报 新乡市人民政府", "证书 新乡市红旗区人民政府@"])] == shown(
        case("XX001"), one, marks=False
    )


def test_values_of_a_form_are_masked_by_their_column():
    papers = paper(
        DocumentKind.APPLICATION_FORM, CERTIFICATE, field("身份证号", "410702197801011234", box(1))
    )
    one = finding(
        "XX001",
        rule="P2",
        claim=None,
        declared="",
        found="",
        where=(Place(CERTIFICATE, 1, box(1)),),
    )
    comparing = Comparing(
        with_papers(case("XX001"), papers),
        lambda column, text: "****" if column == "身份证号" else text,
    )
    (aspect,) = comparing.aspects(one)
    assert {"****"} == {value.text for row in aspect.rows for value in row.values}
