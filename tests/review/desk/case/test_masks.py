import pytest

from review.desk.case.masks import Masks, Secret, masked_identity, masked_phone

ID = "410702197801011234"
PHONE = "13803731234"


@pytest.mark.parametrize(
    ("expected", "number"),
    [
        ("4107**********1234", ID),
        ("4107**********123X", "41070219780101123x"),
        ("4107**********1234", "410702 19780101 1234"),
        ("4107**********1234", "４１０７０２１９７８０１０１１２３４"),
        # Not valid, and hidden all the same.
        ("41***********01", "410702780101001"),
        ("41***************56", "4107021978010112356"),
        ("********", "41070219"),
        ("*", "x"),
        ("", ""),
    ],
)
def test_an_identity_number_shows_its_ends_at_most(expected, number):
    assert expected == masked_identity(number)


@pytest.mark.parametrize(
    ("expected", "number"),
    [
        ("138****1234", PHONE),
        ("138****1234", "138 0373 1234"),
        ("037*****4567", "0373-1234567"),
        ("*******", "1234567"),
        ("", ""),
    ],
)
def test_a_phone_shows_its_ends_at_most(expected, number):
    assert expected == masked_phone(number)


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("附件2身份证号为4107**********1234。", f"附件2身份证号为{ID}。"),
        ("电话138****1234", f"电话{PHONE}"),
        ("身份证4107**********123X.jpg", "身份证41070219780101123x.jpg"),
        ("旧证号41***********01", "旧证号410702780101001"),
        # Numbers of other things stay readable.
        ("证书编号1641003008400123", "证书编号1641003008400123"),
        ("ZL202010430096.0", "ZL202010430096.0"),
        ("2024年11月，编号13912345678", "2024年11月，编号13912345678"),
        ("证书410702197801011230567", "证书410702197801011230567"),
    ],
)
def test_a_sentence_hides_identity_numbers_and_the_applicants_own_phone(expected, text):
    assert expected == Masks(ID, PHONE).text(text)


def test_only_what_is_revealed_is_shown():
    masks = Masks(ID, PHONE, frozenset({Secret.PHONE}))
    assert ("4107**********1234", PHONE) == (masks.identity(), masks.telephone())
    assert f"4107**********1234、{PHONE}" == masks.text(f"{ID}、{PHONE}")


def test_fields_of_a_form_are_hidden_by_their_name():
    masks = Masks(ID, PHONE)
    assert "41***5" == masks.value("姓名", "41***5")
    assert "******" == masks.value("身份证号", "41O7O2")
    assert "139****5678" == masks.value("手机", "13912345678")


def test_an_empty_number_hides_nothing():
    assert "张三" == Masks("", "").text("张三")
