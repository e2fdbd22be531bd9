import datetime as dt
import json

import pytest

from review.desk.flow.deciding import Intent, decide, reopen
from review.desk.flow.leases import take
from review.desk.models import CountyOffice, Event, Item
from review.desk.models.decisions import Choice
from review.desk.people.offices import set_office
from tests.review.desk.cases import case

pytestmark = pytest.mark.django_db


def stage(item):
    item = Item.objects.get(pk=item.pk)
    return item.stage, item.local


def test_a_new_office_gets_the_undecided_items_of_its_place_for_the_first_review(person, published):
    huixian, city = published(case("XX001", region="辉县市"), case("XX002", region="市直"))
    moved = set_office(person("admin", "administrator"), "辉县市", decides_below_one=False)
    assert ((huixian.pk,), (), ()) == (moved.preliminary, moved.city, moved.local)
    assert [("preliminary", False), ("review", False)] == [stage(huixian), stage(city)]
    assert huixian.version + 1 == Item.objects.get(pk=huixian.pk).version
    event = Event.objects.get(action="office.changed")
    assert ("admin", "office/辉县市") == (event.actor, event.subject)
    assert {
        "before": None,
        "after": False,
        "preliminary": [huixian.pk],
        "city": [],
        "local": [],
    } == json.loads(event.detail)


def test_an_office_that_took_the_work_over_decides_below_one_finally(person, published):
    one, three = published(
        case("XX001", region="辉县市", grade="一级"), case("XX002", region="辉县市", grade="三级")
    )
    set_office(person("admin", "administrator"), "辉县市", decides_below_one=True)
    assert [("preliminary", False), ("review", True)] == [stage(one), stage(three)]


def test_without_its_office_a_places_items_are_the_citys_again(person, published):
    admin = person("admin", "administrator")
    set_office(admin, "辉县市", decides_below_one=True)
    one, three = published(
        case("XX001", region="辉县市", grade="一级"), case("XX002", region="辉县市", grade="三级")
    )
    moved = set_office(admin, "辉县市", None)
    assert {one.pk, three.pk} == set(moved.city)
    assert [("review", False)] * 2 == [stage(one), stage(three)]
    assert not CountyOffice.objects.exists()


def test_whoever_holds_a_moved_item_loses_it_and_their_save_is_refused(person, published, now):
    from review.desk.flow.deciding import DecisionRefusedError

    (item,) = published(case("XX001", region="辉县市"))
    li = person("li", "reviewer")
    assert take(li, item, now)
    set_office(person("admin", "administrator"), "辉县市", decides_below_one=False)
    assert Item.objects.get(pk=item.pk).holder is None
    with pytest.raises(DecisionRefusedError, match="E-DESK-CHANGED"):
        decide(li, item.pk, Intent(Choice.REJECT, "issuer", item.version), now)


def test_items_with_a_decision_stay_where_they_are(person, published, now):
    admin = person("admin", "administrator")
    set_office(admin, "辉县市", decides_below_one=False)
    (item,) = published(case("XX001", region="辉县市"))
    decide(
        person("hui", "reviewer", regions=["辉县市"]),
        item.pk,
        Intent(Choice.REJECT, "issuer", 1),
        now,
    )
    assert ("review", False) == stage(item)
    assert 0 == len(set_office(admin, "辉县市", decides_below_one=True))
    assert ("review", False) == stage(item)


def test_what_was_decided_once_does_not_go_back_to_the_first_review(person, published, now):
    admin = person("admin", "administrator")
    (item,) = published(case("XX001", region="辉县市"))
    li = person("li", "reviewer")
    decide(li, item.pk, Intent(Choice.REJECT, "issuer", 1), now)
    reopen(li, item.pk, "看错了文件", now)
    assert 0 == len(set_office(admin, "辉县市", decides_below_one=False))
    assert ("review", False) == stage(item)


def test_an_item_that_waits_for_the_county_comes_to_the_city_with_its_office_gone(
    person, published, now
):
    admin = person("admin", "administrator")
    set_office(admin, "辉县市", decides_below_one=False)
    (item,) = published(case("XX001", region="辉县市"))
    until = now.date() + dt.timedelta(days=7)
    asks = Intent(Choice.SUPPLEMENT, "certificate", 1, supplement="证书原件", until=until)
    decide(person("hui", "reviewer", regions=["辉县市"]), item.pk, asks, now)
    assert "waiting" == Item.objects.get(pk=item.pk).state
    set_office(admin, "辉县市", None)
    assert ("review", False) == stage(item)


def test_a_sample_never_goes_to_the_county(person, published, settings):
    from tests.review.desk.cases import passed

    settings.SAMPLE_SHARE = 1
    (sample,) = published(passed("XX001", region="辉县市"))
    set_office(person("admin", "administrator"), "辉县市", decides_below_one=True)
    assert ("review", False) == stage(sample)


def test_setting_the_same_again_is_no_event(person):
    admin = person("admin", "administrator")
    set_office(admin, "辉县市", decides_below_one=True)
    set_office(admin, "辉县市", decides_below_one=True)
    assert 1 == Event.objects.filter(action="office.changed").count()


def test_the_page_says_what_moved_and_who_is_missing(signed_in, published):
    published(case("XX001", region="辉县市"))
    admin = signed_in("administrator", username="admin")
    page = admin.post(
        "/offices/", {"place": "河南省新乡市辉县市", "decides": "first"}, follow=True
    ).content.decode()
    assert "转入初审 1 件" in page
    assert "这些事项现在无人能办" in page
    assert {"辉县市": False} == dict(CountyOffice.objects.values_list("place", "decides_below_one"))


def test_a_form_without_place_or_with_another_choice_changes_nothing(signed_in):
    admin = signed_in("administrator", username="admin")
    answer = admin.post("/offices/", {"place": " ", "decides": "first"})
    assert (422, True) == (answer.status_code, "请选择或填写地区" in answer.content.decode())
    for place in ("x" * 65, "辉\x00县"):
        assert 422 == admin.post("/offices/", {"place": place, "decides": "first"}).status_code
    CountyOffice.objects.create(place="辉县市")
    assert 400 == admin.post("/offices/", {"place": "辉县市", "decides": "x"}).status_code
    assert CountyOffice.objects.filter(place="辉县市").exists()


def test_a_record_stays_whole_when_an_office_moved_items(person, published, state):
    from review.desk.record.verifying import verify_record

    published(case("XX001", region="辉县市"), case("XX002", region="市直"))
    admin = person("admin", "administrator")
    set_office(admin, "辉县市", decides_below_one=True)
    set_office(admin, "辉县市", None)
    assert () == verify_record().breaks
