"""What `heyan read` shows to a person."""

import pytest
from click.testing import CliRunner

from evidence.documents import Certainty, Document, DocumentKind, Field
from evidence.uploads import Admission, Origin, Upload, UploadOutcome, UploadStatus
from extractors.intake.columns import APPLICATION_SYNONYMS, CLAIM_SYNONYMS
from pipeline.cli import heyan, labels
from pipeline.cli.read import FileRead

FIELDS = """
    issuer recipient honour rank contest date document_number certificate_number seal_text title
    addressee named_person patent_type patent_number inventor patentee application_date grant_date
    grant_number inventor_at_filing qr_url site legal_status case_status query_time name
    occupation grade result
    result_count result_page searched_number legal_event publication_number publication_date
    paper application_number applicant agency ipc case_number hearing_date dispatch_date
    dispatch_number
    申报编号 姓名 性别 身份证号 出生年月 文化程度 参加工作时间 工作单位 主管部门 地区 现岗位工种
    现岗位等级 现等级聘任时间 现等级证书取得时间 申报岗位工种 申报岗位等级 优秀共产党员年度
    是否存在禁止申报的情形 单位审核意见 主管部门意见 公示开始 公示结束 人员类别 转正定级时间
    本等级连续 原工种 退休时间 容缺承诺 报名提交时间 手机
    序号 条件 名称 授予单位 文件名称 发文字号 证书编号 取得日期 等次 专利号 专利类型 名次 审核人
"""


def _field(name, value, doubt=None):
    certainty = Certainty.DOUBTFUL if doubt else Certainty.CERTAIN
    return Field(name, value, value, 1, None, 0.9, "test", certainty, doubt)


@pytest.fixture
def shown(home, tmp_path, monkeypatch):
    """What a person is shown of a document that was read."""

    def show(language, document):
        upload = Upload("a.pdf", "-", Origin.APPLICANT, "0" * 64, 1, "x/y", Admission.ACCEPTED)
        read = FileRead("a.pdf", UploadOutcome(upload, UploadStatus.READ), None, (document,))
        monkeypatch.setattr("pipeline.cli.read.read_files", lambda *_: iter([read]))
        path = tmp_path / "a.pdf"
        path.touch()
        return _call("--lang", language, "read", str(path))

    return show


def _call(*arguments):
    result = CliRunner().invoke(heyan, arguments)
    assert 0 == result.exit_code, result.output
    return result.stdout


def test_every_kind_and_field_of_the_batch_format_has_a_label():
    """In both languages; no label is left from a kind that is gone."""
    assert {kind.value for kind in DocumentKind} == labels.KINDS.keys()
    assert set(FIELDS.split()) == labels.FIELDS.keys()
    assert {*APPLICATION_SYNONYMS.values(), *CLAIM_SYNONYMS.values()} <= labels.FIELDS.keys()


def test_a_chinese_reader_sees_chinese(shown):
    """Kinds, fields, codes and doubts."""
    award = Document(
        "a.pdf",
        "0" * 64,
        DocumentKind.AWARD_CERTIFICATE,
        (1, 2),
        (
            _field("issuer", "新乡市人民政府", "read with confidence 0.61 only"),
            _field("date", "2020-05", "another date stands beside it: 2020-06"),
        ),
    )
    text = shown("zh", award)
    assert "获奖证书（第1、2页）" in text
    assert "授予单位" in text
    assert "存疑：识读置信度仅 0.61" in text
    assert "存疑：旁边另有日期 2020-06" in text
    patent = Document(
        "a.pdf",
        "0" * 64,
        DocumentKind.PATENT_CERTIFICATE,
        (1,),
        (_field("patent_type", "utility_model"), _field("grant_date", "2020-06-02")),
    )
    text = shown("zh", patent)
    assert [] == [
        word for word in ("专利证书", "实用新型", "授权公告日", "确定") if word not in text
    ]
    assert "utility_model" in shown("en", patent)
    assert "date of grant" in shown("en", patent)


@pytest.mark.parametrize(
    ("doubt", "zh"),
    [
        ("text layer says “张三”", "文字层为“张三”"),
        ("the check digit is wrong", "校验位不符"),
        ("the QR code says CN1B", "二维码为 CN1B"),
        ("something new", "something new"),
    ],
)
def test_a_doubt_nobody_worded_is_shown_as_it_is(doubt, zh):
    """Better English than nothing."""
    assert zh == labels.doubt_zh(doubt)


def test_appraisals_are_named_by_their_year(shown):
    """One column a year."""
    form = Document(
        "a.pdf", "0" * 64, DocumentKind.APPLICATION_FORM, (1,), (_field("年度考核2021", "优秀"),)
    )
    assert "年度考核2021" in shown("zh", form)
    assert "appraisal of 2021" in shown("en", form)
