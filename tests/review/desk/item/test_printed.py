import pytest

from review.desk.item.printed import as_printed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ZL202010430096.0", "ZL 2020 1 0430096.0"),
        ("ZL98211883.X", "ZL 98 2 11883.X"),
        ("CN111472379B", "CN 111472379 B"),
        ("证书上的专利号ZL201918834521.9校验位错误", "证书上的专利号ZL 2019 1 8834521.9校验位错误"),
        ("两项：ZL202010430096.0、CN111472379B。", "两项：ZL 2020 1 0430096.0、CN 111472379 B。"),
        ("豫人社〔2019〕41号", "豫人社〔2019〕41号"),
        ("XZL202010430096.0", "XZL202010430096.0"),
        ("ZL20201043", "ZL20201043"),
        ("", ""),
    ],
)
def test_numbers_are_grouped_as_certificates_print_them(text, expected):
    assert expected == as_printed(text)
