import json
import re

import pytest
from django.test import Client

from review.desk.access.roles import Role
from review.desk.models import Event, Item, Person
from review.desk.people.changing import AccountRefusedError, Wanted, change_account, close_account
from tests.review.desk.cases import case

pytestmark = pytest.mark.django_db
SECRET = re.compile(r'class="secret">([a-z0-9-]+)<')


def form(**values):
    return {"display_name": "王芳", "roles": ["reviewer"], **values}


def events(*actions):
    return list(Event.objects.filter(action__in=actions).order_by("seq"))


def test_a_new_account_gets_a_password_that_is_shown_once_and_must_be_changed(signed_in):
    admin = signed_in("administrator", username="admin")
    answer = admin.post("/people/new/", form(username="wangfang", regions=["辉县市"]))
    (password,) = SECRET.findall(answer.content.decode())
    person = Person.objects.get(username="wangfang")
    assert (["reviewer"], ["辉县市"], True) == (
        person.roles,
        person.regions,
        person.must_change_password,
    )
    assert password not in admin.get("/people/wangfang/").content.decode()
    assert password not in "".join(Event.objects.values_list("detail", flat=True))
    client = Client()
    client.post("/login/", {"username": "wangfang", "password": password})
    assert "/account/password/" == client.get("/")["Location"]
    (created,) = events("person.created")
    assert ("admin", "person/wangfang") == (created.actor, created.subject)
    assert ["reviewer"] == json.loads(created.detail)["roles"]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"username": ""}, "E-DESK-USERNAME"),
        ({"username": "wang fang"}, "E-DESK-USERNAME"),
        ({"username": "w" * 65}, "E-DESK-USERNAME"),
        ({"username": "heyan"}, "E-DESK-USERNAME"),
        ({"username": "New"}, "E-DESK-USERNAME"),
        ({"username": "ADMIN"}, "E-DESK-USERNAME"),
        ({"username": "ａdmin"}, "E-DESK-USERNAME"),
        ({"username": "li/../x"}, "E-DESK-USERNAME"),
        ({"display_name": "   "}, "E-DESK-NAME"),
        ({"roles": []}, "E-DESK-ROLES"),
        ({"roles": ["emperor"]}, "E-DESK-ROLES"),
        ({"roles": ["auditor"], "regions": ["辉县市"]}, "E-DESK-REGIONS"),
        ({"roles": ["reviewer", "administrator"], "regions": ["辉县市"]}, "E-DESK-REGIONS"),
    ],
)
def test_an_account_that_cannot_be_is_refused_and_what_was_typed_stays(signed_in, values, code):
    admin = signed_in("administrator", username="admin")
    answer = admin.post("/people/new/", {"username": "wangfang"} | form(**values))
    assert (422, True) == (answer.status_code, code in answer.content.decode())
    assert 1 == Person.objects.count()
    assert [] == events("person.created")


def test_a_change_of_roles_is_told_with_what_was_before(signed_in, person):
    admin = signed_in("administrator", username="admin")
    person("li", "operator", display_name="李强")
    admin.post("/people/li/", form(display_name="李强", roles=["reviewer", "second_reviewer"]))
    assert ["reviewer", "second_reviewer"] == Person.objects.get(username="li").roles
    (changed,) = events("person.changed")
    detail = json.loads(changed.detail)
    assert (["operator"], ["reviewer", "second_reviewer"]) == (
        detail["before"]["roles"],
        detail["after"]["roles"],
    )


def test_saving_without_a_change_is_no_event(signed_in, person):
    admin = signed_in("administrator", username="admin")
    person("li", "operator", display_name="李强")
    page = admin.post(
        "/people/li/", form(display_name="李强", roles=["operator"]), follow=True
    ).content.decode()
    assert "没有变化" in page
    assert [] == events("person.changed")


def test_places_are_chosen_from_the_notices_and_typed_as_items_know_them(
    signed_in, person, published
):
    published(case("XX001", region="河南省新乡市辉县市"))
    admin = signed_in("administrator", username="admin")
    person("li", "reviewer", display_name="李强")
    assert 'value="辉县市"' in admin.get("/people/li/").content.decode()
    admin.post(
        "/people/li/",
        form(
            display_name="李强", regions=["新乡县"], other_regions="河南省新乡市辉县市、平原示范区"
        ),
    )
    assert ["新乡县", "辉县市", "平原示范区"] == Person.objects.get(username="li").regions


