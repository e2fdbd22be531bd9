import datetime as dt

import pytest
from django.utils import timezone

from review.desk.flow.leases import release, take
from review.desk.models import Event, Item
from tests.review.desk.cases import case, finding


@pytest.fixture
def item(published):
    (one,) = published(case("XX001"))
    return one


def beat(client, item, version=1):
    return client.post(f"/items/{item.pk}/heartbeat/", {"version": version}).json()


def held(item):
    return Item.objects.values_list("holder__username", "lease_until").get(pk=item.pk)


def test_a_sign_of_life_lengthens_the_lease(item, signed_in):
    wang = signed_in("reviewer")
    before = timezone.now() - dt.timedelta(minutes=10)
    take(wang.person, item, before)
    answer = beat(wang, item)
    assert (True, 1, True) == (answer["mine"], answer["version"], answer["open"])
    assert held(item)[1] > before + dt.timedelta(minutes=20)
    assert f"{timezone.localtime(held(item)[1]):%H:%M} 起释放" in answer["line"]


def test_what_another_window_gave_back_is_taken_again(item, signed_in):
    wang = signed_in("reviewer")
    take(wang.person, item, timezone.now())
    release(wang.person, item.pk)
    assert beat(wang, item)["mine"]
    assert "wang" == held(item)[0]


def test_an_open_page_of_old_evidence_takes_nothing_again(item, signed_in, published):
    wang = signed_in("reviewer")
    take(wang.person, item, timezone.now())
    release(wang.person, item.pk)
    published(case("XX001", [finding("XX001", found="新乡市卫滨区人民政府")]))
    answer = beat(wang, item)
    assert (False, True) == (answer["mine"], answer["version"] > 1)


def test_a_sign_of_life_takes_nothing_from_somebody_else(item, signed_in, person):
    wang = signed_in("reviewer")
    take(person("li", "reviewer"), item, timezone.now())
    answer = beat(wang, item)
    assert not answer["mine"]
    assert answer["line"].startswith("li审核员")
    assert "li" == held(item)[0]


def test_an_item_is_taken_over_only_after_its_lease_ran_out(item, signed_in, person):
    wang, li = signed_in("reviewer"), person("li", "reviewer")
    take(li, item, timezone.now())
    answer = wang.post(f"/items/{item.pk}/take/", {"in": ""}, follow=True)
    assert "暂时不能接手" in answer.content.decode()
    assert "li" == held(item)[0]
    Item.objects.filter(pk=item.pk).update(lease_until=timezone.now() - dt.timedelta(seconds=1))
    answer = wang.post(f"/items/{item.pk}/take/", {"in": ""}, follow=True)
    assert 'id="decide"' in answer.content.decode()
    assert "wang" == held(item)[0]


def test_giving_back_leads_to_the_queue_it_came_from(item, signed_in):
    wang = signed_in("reviewer")
    take(wang.person, item, timezone.now())
    answer = wang.post(f"/items/{item.pk}/release/", {"in": "batch=xinxiang-2024-001"})
    assert "/queue/?batch=xinxiang-2024-001" == answer["Location"]
    assert (None, None) == held(item)


def test_nobody_gives_back_what_somebody_else_holds(item, signed_in, person):
    take(person("li", "reviewer"), item, timezone.now())
    signed_in("reviewer").post(f"/items/{item.pk}/release/", {"leaving": "1"})
    assert "li" == held(item)[0]


def leave(client, item, lease):
    fields = {"leaving": "1", "version": "1", "lease": lease}
    assert 204 == client.post(f"/items/{item.pk}/release/", fields).status_code


def lease_given(client, item):
    return client.get(f"/items/{item.pk}/").context["lease"].end


def test_a_page_that_is_left_gives_its_lease_back_without_an_answer(item, signed_in):
    wang = signed_in("reviewer")
    leave(wang, item, lease_given(wang, item))
    assert (None, None) == held(item)


def test_a_page_that_was_opened_again_keeps_the_item_from_the_one_left(item, signed_in):
    """On reload the old page's farewell may come after the new page was opened."""
    wang = signed_in("reviewer")
    old = lease_given(wang, item)
    new = lease_given(wang, item)
    for lease in (old, "", "nonsense", "2024-04-08T09:00:00"):
        leave(wang, item, lease)
        assert "wang" == held(item)[0]
    assert not Event.objects.filter(action="item.released").exists()
    leave(wang, item, new)
    assert (None, None) == held(item)


def test_a_lease_that_was_renewed_is_given_back_by_its_new_end(item, signed_in):
    wang = signed_in("reviewer")
    old = lease_given(wang, item)
    renewed = beat(wang, item)["lease"]
    leave(wang, item, old)
    assert "wang" == held(item)[0]
    leave(wang, item, renewed)
    assert (None, None) == held(item)
