"""Taking items: a lease keeps two people from one item, for as long as somebody works."""

import datetime as dt

import pytest

from review.desk.models import CountyOffice, Event, Item
from tests.review.desk.cases import case, passed

MINUTES = 15
"""How long a lease lasts."""


@pytest.fixture
def later(now):
    """So many minutes later."""
    return lambda minutes: now + dt.timedelta(minutes=minutes)


@pytest.fixture
def save(now):
    """`save(person, item, version)`: rejects; the code with which it is refused, or None."""
    from review.desk.flow.deciding import DecisionRefusedError, Intent, decide
    from review.desk.models.decisions import Choice

    def saved(person, item, version=1):
        try:
            decide(person, item.pk, Intent(Choice.REJECT, "issuer", version), now)
        except DecisionRefusedError as e:
            return e.code
        return None

    return saved


def everything():
    return Item.objects.order_by("opened_at", "id")


def holder(item):
    return Item.objects.get(pk=item.pk).holder


def told(action):
    events = Event.objects.filter(action=action).order_by("seq")
    return list(events.values_list("actor", "subject", "detail"))


def test_the_next_item_is_the_oldest_that_nobody_has(published, person, now):
    from review.desk.flow.leases import take_next

    one, two = published(case("XX001"), case("XX002"))
    li, wang = person("li", "reviewer"), person("wang", "reviewer")
    assert one == take_next(li, everything(), now)
    assert two == take_next(wang, everything(), now)
    assert None is take_next(person("zhao", "reviewer"), everything(), now)
    assert one == take_next(li, everything(), now), "what one holds is still one's own"
    assert [("li", f"item/{one.pk}", "{}"), ("wang", f"item/{two.pk}", "{}")] == told("item.taken")


def test_the_filter_decides_what_is_next(published, person, now):
    from review.desk.flow.leases import take_next

    _, two = published(case("XX001"), case("XX002"))
    assert two == take_next(person("li", "reviewer"), everything().filter(number="XX002"), now)


def test_nobody_else_takes_an_item_while_the_lease_lasts(published, person, now, later):
    from review.desk.flow.leases import take

    (item,) = published(case("XX001"))
    li, wang = person("li", "reviewer"), person("wang", "reviewer")
    assert take(li, item, now)
    assert not take(wang, item, later(MINUTES))
    assert li == holder(item)


def test_a_lease_that_ran_out_can_be_taken_over(published, person, now, later):
    from review.desk.flow.leases import take

    (item,) = published(case("XX001"))
    li, wang = person("li", "reviewer"), person("wang", "reviewer")
    take(li, item, now)
    assert take(wang, item, later(MINUTES + 1))
    assert wang == holder(item)
    assert ("wang", f"item/{item.pk}", '{"from":"li"}') == told("item.taken")[1]


def test_a_sign_of_life_makes_the_lease_longer(published, person, now, later):
    from review.desk.flow.leases import renew, take

    (item,) = published(case("XX001"))
    li, wang = person("li", "reviewer"), person("wang", "reviewer")
    take(li, item, now)
    assert later(10 + MINUTES) == renew(li, item.pk, later(10))
    assert not take(wang, item, later(MINUTES + 1))


def test_a_lease_that_ran_out_lives_again_where_nobody_took_over(published, person, now, later):
    from review.desk.flow.leases import renew, take

    (item,) = published(case("XX001"))
    li, wang = person("li", "reviewer"), person("wang", "reviewer")
    take(li, item, now)
    assert renew(li, item.pk, later(60))
    assert take(wang, item, later(120))
    assert None is renew(li, item.pk, later(121))
    assert None is renew(person("zhao", "reviewer"), item.pk, later(121))


def test_a_lease_that_ran_out_still_saves_where_nobody_took_over(published, person, now, save):
    from review.desk.flow.leases import take

    (item,) = published(case("XX001"))
    li = person("li", "reviewer")
    take(li, item, now - dt.timedelta(hours=2))
    assert None is save(li, item)


def test_whose_lease_was_taken_over_saves_nothing(published, person, now, save):
    from review.desk.flow.leases import take

    (item,) = published(case("XX001"))
    li, wang = person("li", "reviewer"), person("wang", "reviewer")
    take(li, item, now - dt.timedelta(hours=2))
    take(wang, item, now)
    assert "E-DESK-HELD" == save(li, item)
    assert None is save(wang, item)


