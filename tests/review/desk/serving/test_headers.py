"""Every address of the desk, whoever asks and however: the same strict headers."""

import re

import pytest
from django.conf import settings
from django.urls import URLPattern, get_resolver

from review.desk.models import Applicant, Item
from tests.review.desk.cases import case


def _patterns(resolver=None):
    for pattern in (resolver or get_resolver("review.desk.urls")).url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from _patterns(pattern)


NAMES = sorted(str(pattern.pattern) for pattern in _patterns())


@pytest.fixture
def address(published):
    """An address of that pattern, of things that are there: `address("items/<int:item>/")`."""
    published(case("XX001"))
    known = {
        "applicant": Applicant.objects.get().pk,
        "item": Item.objects.get().pk,
        "upload": 0,
        "page": 1,
        "key": "xinxiang-2024-001",
        "username": "wang",
    }

    def of(pattern):
        return "/" + re.sub(
            r"<(?:(\w+):)?(\w+)>",
            lambda found: str(known.get(found[2], "1" if found[1] == "int" else "x")),
            pattern,
        )

    return of


def check(answer, *, picture=False):
    body = answer.getvalue()  # to the end: a file that is sent stays open until then
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    # Nothing but keywords: no host, no scheme, no wildcard.
    for directive in policy.split(";"):
        assert set(directive.split()[1:]) <= {"'none'", "'self'"}, directive
    assert "nosniff" == answer["X-Content-Type-Options"]
    assert "DENY" == answer["X-Frame-Options"]
    assert "same-origin" == answer["Referrer-Policy"]
    if picture:
        assert "private, max-age=300" == answer["Cache-Control"]
    else:
        assert "no-store" in answer["Cache-Control"]
    if answer["Content-Type"].startswith("text/html"):
        check_page(body.decode())


def check_page(text):
    """A page needs nothing that the policy forbids, and nothing from elsewhere."""
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", text)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", text)
    for found in re.findall(r"""\b(?:src|href|action)=["']([^"']*)""", text):
        # The operator's link to a run of the pipeline loads nothing until it is followed.
        run = found.startswith(f"{settings.DAGSTER_URL}/runs/")
        assert run or not re.match(r"(?:[a-z]+:|//)", found), found


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("pattern", NAMES)
def test_every_address_answers_with_strict_headers(signed_in, address, pattern, method):
    roles = ("operator", "reviewer", "second_reviewer", "auditor", "administrator")
    answer = getattr(signed_in(*roles), method)(address(pattern))
    check(answer, picture=pattern.endswith(".jpg") and method == "get")


@pytest.mark.parametrize("pattern", NAMES)
def test_whoever_is_not_signed_in_gets_the_same_headers(client, address, pattern):
    check(client.get(address(pattern)))


def test_an_address_that_is_not_there_has_them_too(client, db):
    check(client.get("/no/such/page"))


@pytest.mark.parametrize("name", ["desk/keys.js", "desk/desk.css", "desk/case.css"])
def test_scripts_and_styles_are_not_sniffed_either(client, db, name):
    answer = client.get(f"/static/{name}")
    assert answer.getvalue()
    assert 200 == answer.status_code
    assert "nosniff" == answer["X-Content-Type-Options"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
