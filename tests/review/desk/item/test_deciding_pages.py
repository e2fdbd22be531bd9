import datetime as dt

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from evidence.findings import Result
from review.desk.flow.deciding import Intent, decide
from review.desk.flow.leases import take
from review.desk.item.opening import opened_mark
from review.desk.models import Decision, Draft, Event, Item
from review.desk.models.decisions import Choice
from tests.review.desk.cases import case, finding

FORM = {"choice": "reject", "reason": "issuer", "version": "1", "in": ""}


def post(client, item, **fields):
    return client.post(f"/items/{item.pk}/decide/", FORM | fields)


def test_saving_opens_the_next_item_of_the_queue_and_takes_it(published, signed_in):
    first, second, _ = published(*(case(f"XX00{n}") for n in (1, 2, 3)))
    wang = signed_in("reviewer")
    answer = post(wang, first, **{"in": "batch=xinxiang-2024-001"})
    assert (
        f"/items/{second.pk}/?in=batch%3Dxinxiang-2024-001&after={first.pk}" == answer["Location"]
    )
    assert wang.person.pk == Item.objects.get(pk=second.pk).holder_id
    assert ("closed", "reject") == tuple(
        Item.objects.values_list("state", "choice").get(pk=first.pk)
    )


def test_the_next_item_is_one_that_the_filter_lets_through(published, signed_in):
    first, _, third = published(
        case("XX001", unit="甲"), case("XX002", unit="乙"), case("XX003", unit="甲")
    )
    answer = post(signed_in("reviewer"), first, **{"in": "unit=甲"})
    assert answer["Location"].startswith(f"/items/{third.pk}/")


def test_after_the_last_item_the_queue_says_that_it_is_saved(published, signed_in):
    (item,) = published(case("XX001"))
    answer = signed_in("reviewer").post(f"/items/{item.pk}/decide/", FORM, follow=True)
    assert "决定已保存" in answer.content.decode()
    assert "/queue/" == answer.redirect_chain[-1][0].split("?")[0]


def test_the_handling_time_counts_from_the_opening(published, signed_in):
    (item,) = published(case("XX001"))
    wang = signed_in("reviewer")
    opened = timezone.now() - dt.timedelta(seconds=40)
    post(wang, item, opened=opened_mark(wang.person, item.pk, opened))
    assert Decision.objects.get().seconds in (40, 41)


def test_without_an_honest_opening_no_handling_time_is_kept(published, signed_in):
    (item,) = published(case("XX001"))
    post(signed_in("reviewer"), item, opened="0")
    assert Decision.objects.get().seconds is None


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"choice": ""}, "E-DESK-CHOICE"),
        ({"reason": ""}, "E-DESK-REASON"),
        ({"reason": "seen"}, "E-DESK-REASON"),
        ({"reason": "other", "text": " "}, "E-DESK-TEXT"),
        ({"choice": "supplement", "reason": "document"}, "E-DESK-TEXT"),
        (
            {
                "choice": "supplement",
                "reason": "document",
                "supplement": "决定",
                "until": "2001-01-01",
            },
            "E-DESK-UNTIL",
        ),
    ],
)
def test_an_incomplete_decision_comes_back_with_everything_that_was_written(
    published, signed_in, fields, code
):
    (item,) = published(case("XX001"))
    wang = signed_in("reviewer")
    wang.get(f"/items/{item.pk}/")
    answer = post(wang, item, **({"text": "原件已看过"} | fields))
    assert (422, code) == (answer.status_code, answer.context["problem"].code)
    if fields.get("text") != " ":
        assert "原件已看过</textarea>" in answer.content.decode()
        assert "原件已看过" == Draft.objects.get(item=item).content["text"]
    assert not Decision.objects.exists()


def test_a_changed_item_comes_back_as_it_is_now_and_can_be_decided_again(published, signed_in):
    (item,) = published(case("XX001"))
    wang = signed_in("reviewer")
    wang.get(f"/items/{item.pk}/")
    published(case("XX001", [finding("XX001", found="新乡市卫滨区人民政府")]))
    answer = post(wang, item, text="看过")
    assert (409, "E-DESK-CHANGED") == (answer.status_code, answer.context["problem"].code)
    text = answer.content.decode()
    assert "卫滨区" in text
    assert "看过</textarea>" in text
    version = Item.objects.get(pk=item.pk).version
    assert f'name="version" value="{version}"' in text
    opened = Event.objects.filter(subject=f"item/{item.pk}", action="item.opened")
    assert 2 == opened.count()
    assert "决定和理由请重新选择" in text
    assert not any(
        one.chosen or any(reason.chosen for reason in one.reasons)
        for one in answer.context["choices"]
    ), "a second Enter would decide on evidence that nobody looked at"
    assert 302 == post(wang, item, version=str(version)).status_code


