import datetime as dt
import hashlib
import io
import json
from dataclasses import replace

import pdfplumber
import pytest

from evidence.places import Place
from evidence.register import OfficialRecord, RecordSource
from review.desk.models import Applicant, Correction, Event
from tests.review.desk.cases import case, finding, passed


def address(number="XX001"):
    return f"/applicants/{Applicant.objects.get(number=number).pk}/statement.pdf"


def text_of(answer):
    """What a reader can copy out of the PDF, without white space."""
    with pdfplumber.open(io.BytesIO(answer.content)) as pdf:
        return "".join("".join((page.extract_text() or "").split()) for page in pdf.pages)


def rows_of(answer):
    """The rows of its tables, each a list of cells without white space."""
    with pdfplumber.open(io.BytesIO(answer.content)) as pdf:
        return [
            ["".join((cell or "").split()) for cell in row]
            for page in pdf.pages
            for table in page.extract_tables()
            for row in table
        ]


def test_it_tells_the_whole_case(settled, signed_in):
    answer = signed_in("reviewer").get(address("XX002"))
    assert (200, "application/pdf") == (answer.status_code, answer["Content-Type"])
    text = text_of(answer)
    for expected in (
        "申报人情况说明",
        "《关于2024年工考的通知》（新人社办〔2024〕22号）",
        "需现场审查",
        "不予认可第1项：发证单位不在认可范围（li审核员2024-04-08）",
        "姓名李四",
        "第1项(四)6.(1)表彰先进工作者",
        "奖状.jpg",
        "a" * 16,
        "✓已读取",
        "审核人（签字）：",
        "制作：wang审核员",
        "第1页，共",
    ):
        assert expected in text, expected
    rows = rows_of(answer)
    assert [
        "✕不一致",
        "发证单位不在附件1认可范围。A3a发证单位在认可范围",
        "申报新乡市人民政府材料新乡市红旗区人民政府",
        "材料1第1页",
        "附件1第四条“省辖市党委、政府授予的为准”",
    ] in rows
    assert ["材料1", "奖状.jpg荣誉证书", "✓已读取", "1000B1页", "a" * 64] in rows


def test_personal_numbers_are_masked_wherever_they_stand(published, signed_in):
    published(case("XX001", [finding("XX001", explanation="身份证号410702197801011234不一致。")]))
    text = text_of(signed_in("reviewer").get(address()))
    assert "410702197801011234" not in text
    assert "13803731234" not in text
    assert "4107**********1234" in text


def test_every_decision_has_its_number_in_the_record(settled, signed_in):
    event = Event.objects.get(action="item.decided")
    answer = signed_in("reviewer").get(address("XX002"))
    assert [
        "审核", "不予认可", "发证单位不在认可范围", "li审核员2024-04-0818:00", str(event.seq)
    ] in rows_of(answer)  # fmt: skip
    text = text_of(answer)
    head = Event.objects.order_by("-seq")[1]
    shown = head.link[:16]
    assert f"操作记录截至第{head.seq}条，链值{shown}" in text


def test_an_undecided_case_says_that_it_is_not_final(waiting, signed_in):
    text = text_of(signed_in("reviewer").get(address("XX002")))
    assert "尚有事项未决定，本说明不是最终结论" in text
    assert "尚未决定。" in text


def test_a_pass_says_what_it_rests_on(settled, signed_in):
    text = text_of(signed_in("reviewer").get(address("XX001")))
    assert "机器核验证据齐全，机器核验通过" in text
    assert "依据(四)1至5" in text
    assert "证据证明：发证单位在认可范围" in text
    assert "没有需要人决定的事项。" in text


