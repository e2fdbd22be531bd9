import re
from itertools import count

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, path, reverse

from review.desk.access.guard import PUBLIC
from review.desk.access.roles import ALLOWED, Action, Role
from review.desk.models import Event, Person
from review.desk.urls import urlpatterns as of_the_desk
from tests.review.desk.access.addresses import ARGUMENTS, BY_CONVERTER, LETTERS, TABLE, WHO, Row
from tests.review.desk.cases import case

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


def patterns(found=None):
    for one in of_the_desk if found is None else found:
        if isinstance(one, URLResolver):
            yield from patterns(one.url_patterns)
        else:
            yield one


def named(pattern):
    return pattern.name or f"(no name: {pattern.pattern})"


ADDRESSES = list(patterns())
EACH = pytest.mark.parametrize("pattern", ADDRESSES, ids=lambda one: f"{named(one)} {one.pattern}")

NO_ROW = Row("", ())
FORMS = pytest.mark.parametrize(
    "pattern",
    [one for one in ADDRESSES if "POST" in TABLE.get(one.name, NO_ROW).methods],
    ids=named,
)
CLOSED = pytest.mark.parametrize(
    "pattern",
    [one for one in ADDRESSES if TABLE.get(one.name, NO_ROW).action != PUBLIC],
    ids=lambda one: f"{named(one)} {one.pattern}",
)


def row_of(pattern) -> Row:
    if named(pattern) not in TABLE:
        pytest.fail(
            f"The address /{pattern.pattern} ({named(pattern)}) is not in the table of "
            "tests/review/desk/access/addresses.py: add a row that says whose it is."
        )
    return TABLE[pattern.name]


def may(role, action):
    return action == PUBLIC or role in {LETTERS[one] for one in WHO[action] if one != " "}


def address(pattern, world):
    return reverse(
        pattern.name,
        kwargs={
            name: value_for(name, converter, ARGUMENTS | world)
            for name, converter in pattern.pattern.converters.items()
        },
    )


def value_for(name, converter, known):
    if name in known and re.fullmatch(converter.regex, str(known[name])):
        return known[name]
    return BY_CONVERTER[type(converter).__name__]


def answers(client, method, where):
    answer = client.generic(method, where, "", content_type="application/x-www-form-urlencoded")
    # A file that is sent stays open until its end. (close() would close the database as well.)
    answer.getvalue()
    return answer


def is_sent_to_sign_in(answer):
    return answer.status_code == 302 and answer["Location"].startswith("/login/?next=")


def is_refused(answer):
    return answer.status_code == 403 and any(
        one.name == "desk/refused.html" for one in answer.templates
    )


@pytest.fixture
def world(published):
    (item,) = published(case("XX001"))
    Person.objects.create(username="somebody", display_name="某人", roles=["operator"])
    return {"item": item.pk, "applicant": item.applicant_id}


@pytest.fixture
def browser(db):
    numbers = count()

    def make(*roles, **fields):
        person = Person.objects.create(
            username=f"who{next(numbers)}", display_name="谁", roles=roles, **fields
        )
        client = Client()
        client.force_login(person, backend=BACKEND)
        return client

    return make


@EACH
def test_every_address_has_a_row_and_declares_its_action(pattern):
    row = row_of(pattern)
    assert row.action == pattern.default_args.get("_action")


def test_every_row_is_an_address():
    assert set() == set(TABLE) - {one.name for one in ADDRESSES}


def test_the_walk_sees_every_address_that_django_knows():
    assert len(list(get_resolver().url_patterns)) == len(of_the_desk)
    assert all(isinstance(one, URLPattern) for one in ADDRESSES)


@pytest.mark.parametrize("action", Action)
def test_each_action_is_allowed_to_whom_the_table_says(action):
    assert {role for role in Role if may(role, action)} == ALLOWED[action]


@EACH
def test_nobody_gets_in_without_signing_in(pattern, world):
    row, where = row_of(pattern), address(pattern, world)
    for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"):
        answer = answers(Client(), method, where)
        assert (row.action != PUBLIC) == is_sent_to_sign_in(answer), method


@EACH
def test_who_has_no_role_gets_in_nowhere(pattern, world, browser):
    row, where = row_of(pattern), address(pattern, world)
    client = browser()
    for method in ("GET", "HEAD", "POST", "OPTIONS"):
        assert (row.action != PUBLIC) == is_refused(answers(client, method, where)), method


@EACH
@pytest.mark.parametrize("role", Role)
def test_each_role_gets_in_where_the_table_says_and_nowhere_else(pattern, role, world, browser):
    row, where = row_of(pattern), address(pattern, world)
    client = browser(role)
    for method in ("HEAD", "OPTIONS", *row.methods):
        answer = answers(client, method, where)
        assert may(role, row.action) != is_refused(answer), method
        assert not is_sent_to_sign_in(answer), method


@EACH
def test_an_address_answers_to_its_methods_alone(pattern, world, browser):
    row, where = row_of(pattern), address(pattern, world)
    client = browser(*Role)
    answered = {"HEAD"} if "GET" in row.methods else set()
    for method in {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"} - answered - set(row.methods):
        assert 405 == answers(client, method, where).status_code, method


@FORMS
def test_a_form_without_its_token_changes_nothing(pattern, world):
    where = address(pattern, world)
    person = Person.objects.create(username="who", display_name="谁", roles=list(Role))
    client = Client(enforce_csrf_checks=True)
    client.force_login(person, backend=BACKEND)
    before = Event.objects.count()
    answer = client.post(where, {})
    assert 403 == answer.status_code
    assert any(one.name == "desk/people/stale_form.html" for one in answer.templates)
    assert before == Event.objects.count()


@CLOSED
def test_a_one_time_password_opens_only_the_page_to_change_it(pattern, world, browser):
    row, where = row_of(pattern), address(pattern, world)
    client = browser(*Role, must_change_password=True)
    for method in row.methods:
        answer = answers(client, method, where)
        sent = answer.headers.get("Location") == "/account/password/"
        assert (pattern.name != "new-password") == sent


urlpatterns = [
    path("forgotten/", lambda request: HttpResponse("open"), name="forgotten"),
    *of_the_desk,
]


@pytest.mark.urls(__name__)
def test_an_address_that_forgot_its_action_opens_to_nobody(browser):
    assert is_refused(browser(*Role).get("/forgotten/"))
    assert is_sent_to_sign_in(Client().get("/forgotten/"))


def test_the_address_of_nothing_is_not_found_whoever_asks(browser):
    assert [404, 404] == [
        client.get("/no/such/page/").status_code for client in (Client(), browser(*Role))
    ]
