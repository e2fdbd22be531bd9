import pytest

from review.desk.models import Event, SavedFilter
from review.desk.queue.saved import MOST


@pytest.fixture
def client(signed_in):
    return signed_in("reviewer")


def save(client, name, query):
    return client.post("/queue/filters/", {"name": name, "query": query})


def mine(client):
    return list(client.person.filters.order_by("name").values_list("name", "query"))


def test_a_filter_is_saved_under_its_name_and_shown(client):
    answer = save(client, " 辉县未决 ", "region=辉县市&state=open&colour=red")
    assert "/queue/?region=%E8%BE%89%E5%8E%BF%E5%B8%82" == answer["Location"]
    assert [("辉县未决", "region=%E8%BE%89%E5%8E%BF%E5%B8%82")] == mine(client)
    assert "辉县未决" in client.get("/queue/").content.decode()
    assert Event.objects.filter(action="filter.saved", actor="wang").exists()


def test_saving_under_the_same_name_replaces(client):
    save(client, "急件", "older=7")
    save(client, "急件", "older=14")
    assert [("急件", "older=14")] == mine(client)


def test_a_filter_needs_a_name(client):
    page = client.get(save(client, "  ", "older=7")["Location"]).content.decode()
    assert "请为筛选取一个名称" in page
    assert [] == mine(client)


def test_a_personal_number_is_not_saved(client):
    save(client, "某人", "q=11010519491231002X")
    assert [("某人", "")] == mine(client)


def test_the_last_that_fits_is_saved_and_one_more_is_not(client):
    for number in range(MOST - 1):
        SavedFilter.objects.create(person=client.person, name=str(number), query="")
    save(client, "最后", "older=7")
    save(client, "多余", "older=7")
    assert MOST == client.person.filters.count()
    assert client.person.filters.filter(name="最后").exists()
    save(client, "最后", "older=14")
    assert "older=14" == client.person.filters.get(name="最后").query


def test_a_filter_is_renamed(client):
    save(client, "急件", "older=7")
    pk = client.person.filters.get().pk
    client.post(f"/queue/filters/{pk}/rename/", {"name": "一周以上"})
    assert [("一周以上", "older=7")] == mine(client)
    assert "一周以上" in client.get("/queue/filters/").content.decode()


@pytest.mark.parametrize("name", ["", "甲"])
def test_no_filter_gets_an_empty_name_or_that_of_another(client, name):
    save(client, "甲", "older=7")
    save(client, "乙", "older=14")
    pk = client.person.filters.get(name="乙").pk
    client.post(f"/queue/filters/{pk}/rename/", {"name": name})
    assert ["乙", "甲"] == [one for one, _ in mine(client)]


def test_a_filter_is_removed(client):
    save(client, "急件", "older=7")
    client.post(f"/queue/filters/{client.person.filters.get().pk}/remove/")
    assert [] == mine(client)
    assert "还没有保存过筛选" in client.get("/queue/filters/").content.decode()


@pytest.mark.parametrize("what", ["rename", "remove"])
def test_nobody_touches_the_filters_of_others(client, signed_in, what):
    other = signed_in("reviewer", username="li")
    save(other, "李的", "older=7")
    pk = other.person.filters.get().pk
    assert 404 == client.post(f"/queue/filters/{pk}/{what}/", {"name": "x"}).status_code
    assert [("李的", "older=7")] == mine(other)
    assert "李的" not in client.get("/queue/filters/").content.decode()
    assert "李的" not in client.get("/queue/").content.decode()


def test_two_people_may_use_the_same_name(client, signed_in):
    other = signed_in("reviewer", username="li")
    save(client, "急件", "older=7")
    save(other, "急件", "older=14")
    assert ([("急件", "older=7")], [("急件", "older=14")]) == (mine(client), mine(other))