def test_corrections_and_official_records_stand_with_who_and_when(
    published, signed_in, now, person
):
    record = OfficialRecord(
        "ZL202010430096.0",
        RecordSource.REVIEW_BODY,
        "cpquery",
        Place("cnipa/a.csv"),
        title="一种装置",
        legal_status="专利权维持",
    )
    (item,) = published(replace(case("XX001"), records=(record,)))
    from django.db import transaction

    from review.desk.record.chain import append_event
    from review.desk.record.told import CORRECTED, told

    with transaction.atomic():
        correction = Correction.objects.create(
            applicant=item.applicant, item=item, person=person("zhao"), at=now,
            upload="uploads/XX001/奖状.jpg", page=1, kind="award_certificate", field="issuer",
            read_value="新乡市红旗区人民政府", corrected_value="新乡市人民政府", note="印章清楚",
        )  # fmt: skip
        append_event(CORRECTED, "zhao", f"correction/{correction.pk}", detail=told(correction))
    text = text_of(signed_in("reviewer").get(address()))
    assert "ZL202010430096.0审查机构检索专利名称：一种装置" in text
    assert "法律状态：专利权维持" in text
    assert "发证单位新乡市红旗区人民政府新乡市人民政府印章清楚zhao审核员2024-04-0817:00" in text


def test_the_first_decision_is_kept_from_who_gives_the_second(published, decide, signed_in):
    (item,) = published(case("XX001"))
    decide(item, "accept", "original", text="看得很清楚")
    second = text_of(signed_in("second_reviewer", username="zhou").get(address()))
    assert "看得很清楚" not in second
    assert "本轮已有决定，复核完成前不显示。" in second
    assert "看得很清楚" in text_of(signed_in("auditor", username="wu").get(address()))


def test_the_record_notes_who_took_it(settled, signed_in):
    answer = signed_in("auditor").get(address("XX001"))
    event = Event.objects.get(action="statement.exported")
    assert f"applicant/{Applicant.objects.get(number='XX001').pk}" == event.subject
    assert hashlib.sha256(answer.content).hexdigest() == json.loads(event.detail)["sha256"]


def test_another_county_finds_nothing(settled, signed_in):
    assert 404 == signed_in("reviewer", regions=["辉县市"]).get(address("XX001")).status_code


@pytest.mark.parametrize(
    "text", ["#panic()", "$x$", "*粗*_斜_", "`a`", "@x", "//x", "\\u{41}", '"}]', "[x]", "<b>"]
)
def test_what_applicants_wrote_is_data_and_never_markup(published, signed_in, settings, text):
    settings.SAMPLE_SHARE = 0
    found = [finding("XX001", explanation=text, declared=text, found=text, citation=text)]
    published(case("XX001", found, name=text, unit=text))
    assert 200 == signed_in("reviewer").get(address()).status_code


def test_it_is_chinese_whatever_language_its_maker_reads(settled, signed_in):
    client = signed_in("reviewer")
    client.post("/language/", {"language": "en", "next": "/"})
    text = text_of(client.get(address("XX002")))
    assert "核查结果" in text
    assert "the issuer" not in text


def test_a_sentence_longer_than_a_page_goes_on_and_loses_nothing(published, signed_in):
    long = "".join(f"第{n}处发文字号读不清。" for n in range(600))
    published(case("XX001", [finding("XX001", explanation=long)]))
    text = text_of(signed_in("reviewer").get(address()))
    assert [] == [n for n in range(600) if f"第{n}处" not in text]


def test_what_is_waited_for_says_until_when(waiting, decide, signed_in, now):
    until = (now + dt.timedelta(days=9)).date()
    decide(waiting, "supplement", "document", supplement="表彰文件", until=until)
    assert f"补表彰文件：表彰文件；截止{until}" in text_of(
        signed_in("reviewer", username="qian").get(address("XX002"))
    )


def test_an_applicant_whom_a_later_version_of_the_batch_lacks_is_told_as_such(
    published, signed_in, settings
):
    settings.SAMPLE_SHARE = 0
    published(passed("XX001"), passed("XX002"))
    published(passed("XX002"))
    assert "该申报人已不在批次的最新版本中" in text_of(signed_in("reviewer").get(address()))
