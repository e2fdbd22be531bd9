"""Ways in which evidence that proves nothing might look as if it did: none of them passes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evidence.documents import DocumentKind
from evidence.places import Place
from tests.verifiers.builders import (
    APPLICANT,
    AWARD_CLAIM,
    NAME,
    application,
    award,
    award_dossier,
    certificate,
    date,
    decision,
    document,
    dossier,
    flagged,
    judged,
    patent_dossier,
    record,
    result,
    skill,
)

PROVINCE_CLAIM = replace(
    AWARD_CLAIM,
    title="劳动模范",
    issuers=("中共河南省委", "河南省人民政府"),
    document_title="关于表彰劳动模范的决定",
    document_number="豫发〔2021〕37号",
    certificate_number="",
)


def test_a_certificate_that_names_no_province_is_not_given_the_declared_one():
    """省委、省政府 on both papers could be any province's, whatever is declared."""
    bare = ["省委", "省政府"]
    one = award_dossier(PROVINCE_CLAIM)
    papers = (
        skill(),
        award(
            issuer=bare,
            honour="劳动模范",
            document_number=None,
            certificate_number=None,
            seal_text=None,
        ),
        decision(
            issuer=bare,
            title="关于表彰劳动模范的决定",
            document_number="发〔2021〕37号",
            honour="劳动模范",
            seal_text=None,
        ),
    )
    verdict = judged(replace(one, documents=papers))
    assert verdict.outcome == "on_site"
    assert result(verdict, "H61", 1) == "unsure"


@pytest.mark.parametrize("grade", ["预备技师", "助理技师", "特级技师", "首席技师", "见习技师"])
def test_a_grade_that_only_ends_like_level_two_is_another_grade(grade):
    """预备技师 stands below 技师 and 特级技师 above it."""
    one = award_dossier()
    changed = [skill(grade=grade), *one.documents[1:]]
    assert "match" != result(judged(replace(one, documents=tuple(changed))), "H2b")


def test_a_skill_certificate_without_its_own_name_may_be_a_vocational_one():
    """A 国家职业资格证书's inner page names grade and HR department, but not what it is."""
    one = award_dossier()
    changed = [skill(title=None), *one.documents[1:]]
    verdict = judged(replace(one, documents=tuple(changed)))
    assert ("H2b", None) in flagged(verdict)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("单位审核意见", "不同意"),
        ("主管部门意见", "不同意"),
        ("是否存在禁止申报的情形", "是"),
        ("年度考核2021", "不合格"),
    ],
)
def test_a_form_that_refuses_what_the_table_grants_contradicts_it(column, value):
    """A 附件2 among the uploads that says otherwise than the table is not passed over."""
    form = document(
        DocumentKind.APPLICATION_FORM, "申报表.pdf", {"姓名": NAME, "性别": "男", column: value}
    )
    app = application()
    verdict = judged(dossier(app, skill(), form))
    assert "pass" == judged(dossier(app, skill())).outcome
    assert verdict.outcome == "on_site"
    assert result(verdict, "P2") == "mismatch"


def test_a_title_that_names_direct_units_is_not_wide_because_it_says_whole_province():
    """Without an addressee the title decides, and this one says both."""
    claim = replace(
        AWARD_CLAIM,
        issuers=("河南省水利厅",),
        title="防汛先进个人",
        document_title="河南省水利厅关于表彰全省水利系统厅直属单位防汛先进个人的决定",
    )
    one = award_dossier(claim)
    papers = (
        skill(),
        award(issuer="河南省水利厅", honour="防汛先进个人", seal_text="河南省水利厅"),
        decision(
            issuer="河南省水利厅",
            title=claim.document_title,
            honour="防汛先进个人",
            addressee=None,
            seal_text="河南省水利厅",
        ),
    )
    verdict = judged(replace(one, documents=papers))
    assert result(verdict, "A6", 1) == "unsure"


def test_punctuation_is_no_title_and_agrees_with_nothing():
    """Two titles that are empty but for marks are not the same title."""
    one = patent_dossier()
    claim = replace(one.application.claims[0], title="")
    app = replace(one.application, claims=(claim,))
    documents = (skill(), certificate(title="《》"))
    verdict = judged(replace(one, application=app, documents=documents), record(title="“”"))
    assert result(verdict, "A9", 1) != "match"


def test_a_decision_that_may_be_older_than_the_level_two_certificate_leaves_doubt():
    """The honour is conferred by the decision, the certificate printed later."""
    one = award_dossier()
    papers = (skill(date="2021-11-10"), award(), decision(date="2021-11"))
    app = replace(one.application, certified=date("2021-11-10"))
    verdict = judged(replace(one, application=app, documents=papers))
    assert result(verdict, "A1", 1) == "unsure"


def test_a_printed_issuer_of_another_name_leaves_doubt_even_when_read_with_doubt():
    """A seal of the declared issuer does not hide that another body may have signed."""
    from tests.verifiers.builders import doubted

    one = award_dossier()
    paper = doubted(award(issuer="新乡市红旗区人民政府"), "issuer")
    verdict = judged(replace(one, documents=(skill(), paper, decision())))
    assert verdict.outcome == "on_site"


def test_publicity_is_not_over_because_nobody_said_when_the_batch_arrived():
    """Without a date of receipt nothing says that the publicity had ended."""
    assert ("P4", None) in flagged(judged(award_dossier(), received=None))


def test_two_numbers_on_one_patent_certificate_contradict_each_other():
    """A continuation page of another patent bound behind the certificate is seen."""
    one = patent_dossier()
    mixed = certificate(patent_number=["ZL202010430096.0", "ZL202010310978.3"])
    verdict = judged(replace(one, documents=(skill(), mixed)), record())
    assert verdict.outcome == "on_site"


def test_an_applicants_printout_that_says_export_is_still_the_applicants():
    """Who obtained a record is told by its folder; the site it names changes nothing."""
    from evidence.register import RecordSource

    own = record(
        source=RecordSource.APPLICANT,
        applicant=APPLICANT,
        place=Place(f"uploads/{APPLICANT}/检索结果导出.pdf"),
    )
    assert result(judged(patent_dossier(), own), "A9", 1) == "unsure"


@pytest.mark.parametrize(
    "rival",
    [
        decision(named_person=["韩玉梅", "宋建华"]),
        decision(issuer="新乡市红旗区人民政府", seal_text=None),
        award(honour="全市文化工作先进个人"),
    ],
)
def test_another_paper_under_the_same_number_that_says_otherwise_leaves_doubt(rival):
    """The paper that proves most does not make the one that contradicts it disappear."""
    one = award_dossier()
    other = replace(rival, upload=f"uploads/{APPLICANT}/另一份.pdf", sha256="b" * 64)
    assert "pass" == judged(one).outcome
    verdict = judged(replace(one, documents=(*one.documents, other)))
    assert result(verdict, "A4b", 1) == "unsure"


def test_a_second_copy_of_the_same_paper_changes_nothing():
    """Copies agree; only contradictions leave doubt."""
    one = award_dossier()
    copies = [replace(d, upload=f"{d.upload}.副本") for d in (award(), decision())]
    assert "pass" == judged(replace(one, documents=(*one.documents, *copies))).outcome


@pytest.mark.parametrize("column", ["employer", "target_occupation"])
def test_nobody_signs_for_a_post_that_is_not_stated(column):
    """Attestation is the unit's, for an occupation: blank ones name nobody."""
    verdict = judged(dossier(application(**{column: ""}), skill()))
    assert result(verdict, "P2") == "not_checked"
    assert verdict.outcome == "on_site"
