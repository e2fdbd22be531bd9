import pytest

from evidence.applications import DeclarationSource
from evidence.documents import Certainty, Document, DocumentKind, Field
from evidence.places import Box
from extractors.intake.declarations import Declarations
from extractors.intake.forms import application_from_form, declared_application, one_form

UNIT, DEPARTMENT = "新乡市示例医院", "新乡市卫生健康委员会"
PLAIN = {
    "姓名": "张三",
    "身份证号": "410702197001011230",
    "工作单位": UNIT,
    "年度考核2019": "优秀",
    "单位审核意见": "同意",
    "主管部门意见": "同意",
    "claims.1.名称": "一种示例夹具",
    "claims.1.专利号": "ZL202010430096.0",
    "claims.2.审核人": "王五",
}
OPINIONS = {"单位审核意见": 1000, "主管部门意见": 1500}


def _field(name, value, *, top=100, doubt=None):
    certainty = Certainty.DOUBTFUL if doubt else Certainty.CERTAIN
    box = Box(100, top, 500, top + 50)
    return Field(name, value, value, 2, box, 0.9, "rapidocr", certainty, doubt)


def _form(values=PLAIN, *extra):
    fields = [_field(name, value, top=OPINIONS.get(name, 100)) for name, value in values.items()]
    path = "uploads/A001/申报表.pdf"
    return Document(path, "0" * 64, DocumentKind.APPLICATION_FORM, (1, 2), (*fields, *extra))


def _seal(text, top, **options):
    return _field("seal_text", text, top=top, **options)


def test_a_form_declares_what_the_tables_would():
    application = application_from_form("A001", _form())
    assert (DeclarationSource.FORM, "张三", {2019: "优秀"}) == (
        application.source,
        application.name,
        application.appraisals,
    )
    assert "uploads/A001/申报表.pdf" == application.place.upload
    (claim,) = application.claims
    assert (1, "ZL202010430096.0") == (claim.no, claim.patent_number)


def test_consent_without_a_seal_does_not_count():
    application = application_from_form("A001", _form())
    assert ("", "") == (application.unit_opinion, application.department_opinion)
    assert ["E-FORM-SEAL", "E-FORM-SEAL"] == [problem.code for problem in application.problems]


@pytest.mark.parametrize(
    ("seals", "expected"),
    [
        ([_seal(UNIT, 1100)], ("同意", "")),
        ([_seal(UNIT, 1100), _seal(DEPARTMENT, 1600)], ("同意", "同意")),
        ([_seal("新乡市第二示例医院", 1100)], ("", "")),
        ([_seal(UNIT, 1600)], ("同意", "")),
        ([_seal(UNIT, 1100, doubt="faint"), _seal(DEPARTMENT, 1600, doubt="faint")], ("", "")),
        ([_seal(DEPARTMENT, 1100)], ("", "")),
    ],
)
def test_a_seal_counts_by_its_name_and_its_place(seals, expected):
    application = application_from_form("A001", _form(PLAIN, *seals))
    assert expected == (application.unit_opinion, application.department_opinion)


def test_where_the_form_names_the_department_its_seal_must_bear_that_name():
    values = PLAIN | {"主管部门": DEPARTMENT}
    by_name = application_from_form("A001", _form(values, _seal(DEPARTMENT, 1100)))
    other = application_from_form("A001", _form(values, _seal("新乡市教育局", 1600)))
    assert ("同意", "") == (by_name.department_opinion, other.department_opinion)


def test_the_callers_own_seal_evidence_decides():
    application = application_from_form(
        "A001", _form(), unit_seal_found=True, department_seal_found=False
    )
    assert ("同意", "") == (application.unit_opinion, application.department_opinion)


def test_a_refusal_counts_without_any_seal():
    application = application_from_form("A001", _form(PLAIN | {"单位审核意见": "不同意"}))
    assert "不同意" == application.unit_opinion


def test_a_field_read_with_doubt_is_taken_and_reported():
    form = _form({}, _field("姓名", "张三", doubt="low confidence"))
    application = application_from_form("A001", form)
    assert "张三" == application.name
    assert ["E-FORM-DOUBT"] == [problem.code for problem in application.problems]
    assert "第2页“姓名”" in application.problems[0].zh


def test_a_field_that_repeats_is_one_cell():
    issuers = [_field("claims.1.授予单位", name) for name in ("中共新乡市委", "新乡市人民政府")]
    (claim,) = application_from_form("A001", _form({}, *issuers)).claims
    assert ("中共新乡市委", "新乡市人民政府") == claim.issuers


def _codes(application):
    return [problem.code for problem in application.problems]


def test_the_tables_row_comes_before_the_form():
    row = application_from_form("A001", _form(PLAIN | {"姓名": "李四"}))
    tables = Declarations((row,), has_applications_table=True, has_claims_table=True)
    assert row == declared_application("A001", tables, application_from_form("A001", _form()))


def test_a_missing_claims_table_is_made_up_for_by_the_form():
    form = application_from_form("A001", _form())
    row = application_from_form("A001", _form({"姓名": "张三"}))
    tables = Declarations((row,), has_applications_table=True)
    declared = declared_application("A001", tables, form)
    assert form.claims == declared.claims
    assert "E-FORM-SEAL" in _codes(declared)


def test_a_missing_applications_table_is_made_up_for_by_the_form():
    form = application_from_form("A001", _form())
    claims = (*form.claims, *form.claims)
    tables = Declarations(has_claims_table=True, claims={"A001": claims})
    assert claims == declared_application("A001", tables, form).claims
    assert "张三" == declared_application("A001", Declarations(), form).name


def test_an_applicant_whom_the_table_does_not_know_is_marked():
    form = application_from_form("A001", _form())
    tables = Declarations(has_applications_table=True, has_claims_table=True)
    assert "E-APPLICATION-NO-ROW" in _codes(declared_application("A001", tables, form))


def test_where_neither_row_nor_form_exists_nothing_is_declared():
    assert None is declared_application("A001", Declarations(has_applications_table=True), None)


def test_a_form_in_parts_that_differ_is_doubted():
    """Page by page photographs come as several forms: the others are not lost in silence."""
    first, rest = _form(), _form({"姓名": "张三", "claims.2.名称": "另一项"})
    forms = [application_from_form("A001", one) for one in (first, rest)]
    assert "E-FORM-SEVERAL" in _codes(one_form(forms))
    assert forms[0] == one_form([forms[0], forms[0]])
    assert one_form([]) is None


def test_a_row_without_claims_table_or_form_declares_claims_nowhere():
    row = application_from_form("A001", _form({"姓名": "张三"}))
    tables = Declarations((row,), has_applications_table=True)
    assert "E-CLAIMS-MISSING" in _codes(declared_application("A001", tables, None))
