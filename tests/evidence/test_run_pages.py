import pytest

from evidence.errors import MachineError
from evidence.run_pages import dagster_url


@pytest.mark.parametrize(
    ("said", "url"),
    [
        ({}, "http://127.0.0.1:3000"),
        (
            {"HEYAN_DAGSTER_URL": "https://runs.example.org/dagster/"},
            "https://runs.example.org/dagster",
        ),
        ({"HEYAN_DAGSTER_URL": "http://[::1]:3000"}, "http://[::1]:3000"),
    ],
)
def test_links_lead_to_the_ui(said, url):
    assert url == dagster_url(said)


@pytest.mark.parametrize(
    "said",
    [
        "postgresql+psycopg2://heyan:hunter2@10.0.0.10/heyan_dagster",
        "https://heyan:hunter2@runs.example.org",
        "https://hunter2@runs.example.org",
        "10.0.0.10:3000",
        "https://",
        "http://[hunter2",
    ],
)
def test_an_address_with_a_password_gets_into_no_link_and_is_not_told(said):
    with pytest.raises(MachineError, match="E-SETTING") as refused:
        dagster_url({"HEYAN_DAGSTER_URL": said})
    assert "hunter2" not in str(refused.value)
    assert refused.value.__cause__ is None