def test_a_place_with_several_names_is_one_box_that_covers_them_all(signed_in, person, published):
    published(case("XX001"))
    admin = signed_in("administrator", username="admin")
    person("li", "reviewer", display_name="李强")
    page = admin.get("/people/li/").content.decode()
    assert 'value="高新区"' in page
    assert 'value="高新技术产业开发区"' not in page
    assert "含 高新技术产业开发区" in page
    admin.post("/people/li/", form(display_name="李强", regions=["高新区"]))
    assert ["高新区", "高新技术产业开发区"] == Person.objects.get(username="li").regions
    assert "<td>高新区</td>" in admin.get("/people/").content.decode()


def test_an_older_account_bound_to_another_name_shows_as_its_place(signed_in, person, published):
    published(case("XX001"))
    admin = signed_in("administrator", username="admin")
    person("li", "reviewer", regions=("高新技术产业开发区",))
    box = re.search(r'<input[^>]*value="高新区"[^>]*>', admin.get("/people/li/").content.decode())
    assert "checked" in box[0]


def test_places_without_an_office_are_told_on_saving(signed_in, person, published):
    from review.desk.models import CountyOffice

    published(case("XX001"))
    admin = signed_in("administrator", username="admin")
    made = admin.post("/people/new/", form(username="li", regions=["红旗区"])).content.decode()
    assert "红旗区没有设县区初审机构：事项都由市级审核，该账号暂时没有可办的事项" in made
    CountyOffice.objects.create(place="高新区", decides_below_one=False)
    some = admin.post("/people/li/", form(regions=["红旗区", "高新区"]), follow=True)
    assert "红旗区没有设县区初审机构：那里的事项由市级审核" in some.content.decode()
    fine = admin.post("/people/li/", form(regions=["高新区"]), follow=True).content.decode()
    assert "没有设县区初审机构" not in fine


def test_what_a_person_holds_outside_their_new_places_goes_back_to_the_queue(
    signed_in, person, published, now
):
    from review.desk.flow.leases import take

    inside, outside = published(case("XX001", region="辉县市"), case("XX002", region="市直"))
    admin = signed_in("administrator", username="admin")
    li = person("li", "reviewer", display_name="李强")
    assert take(li, inside, now)
    assert take(li, outside, now)
    page = admin.post(
        "/people/li/", form(display_name="李强", regions=["辉县市"]), follow=True
    ).content.decode()
    assert "1 件不在所选地区，已退回队列" in page
    assert [li.pk, None] == list(Item.objects.order_by("pk").values_list("holder", flat=True))


def test_nobody_changes_their_own_roles(signed_in, person):
    admin = signed_in("administrator", username="admin", display_name="管理员")
    person("other", "administrator")
    answer = admin.post(
        "/people/admin/", form(display_name="管理员", roles=["administrator", "auditor"])
    )
    assert "E-DESK-OWN-ROLES" in answer.content.decode()
    assert ["administrator"] == Person.objects.get(username="admin").roles
    assert [] == events("person.changed")


def test_ones_own_name_may_be_put_right(signed_in):
    admin = signed_in("administrator", username="admin", display_name="管理员")
    admin.post("/people/admin/", form(display_name="赵敏", roles=["administrator"]))
    assert "赵敏" == Person.objects.get(username="admin").display_name


def test_the_only_administrator_cannot_step_down_or_be_closed(signed_in):
    admin = signed_in("administrator", username="admin", display_name="管理员")
    answer = admin.post("/people/admin/", form(display_name="管理员", roles=["auditor"]))
    assert "E-DESK-LAST-ADMIN" in answer.content.decode()
    page = admin.post("/people/admin/close/", follow=True).content.decode()
    assert "E-DESK-LAST-ADMIN" in page
    assert Person.objects.get(username="admin").is_active


def test_a_closed_administrator_is_not_counted_as_the_other_one(signed_in, person):
    admin = signed_in("administrator", username="admin")
    person("gone", "administrator", is_active=False)
    assert "E-DESK-LAST-ADMIN" in admin.post("/people/admin/close/", follow=True).content.decode()


def test_two_administrators_who_demote_each_other_leave_one(person):
    first, second = person("a", "administrator"), person("b", "administrator")
    close_account(first, "b")
    # The second one's request had passed the door before it was closed.
    with pytest.raises(AccountRefusedError, match="E-DESK-LAST-ADMIN"):
        change_account(second, "a", Wanted("甲", (Role.OPERATOR,)))


