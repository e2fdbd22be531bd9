"""Whose applicants a person sees."""

import pytest
from django.http import Http404

from evidence.cases import ReviewArea
from review.desk.access.roles import ALLOWED, Action, Role, may
from review.desk.access.scope import place_of
from review.desk.models import Item
from tests.review.desk.cases import case

AREAS = (
    ReviewArea(("市直", "新乡市", "红旗区"), "新乡市工考管理机构"),
    ReviewArea(("辉县市", "新乡县", "高新区"), "新乡市工考管理机构"),
)


@pytest.mark.parametrize(
    ("region", "place"),
    [
        ("辉县市", "辉县市"),
        ("河南省新乡市辉县市", "辉县市"),
        (" 辉县 市 ", "辉县市"),
        ("新乡市", "新乡市"),
        ("新乡市红旗区", "红旗区"),
        ("新乡县", "新乡县"),
        ("新乡高新区", "高新区"),
        # What the notice does not know stays as declared, and is nobody's by accident.
        ("辉县市百泉镇", "辉县市百泉镇"),
        ("安阳市", "安阳市"),
        ("", ""),
    ],
)
def test_a_declared_place_is_the_one_it_ends_in(region, place):
    assert place == place_of(region, AREAS)


def test_a_county_sees_its_own_and_the_city_sees_all(published, person):
    from review.desk.access.scope import applicants_of, item_for, items_of

    published(case("XX001", region="辉县市"), case("XX002", region="新乡县"), case("XX003"))

    def seen(*regions):
        one = person("-".join(regions) or "city", "reviewer", regions=regions)
        numbers = sorted(items_of(one).values_list("number", flat=True))
        assert numbers == sorted(applicants_of(one).values_list("number", flat=True))
        return numbers

    assert ["XX001", "XX002", "XX003"] == seen()
    assert ["XX001"] == seen("辉县市")
    assert ["XX001", "XX002"] == seen("辉县市", "新乡县")
    assert [] == seen("原阳县")
    local = person("local", "reviewer", regions=["辉县市"])
    foreign = Item.objects.get(number="XX002")
    with pytest.raises(Http404):
        item_for(local, foreign.pk)
    with pytest.raises(Http404):
        item_for(local, 10**9)


def test_an_applicant_without_a_place_is_the_citys(published, person):
    from review.desk.access.scope import items_of

    published(case("XX001", region=""))
    assert 1 == items_of(person("city", "reviewer")).count()
    assert 0 == items_of(person("local", "reviewer", regions=["辉县市"])).count()


def test_every_action_names_who_may_take_it():
    assert set(Action) == set(ALLOWED)
    assert all(ALLOWED.values())


@pytest.mark.parametrize("action", [Action.ITEM_DECIDE, Action.ITEM_SECOND, Action.ITEM_ADJUDICATE])
def test_who_decides_is_one_role_each(action):
    """An auditor and an operator decide nothing."""
    assert 1 == len([role for role in Role if may([role], action)])
    assert not may([Role.AUDITOR, Role.OPERATOR], action)
    assert not may([], action)
