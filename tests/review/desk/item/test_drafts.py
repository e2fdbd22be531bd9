import pytest

from evidence.findings import Result
from review.desk.models import Draft
from tests.review.desk.cases import case, finding

WRITTEN = {
    "choice": "reject",
    "reason": "issuer",
    "text": "与文件不符",
    "until": "2024-04-30",
    "version": "1",
}


@pytest.fixture
def item(published):
    (one,) = published(case("XX001"))
    return one


def keep(client, item, **fields):
    answer = client.post(f"/items/{item.pk}/draft/", fields)
    assert 200 == answer.status_code
    return answer


def test_a_draft_is_there_again_when_the_item_is_opened(item, signed_in):
    wang = signed_in("reviewer")
    keep(wang, item, **WRITTEN)
    answer = wang.get(f"/items/{item.pk}/")
    text = answer.content.decode()
    assert "与文件不符</textarea>" in text
    assert "已恢复您" in text
    (chosen,) = (one for one in answer.context["choices"] if one.chosen)
    assert ("reject", ["issuer"]) == (
        chosen.value,
        [one.code for one in chosen.reasons if one.chosen],
    )


def test_a_later_draft_takes_the_place_of_the_earlier(item, signed_in):
    wang = signed_in("reviewer")
    keep(wang, item, **WRITTEN)
    keep(wang, item, **(WRITTEN | {"text": "与文件一致"}))
    assert ["与文件一致"] == [one.content["text"] for one in Draft.objects.all()]


def test_a_form_that_says_nothing_leaves_no_draft(item, signed_in):
    wang = signed_in("reviewer")
    keep(wang, item, **WRITTEN)
    keep(wang, item, until="2024-04-30")
    assert not Draft.objects.exists()


def test_nobody_sees_the_draft_of_somebody_else(item, signed_in):
    keep(signed_in("reviewer"), item, **WRITTEN)
    assert (
        "与文件不符"
        not in signed_in("reviewer", username="li").get(f"/items/{item.pk}/").content.decode()
    )


def test_a_saved_decision_needs_no_draft_any_more(item, signed_in):
    wang = signed_in("reviewer")
    keep(wang, item, **WRITTEN)
    wang.post(f"/items/{item.pk}/decide/", WRITTEN | {"version": "1"})
    assert not Draft.objects.exists()


def in_doubt(result):
    return case("XX001", [finding("XX001", result=result)], claims=((1, result),))


@pytest.mark.parametrize(("later", "kept"), [(Result.UNSURE, True), (Result.NOT_CHECKED, False)])
def test_what_was_chosen_is_there_again_only_on_the_same_evidence(
    published, signed_in, later, kept
):
    """A draft to accept a doubt is none to accept what was not checked at all."""
    (item,) = published(in_doubt(Result.UNSURE))
    wang = signed_in("reviewer")
    chosen = {"choice": "accept", "reason": "seen", "text": "与原件一致"}
    keep(wang, item, version="1", **chosen)
    published(in_doubt(later))
    answer = wang.get(f"/items/{item.pk}/")
    text = answer.content.decode()
    assert kept is any(
        one.chosen or any(reason.chosen for reason in one.reasons)
        for one in answer.context["choices"]
    )
    assert kept is not ("决定和理由请重新选择" in text)
    assert "与原件一致</textarea>" in text
    keep(wang, item, version=str(answer.context["item"].version), **chosen)
    answer = wang.get(f"/items/{item.pk}/")
    assert any(one.chosen for one in answer.context["choices"]), "chosen on what is there now"


def test_a_draft_that_does_not_say_what_it_was_about_chooses_nothing(item, signed_in, now):
    wang = signed_in("reviewer")
    Draft.objects.create(
        item=item, person=wang.person, content={"choice": "accept", "text": "…"}, at=now
    )
    assert not any(one.chosen for one in wang.get(f"/items/{item.pk}/").context["choices"])
