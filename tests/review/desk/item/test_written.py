import datetime as dt

import pytest

from review.desk.flow.deciding import DecisionRefusedError
from review.desk.item.written import Written
from review.desk.models.decisions import Choice


def test_a_form_becomes_an_intent():
    written = Written.of(
        {
            "choice": "supplement",
            "reason": "document",
            "supplement": " 表彰文件 ",
            "until": "2024-04-30",
        }
    )
    intent = written.intent(3, 41)
    assert (Choice.SUPPLEMENT, "document", "表彰文件") == (
        intent.choice,
        intent.reason,
        intent.supplement,
    )
    assert (dt.date(2024, 4, 30), 3, 41) == (intent.until, intent.version, intent.seconds)


def test_papers_of_another_choice_are_not_taken_along():
    written = Written.of(
        {"choice": "accept", "reason": "seen", "supplement": "表彰文件", "until": "never"}
    )
    intent = written.intent(1, None)
    assert ("", None) == (intent.supplement, intent.until)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({}, "E-DESK-CHOICE"),
        ({"choice": "approve"}, "E-DESK-CHOICE"),
        ({"choice": "supplement", "until": "30.4.2024"}, "E-DESK-UNTIL"),
    ],
)
def test_what_cannot_be_understood_is_refused_with_its_code(values, code):
    with pytest.raises(DecisionRefusedError) as refused:
        Written.of(values).intent(1, None)
    assert code == refused.value.code


def test_a_draft_brings_back_what_was_written():
    written = Written("reject", "issuer", "红旗区不是省辖市", "", "2024-04-30")
    assert written == Written.of(written.content)


@pytest.mark.parametrize(
    ("values", "expected"),
    [({"until": "2024-04-30"}, False), ({"text": "  "}, False), ({"choice": "accept"}, True)],
)
def test_a_day_alone_is_not_yet_a_draft(values, expected):
    assert expected is Written.of(values).says_something


def test_nul_is_no_text():
    assert "ab" == Written.of({"text": "a\x00b"}).text