def test_an_incomplete_decision_about_what_changed_meanwhile_is_to_be_chosen_anew(
    published, signed_in
):
    """It is refused for its day, before anybody looks at the item's version."""
    (item,) = published(case("XX001"))
    wang = signed_in("reviewer")
    wang.get(f"/items/{item.pk}/")
    published(case("XX001", [finding("XX001", found="新乡市卫滨区人民政府")]))
    papers = {"choice": "supplement", "reason": "document", "supplement": "决定", "until": "4月"}
    answer = post(wang, item, **papers)
    assert (422, "E-DESK-UNTIL") == (answer.status_code, answer.context["problem"].code)
    assert not any(one.chosen for one in answer.context["choices"])
    assert 'value="决定"' in answer.content.decode()


def test_a_decision_that_the_database_had_no_time_for_comes_back_to_be_saved_again(
    published, signed_in
):
    (item,) = published(case("XX001"))
    wang = signed_in("reviewer")
    wang.get(f"/items/{item.pk}/")

    def busy(execute, sql, *arguments):
        if "desk_decision" in sql and sql.startswith("INSERT"):
            raise OperationalError("deadlock detected")
        return execute(sql, *arguments)

    with connection.execute_wrapper(busy):
        answer = post(wang, item, text="看过")
    assert (503, "E-DESK-BUSY") == (answer.status_code, answer.context["problem"].code)
    assert "看过</textarea>" in answer.content.decode()
    assert "看过" == Draft.objects.get().content["text"]
    assert ["reject"] == [one.value for one in answer.context["choices"] if one.chosen]
    assert 302 == post(wang, item, text="看过").status_code
    assert "看过" == Decision.objects.get().text


def test_what_somebody_else_took_meanwhile_is_refused_and_nothing_is_lost(
    published, signed_in, person
):
    (item,) = published(case("XX001"))
    wang = signed_in("reviewer")
    later = timezone.now()
    take(person("li", "reviewer"), item, later)
    answer = post(wang, item, text="看过")
    assert (409, "E-DESK-HELD") == (answer.status_code, answer.context["problem"].code)
    assert "看过" in answer.content.decode()
    assert "看过" == Draft.objects.get(person=wang.person).content["text"]


def test_what_was_decided_meanwhile_is_refused_and_can_be_opened_again(
    published, signed_in, person
):
    (item,) = published(case("XX001"))
    wang = signed_in("reviewer")
    decide(person("li", "reviewer"), item.pk, Intent(Choice.REJECT, "issuer", 1), timezone.now())
    answer = post(wang, item, text="看过")
    assert (409, "E-DESK-CLOSED") == (answer.status_code, answer.context["problem"].code)
    text = answer.content.decode()
    assert "看过" in text
    assert f"/items/{item.pk}/reopen/" in text


def test_who_comes_back_after_signing_in_is_led_to_the_item(published, signed_in):
    (item,) = published(case("XX001"))
    answer = signed_in("reviewer").get(f"/items/{item.pk}/decide/")
    assert f"/items/{item.pk}/" == answer["Location"]


def test_an_administrator_cannot_decide_what_is_for_a_reviewer(published, signed_in):
    (item,) = published(case("XX001"))
    answer = post(signed_in("administrator"), item)
    assert (409, "E-DESK-STAGE") == (answer.status_code, answer.context["problem"].code)


def test_deciding_again_keeps_what_was_decided_and_says_why(published, signed_in):
    (item,) = published(case("XX001"))
    wang = signed_in("reviewer")
    post(wang, item)
    wang.post(f"/items/{item.pk}/reopen/", {"why": "看错了一行", "in": ""})
    row = Item.objects.get(pk=item.pk)
    assert ("open", 2, "") == (row.state, row.round, row.choice)
    text = wang.get(f"/items/{item.pk}/").content.decode()
    assert "（前一轮）" in text
    assert 'id="decide"' in text
    post(wang, item, choice="accept", reason="seen", version=str(row.version))
    assert ["reject", "accept"] == list(
        Decision.objects.order_by("pk").values_list("choice", flat=True)
    )
    assert "看错了一行" in wang.get(f"/items/{item.pk}/history/").content.decode()


def test_deciding_again_needs_a_reason(published, signed_in):
    (item,) = published(case("XX001"))
    wang = signed_in("reviewer")
    post(wang, item)
    answer = wang.post(f"/items/{item.pk}/reopen/", {"why": " "}, follow=True)
    assert "请写明理由" in answer.content.decode()
    assert "closed" == Item.objects.get(pk=item.pk).state


@pytest.mark.parametrize(
    ("result", "choice", "preselected"),
    [
        ("unsure", "accept", True),
        ("mismatch", "accept", False),
        ("not_checked", "accept", False),
        ("unsure", "reject", False),
    ],
)
def test_a_doubt_is_accepted_with_two_keys_and_a_mismatch_with_three(
    published, signed_in, result, choice, preselected
):
    (item,) = published(
        case("XX001", [finding("XX001", result=Result(result))], claims=((1, Result(result)),))
    )
    choices = signed_in("reviewer").get(f"/items/{item.pk}/").context["choices"]
    assert preselected is next(one.preselects for one in choices if one.value == choice)
