"""The top of the item page says why the item is there, and no more than may be known."""

import pytest

from review.desk.models import Item
from tests.review.desk.cases import case, passed


@pytest.fixture
def decide(now):
    def make(person, item, choice, reason):
        from review.desk.flow.deciding import Intent
        from review.desk.flow.deciding import decide as save
        from review.desk.models.decisions import Choice

        item.refresh_from_db()
        save(person, item.pk, Intent(Choice(choice), reason, item.version), now)

    return make


@pytest.fixture
def overruled(published, person, decide):
    (item,) = published(case("XX001"))
    decide(person("wang", "reviewer", display_name="王审核"), item, "accept", "original")
    return item


def top(client, item):
    answer = client.get(f"/items/{item.pk}/")
    why = answer.context["why_here"]
    text = answer.content.decode()
    assert ('id="why-here"' in text) is (why is not None)
    return why, text


def test_an_adjudicator_sees_both_decisions_side_by_side(overruled, signed_in, person, decide):
    decide(person("zhao", "second_reviewer", display_name="赵复核"), overruled, "reject", "issuer")
    why, text = top(signed_in("administrator", username="a"), overruled)
    assert [("王审核", "认可", "已核对原件"), ("赵复核", "不予认可", "发证单位不在认可范围")] == [
        (one.person, one.choice, one.why) for one in why.sides
    ]
    assert "审核与复核不一致" in text
    head = text[: text.index('class="scan"')]
    assert head.index("王审核") < head.index("↔") < head.index("赵复核")


def test_a_second_reviewer_sees_why_and_neither_who_nor_what(overruled, signed_in):
    why, text = top(signed_in("second_reviewer", username="zhao"), overruled)
    assert "改判复核" in text
    assert () == why.sides
    assert "王审核" not in text


@pytest.mark.parametrize("choice", ["accept", "reject"])
def test_a_sample_says_the_same_whatever_was_decided_first(
    published, signed_in, person, decide, settings, choice
):
    settings.SAMPLE_SHARE = 1
    published(passed("XX001"))
    item = Item.objects.get()
    wang = person("wang", "reviewer", display_name="王审核")
    decide(wang, item, choice, {"accept": "seen", "reject": "issuer"}[choice])
    why, text = top(signed_in("second_reviewer", username="zhao"), item)
    assert ("抽查", ()) == (why.title, why.sides)
    assert "独立审查" in why.task
    assert "改判" not in text
    assert "王审核" not in text


def test_elsewhere_nothing_is_said(published, signed_in):
    (item,) = published(case("XX001"))
    assert top(signed_in("reviewer"), item)[0] is None
