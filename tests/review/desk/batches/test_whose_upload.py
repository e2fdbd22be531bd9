"""An upload is one person's; what operators who are bound to places may change."""

import hashlib

import pytest

from review.desk.models import Event, IncomingBatch
from tests.review.desk.batches.conftest import Sender
from tests.review.desk.batches.test_handing_over import send
from tests.review.desk.batches.test_uploading import FILES, KEY, actions, tree
from tests.review.desk.cases import case

LAST = len(FILES) - 1
OTHER = b"%PDF-1.5\n"


@pytest.fixture
def another(signed_in, places):
    """Another operator of the same office."""
    return Sender(signed_in("operator", username="sun"))


@pytest.fixture
def of(signed_in, places):
    """Operators bound to places: `of("wu", "辉县市")`."""
    return lambda username, *regions: Sender(
        signed_in("operator", username=username, regions=list(regions))
    )


@pytest.fixture
def upload(operator):
    """Everything of zhao's upload is here; it is not handed over."""
    send(operator, FILES)
    return IncomingBatch.objects.get()


def code(answer):
    return answer.status_code, answer.json()["code"]


REQUESTS = {
    "name": lambda one: one.name(*FILES),
    "listed": lambda one: one.listed(),
    "piece": lambda one: one.piece(
        LAST, 0, OTHER, hashlib.sha256(OTHER).hexdigest(), **{"X-Again": "1"}
    ),
    "hand over": lambda one: one.hand_over(),
}


@pytest.mark.parametrize("request_", REQUESTS.values(), ids=REQUESTS)
def test_nobody_changes_the_upload_of_another(operator, another, upload, places, request_):
    another.id, another.listing = operator.id, operator.listing
    answer = request_(another)
    assert (409, "E-UPLOAD-ELSEWHERE") == code(answer)
    assert ("zhao审核员", True) == (
        answer.json()["detail"]["by"],
        answer.json()["detail"]["may_go_on"],
    )
    assert 200 == operator.hand_over().status_code
    assert dict(FILES) | {"_READY": b""} == tree(places.inbox / KEY)


def test_who_takes_an_upload_over_goes_on_and_the_former_window_is_told(
    operator, another, upload, places
):
    assert (409, "E-UPLOAD-ELSEWHERE") == code(another.begin(KEY))
    assert 200 == another.begin(KEY, go_on=True).status_code
    for request_ in REQUESTS.values():
        assert (409, "E-UPLOAD-ELSEWHERE") == code(request_(operator))
    assert all(one["sha256"] for one in another.name(*FILES).json()["files"])
    another.listed()
    assert 200 == another.hand_over().status_code
    assert dict(FILES) | {"_READY": b""} == tree(places.inbox / KEY)
    assert ["zhao", "sun", "sun"] == list(
        Event.objects.order_by("seq").values_list("actor", flat=True)
    )
    assert 409 == operator.hand_over().status_code


def test_a_piece_on_its_way_while_another_takes_over_is_none_of_theirs(
    operator, another, places, monkeypatch
):
    """The bytes come whole after the upload changed hands: the taker does not answer for them."""
    from review.desk.batches.upload_folder import UploadFolder

    operator.begin(KEY)
    operator.name(*FILES)
    operator.listed()
    keep = UploadFolder.keep

    def keep_late(*arguments):
        monkeypatch.setattr(UploadFolder, "keep", keep)
        assert 200 == another.begin(KEY, go_on=True).status_code
        keep(*arguments)

    monkeypatch.setattr(UploadFolder, "keep", keep_late)
    assert (409, "E-UPLOAD-ELSEWHERE") == code(operator.whole(0, FILES[0][1]))
    assert [""] * len(FILES) == [one["sha256"] for one in another.name(*FILES).json()["files"]]


def test_only_who_says_so_gives_up_the_upload_of_another(another, upload):
    address = f"/upload/{upload.pk}/give-up/"
    another.client.post(address)
    assert IncomingBatch.objects.filter(pk=upload.pk).exists()
    page = another.client.get("/upload/").content.decode()
    assert "由您接手并放弃" in page
    another.client.post(address, {"take_over": "1"})
    assert not IncomingBatch.objects.exists()
    assert ["batch.upload_taken_over", "batch.upload_given_up"] == actions()[-2:]


# --- places --------------------------------------------------------------------------------


def test_a_county_uploads_its_own_batches_and_replaces_them(of, places):
    county = of("wu", "辉县市")
    assert 200 == county.upload(KEY, FILES).status_code
    assert 200 == county.upload(KEY, FILES[:3], mode="replace").status_code
    colleague = of("qian", "辉县市", "新乡县")
    assert 200 == colleague.upload(KEY, FILES, mode="extend").status_code
    assert 422 == county.begin(KEY, mode="replace").status_code, "the colleague has more places"


@pytest.mark.parametrize("mode", ["extend", "replace"])
def test_a_county_changes_no_batch_of_the_city_or_of_another_county(of, operator, places, mode):
    operator.upload(KEY, FILES)
    county, other = of("wu", "辉县市"), of("sun", "新乡县")
    assert (422, "E-UPLOAD-PLACES") == code(county.begin(KEY, mode=mode))
    assert 200 == other.upload("x-1", FILES).status_code
    assert (422, "E-UPLOAD-PLACES") == code(county.begin("x-1", mode=mode))
    before = (places.inbox / KEY / "_READY").stat().st_mtime_ns
    county.client.post(f"/batches/{KEY}/try-again/")
    assert before == (places.inbox / KEY / "_READY").stat().st_mtime_ns
    assert "batch.tried_again" not in actions()
    operator.client.post(f"/batches/{KEY}/try-again/")
    assert "batch.tried_again" in actions()


@pytest.mark.parametrize(("region", "status"), [("辉县市", 200), ("市直", 422), ("", 422)])
def test_a_county_replaces_a_published_batch_of_its_applicants_alone(
    of, places, published, region, status
):
    published(case("XX001", region="辉县市"), case("XX002", region=region), key=KEY)
    assert status == of("wu", "辉县市").begin(KEY, mode="replace").status_code


def test_a_county_takes_over_no_upload_of_the_city(of, upload):
    county = of("wu", "辉县市")
    assert (422, "E-UPLOAD-PLACES") == code(county.begin(KEY, go_on=True))
    county.client.post(f"/upload/{upload.pk}/give-up/", {"take_over": "1"})
    assert "zhao" == IncomingBatch.objects.get().person.username


def test_a_batch_of_the_city_that_appears_meanwhile_is_not_replaced(of, places):
    county = of("wu", "辉县市")
    send(county, FILES)
    (places.inbox / KEY / "uploads").mkdir(parents=True)
    assert (422, "E-UPLOAD-PLACES") == code(county.hand_over(mode="replace"))
    assert [] == list((places.inbox / KEY / "uploads").iterdir())