def test_of_two_who_opened_the_same_version_one_saves(published, person, save):
    (item,) = published(case("XX001"))
    assert [None, "E-DESK-CLOSED"] == [
        save(person("li", "reviewer"), item), save(person("wang", "reviewer"), item),
    ]  # fmt: skip


def test_giving_back_is_told_and_frees_the_item(published, person, now):
    from review.desk.flow.leases import release, take

    (item,) = published(case("XX001"))
    li, wang = person("li", "reviewer"), person("wang", "reviewer")
    take(li, item, now)
    release(wang, item.pk)
    assert li == holder(item)
    release(li, item.pk, now)
    assert take(wang, item, now)
    assert ["li"] == [actor for actor, *_ in told("item.released")]


def test_deciding_frees_the_item_for_the_second_reviewer(published, person, now):
    from review.desk.flow.deciding import Intent, decide
    from review.desk.flow.leases import take, take_next
    from review.desk.models.decisions import Choice

    (item,) = published(case("XX001"))
    li = person("li", "reviewer", "second_reviewer")
    take(li, item, now)
    decide(li, item.pk, Intent(Choice.ACCEPT, "seen", 1), now)
    assert None is holder(item)
    assert None is take_next(li, everything(), now)
    assert not take(li, item, now)
    assert item == take_next(person("zhao", "second_reviewer"), everything(), now)


@pytest.mark.parametrize(
    ("roles", "stage", "free"),
    [
        (("reviewer",), "review", True),
        (("reviewer",), "second", False),
        (("reviewer",), "adjudication", False),
        (("second_reviewer",), "second", True),
        (("second_reviewer",), "review", False),
        (("administrator",), "adjudication", True),
        (("administrator",), "review", False),
        (("auditor", "operator"), "review", False),
    ],
)
def test_only_whose_turn_it_is_takes_an_item(published, person, now, roles, stage, free):
    from review.desk.flow.leases import take

    (item,) = published(case("XX001"))
    Item.objects.filter(pk=item.pk).update(stage=stage)
    assert free is take(person("li", *roles), item, now)


@pytest.mark.parametrize("condition", ["closed", "waiting", "withdrawn"])
def test_what_is_not_open_is_not_taken(published, person, now, condition):
    from review.desk.flow.leases import take

    (item,) = published(case("XX001"))
    Item.objects.filter(pk=item.pk).update(state=condition)
    assert not take(person("li", "reviewer"), item, now)


def test_county_and_city_each_take_their_own(published, person, now):
    from review.desk.flow.leases import free_for

    CountyOffice.objects.create(place="辉县市")
    CountyOffice.objects.create(place="长垣市", decides_below_one=True)
    published(
        case("XX001", region="辉县市"),
        case("XX002", region="长垣市", grade="二级"),
        case("XX003", region="市直"),
    )

    def free(*regions):
        one = person(f"of{len(regions)}{regions[:1]}", "reviewer", regions=regions)
        return sorted(free_for(one, everything(), now).values_list("number", flat=True))

    assert ["XX002", "XX003"] == free()
    assert ["XX001"] == free("辉县市")
    assert ["XX002"] == free("长垣市")
    assert ["XX001", "XX002"] == free("辉县市", "长垣市")
    assert [] == free("原阳县")


def test_what_free_for_offers_is_what_deciding_allows(published, person, now, save, settings):
    """The queue's query and the check on saving say the same, for every person and item."""
    from review.desk.flow.leases import free_for

    settings.SAMPLE_SHARE = 1
    CountyOffice.objects.create(place="辉县市")
    CountyOffice.objects.create(place="长垣市", decides_below_one=True)
    published(
        case("XX001", region="辉县市"), case("XX002", region="长垣市", grade="三级"),
        case("XX003"), passed("XX004"), passed("XX005", region="辉县市"),
    )  # fmt: skip
    people = [
        person(f"{'-'.join(regions)}-{roles}", *roles, regions=regions)
        for regions in ((), ("辉县市",), ("长垣市",))
        for roles in (("reviewer",), ("second_reviewer",), ("reviewer", "administrator"))
    ]
    for _ in range(4):
        for one in people:
            offered = set(free_for(one, everything(), now))
            for item in everything():
                refused = save(one, item, item.version) if item in offered else None
                assert None is refused
                if item not in offered:
                    assert save(one, item, item.version) in {"E-DESK-STAGE", "E-DESK-CLOSED"}
