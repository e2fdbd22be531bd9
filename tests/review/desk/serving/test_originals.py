import json

import pytest
from django.urls import reverse

from review.desk.models import Applicant, CaseFile, Event
from tests.review.desk.cases import case

HOSTILE = (
    b"<!doctype html><script>alert(document.cookie)</script>",
    b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    b"%PDF-1.7 1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj",
)


@pytest.fixture
def applicant(published):
    published(case("XX001", region="辉县市"))
    return Applicant.objects.get()


@pytest.fixture
def holding(applicant, state):
    """Puts bytes behind the upload, under a type and a name: `holding(bytes, type, name)`."""

    def make(content, media_type, name):
        path = state / "store/bb/hostile"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        CaseFile.objects.update(files=[["store/bb/hostile", media_type, name]])
        return reverse("original", args=[applicant.pk, 0])

    return make


def address(applicant, upload=0):
    return reverse("original", args=[applicant.pk, upload])


def downloads():
    return Event.objects.filter(action="original.downloaded")


@pytest.mark.parametrize("content", HOSTILE)
@pytest.mark.parametrize("media_type", ["text/html", "image/svg+xml", "application/pdf"])
def test_a_hostile_file_is_saved_and_never_shown(signed_in, fetch, holding, content, media_type):
    answer = fetch(signed_in("reviewer"), holding(content, media_type, "uploads/XX001/a.html"))
    assert content == answer.body
    assert media_type == answer["Content-Type"]
    assert answer["Content-Disposition"].startswith("attachment; filename*=UTF-8''a.html.")
    assert (
        "default-src 'none'; frame-ancestors 'none'; sandbox" == (answer["Content-Security-Policy"])
    )
    assert "nosniff" == answer["X-Content-Type-Options"]
    assert "no-store" == answer["Cache-Control"]
    assert str(len(content)) == answer["Content-Length"]


@pytest.mark.parametrize(
    "name",
    ["a\r\nSet-Cookie: x=1.pdf", 'a"; filename="b.exe', "照片\u202egpj.exe", "..\\..\\b", "\n"],
)
def test_a_hostile_name_adds_no_header(signed_in, fetch, holding, name):
    answer = fetch(signed_in("reviewer"), holding(b"x", "application/pdf", f"uploads/XX001/{name}"))
    header = answer["Content-Disposition"]
    assert header.isascii()
    assert not set(header) & set('\r\n"')
    assert header.endswith(".pdf")
    assert "Set-Cookie" not in answer


@pytest.mark.parametrize("media_type", ["", "no type", "text/html\r\nX: y"])
def test_an_unknown_type_is_a_stream_of_bytes(signed_in, fetch, holding, media_type):
    answer = fetch(signed_in("reviewer"), holding(b"<html>", media_type, "uploads/XX001/a.html"))
    assert "application/octet-stream" == answer["Content-Type"]


def test_every_download_is_noted(signed_in, fetch, applicant):
    browser = signed_in("auditor")
    fetch(browser, address(applicant))
    fetch(browser, address(applicant))
    first, second = downloads()
    assert ("wang", f"applicant/{applicant.pk}") == (first.actor, first.subject)
    assert "uploads/XX001/奖状.jpg" == json.loads(second.detail)["file"]


def test_a_reviewer_of_another_region_gets_no_file(signed_in, fetch, applicant):
    browser = signed_in("reviewer", regions=["新乡县"])
    assert 404 == fetch(browser, address(applicant)).status_code
    assert not downloads().exists()


def test_an_operator_gets_no_file(signed_in, fetch, applicant):
    assert 403 == fetch(signed_in("operator"), address(applicant)).status_code


@pytest.mark.parametrize("upload", [1, 10**30])
def test_an_upload_that_is_not_there_is_not_found(signed_in, fetch, applicant, upload):
    assert 404 == fetch(signed_in("reviewer"), address(applicant, upload)).status_code


def test_lost_bytes_are_told_with_their_code_and_not_noted_as_a_download(
    signed_in, fetch, applicant, state
):
    (state / CaseFile.objects.get().files[0][0]).unlink()
    answer = fetch(signed_in("reviewer"), address(applicant))
    assert (404, True) == (answer.status_code, "E-SERVE-MISSING" in answer.body.decode())
    assert not downloads().exists()


def test_an_upload_without_bytes_is_told_so(signed_in, fetch, applicant):
    CaseFile.objects.update(files=[["", "application/x-symlink", "uploads/XX001/link"]])
    answer = fetch(signed_in("reviewer"), address(applicant))
    assert (404, True) == (answer.status_code, "E-SERVE-NONE" in answer.body.decode())
