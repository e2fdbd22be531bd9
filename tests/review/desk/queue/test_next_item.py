import datetime as dt

import pytest
from django.utils import timezone

from review.desk.flow.deciding import Intent, decide
from review.desk.models import Event, Item
from review.desk.models.decisions import Choice
from tests.review.desk.cases import case, finding


def take(client, query=""):
    return client.post("/queue/next/", {"in": query})["Location"]


def told(client, address):
    return client.get(address).content.decode()


def test_the_oldest_item_of_the_filter_is_taken_and_opened(published, signed_in):
    published(case("XX001"), case("XX002", [finding("XX002", "A4b")]))
    client = signed_in("reviewer")
    second = Item.objects.get(number="XX002")
    assert f"/items/{second.pk}/?in=rule%3DA4b" == take(client, "rule=A4b")
    second.refresh_from_db()
    assert client.person == second.holder
    assert ["item.taken"] == list(
        Event.objects.filter(actor="wang").values_list("action", flat=True)
    )


def test_the_order_of_the_queue_is_the_order_of_taking(published, signed_in):
    first, second = published(case("XX001", unit="b"), case("XX002", unit="a"))
    assert f"/items/{second.pk}/?in=sort%3Dunit" == take(signed_in("reviewer"), "sort=unit")
    assert first.holder is None


def test_each_person_gets_another_item_until_none_is_free(published, signed_in):
    items = published(case("XX001"), case("XX002"))
    clients = [signed_in("reviewer", username=name) for name in ("wang", "li", "zhao")]
    taken = [take(client) for client in clients]
    assert [f"/items/{item.pk}/?in=" for item in items] + ["/queue/?"] == taken
    page = told(clients[2], "/queue/?")
    assert "2件待处理，其中2件他人正在处理，0件须由其他人或其他角色决定" in page


def test_who_already_holds_one_gets_it_again(published, signed_in):
    published(case("XX001"), case("XX002"))
    client = signed_in("reviewer")
    assert take(client) == take(client)


def test_an_item_whose_lease_ended_is_free_again(published, signed_in, person):
    (item,) = published(case("XX001"))
    ended = timezone.now() - dt.timedelta(seconds=1)
    Item.objects.filter(pk=item.pk).update(holder=person("li", "reviewer"), lease_until=ended)
    assert f"/items/{item.pk}/?in=" == take(signed_in("reviewer"))


def test_what_is_the_turn_of_others_is_not_taken_and_the_reason_told(published, signed_in, now):
    (item,) = published(case("XX001"))
    client = signed_in("reviewer")
    decide(client.person, item.pk, Intent(Choice.ACCEPT, "original", 1), now)
    assert "/queue/?" == take(client)
    assert "1件待处理，其中0件他人正在处理，1件须由其他人" in told(client, "/queue/?")
    second = signed_in("second_reviewer", username="zhao")
    assert f"/items/{item.pk}/?in=" == take(second)


def test_a_county_without_an_office_is_told_so_where_it_looks_for_work(
    published, person, client, signed_in
):
    from review.desk.models import CountyOffice

    published(case("XX001", region="红旗区"))
    client = signed_in("reviewer", regions=("红旗区",))
    said = "红旗区没有设县区初审机构：事项都由市级审核，您暂时没有可办的事项"
    assert said in told(client, "/queue/")
    take(client)
    page = told(client, "/queue/?")
    assert 2 == page.count(said)
    assert "可清除筛选" not in page
    CountyOffice.objects.create(place="红旗区", decides_below_one=False)
    assert said not in told(client, "/queue/?")


def test_nothing_open_says_what_to_do(db, signed_in):
    client = signed_in("reviewer")
    assert "/queue/?rule=A4b" == take(client, "rule=A4b")
    assert "换一个筛选再取" in told(client, "/queue/?rule=A4b")


def test_from_the_list_of_decided_items_the_next_open_one_is_taken(published, signed_in):
    (item,) = published(case("XX001"))
    assert f"/items/{item.pk}/?in=" == take(signed_in("reviewer"), "state=closed")


def test_a_county_takes_its_own_only(published, signed_in):
    from review.desk.models import CountyOffice

    CountyOffice.objects.create(place="辉县市")
    _, own = published(case("XX001", region="市直"), case("XX002", region="辉县市"))
    county = signed_in("reviewer", regions=["辉县市"])
    assert f"/items/{own.pk}/?in=" == take(county)
    assert f"/items/{own.pk}/?in=region%3D%E5%B8%82%E7%9B%B4" != take(county, "region=市直")


@pytest.mark.parametrize(("role", "status"), [("auditor", 403), ("operator", 403)])
def test_who_may_not_take_takes_nothing(published, signed_in, role, status):
    (item,) = published(case("XX001"))
    assert status == signed_in(role).post("/queue/next/", {"in": ""}).status_code
    item.refresh_from_db()
    assert item.holder is None


def test_looking_at_the_address_takes_nothing(signed_in):
    assert 405 == signed_in("reviewer").get("/queue/next/").status_code