def test_a_closed_account_is_out_at_once_and_holds_nothing(signed_in, published, now):
    from review.desk.flow.leases import take

    (item,) = published(case("XX001"))
    admin = signed_in("administrator", username="admin")
    li = signed_in("reviewer", username="li")
    assert take(li.person, item, now)
    assert 200 == li.get("/account/").status_code
    admin.post("/people/li/close/")
    assert 302 == li.get("/account/").status_code
    assert Item.objects.get(pk=item.pk).holder is None
    admin.post("/people/li/reopen/")
    assert Person.objects.get(username="li").is_active
    assert ["person.closed", "person.reopened"] == [
        one.action for one in events("person.closed", "person.reopened")
    ]


def test_a_one_time_password_ends_sessions_and_opens_the_lock(signed_in, person):
    admin = signed_in("administrator", username="admin")
    li = signed_in("operator", username="li")
    for _ in range(5):
        Client().post("/login/", {"username": "li", "password": "wrong"})
    assert "登录已锁定" in admin.get("/people/").content.decode()
    (password,) = SECRET.findall(admin.post("/people/li/password/").content.decode())
    assert 302 == li.get("/account/").status_code
    fresh = Client()
    assert 302 == fresh.post("/login/", {"username": "li", "password": password}).status_code
    assert "/account/password/" == fresh.get("/account/")["Location"]
    assert 1 == len(events("password.reset"))


def test_an_administrator_opens_a_lock_without_a_new_password(signed_in, person):
    from tests.review.desk.conftest import PASSWORD

    admin = signed_in("administrator", username="admin")
    person("li", "operator")
    for _ in range(5):
        Client().post("/login/", {"username": "li", "password": "wrong"})
    assert "解除锁定" in admin.get("/people/li/").content.decode()
    admin.post("/people/li/unlock/")
    assert 302 == Client().post("/login/", {"username": "li", "password": PASSWORD}).status_code
    assert 1 == len(events("login.unlocked"))


def test_ones_own_password_is_not_reset_past_the_present_one(signed_in):
    admin = signed_in("administrator", username="admin")
    page = admin.post("/people/admin/password/", follow=True).content.decode()
    assert "E-DESK-OWN-PASSWORD" in page
    assert [] == events("password.reset")


def test_a_person_whom_nobody_knows_is_not_found(signed_in):
    admin = signed_in("administrator", username="admin")
    assert [404, 404] == [
        admin.get("/people/nobody/").status_code,
        admin.post("/people/nobody/close/").status_code,
    ]


def test_what_no_database_can_hold_is_kept_readable_or_refused(signed_in):
    admin = signed_in("administrator", username="admin")
    admin.post(
        "/people/new/",
        form(username="li", display_name="李\x00强", regions=["辉\x00县"], other_regions="x" * 200),
    )
    person = Person.objects.get(username="li")
    assert ("李\ufffd强", "辉\ufffd县") == (person.display_name, person.regions[0])
    assert 404 == admin.get("/people/%00/").status_code


def test_the_pages_speak_english(signed_in, person):
    admin = signed_in("administrator", username="admin")
    person("li", "reviewer", regions=["辉县市"])
    admin.post("/language/", {"language": "en"})
    for path, text in (
        ("/people/", "One account a person"),
        ("/people/li/", "Close the account"),
        ("/people/new/", "show its one-time password"),
        ("/offices/", "County offices"),
    ):
        assert text in admin.get(path).content.decode()


def test_who_reviews_and_administers_does_not_adjudicate_their_own_decision(person, published, now):
    from review.desk.flow.deciding import DecisionRefusedError, Intent, decide
    from review.desk.flow.leases import take
    from review.desk.models.decisions import Choice

    (item,) = published(case("XX001"))
    both = person("both", "reviewer", "administrator")
    second = person("second", "second_reviewer")
    decide(both, item.pk, Intent(Choice.ACCEPT, "misread", 1), now)
    decide(second, item.pk, Intent(Choice.REJECT, "issuer", 2), now)
    item = Item.objects.get(pk=item.pk)
    assert "adjudication" == item.stage
    assert not take(both, item, now)
    with pytest.raises(DecisionRefusedError, match="E-DESK-STAGE"):
        decide(both, item.pk, Intent(Choice.ACCEPT, "original", 3), now)
    third = person("third", "administrator")
    assert take(third, item, now)
    decide(third, item.pk, Intent(Choice.REJECT, "issuer", 3), now)
    assert "closed" == Item.objects.get(pk=item.pk).state
