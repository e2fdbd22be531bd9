from pathlib import Path

import pytest

from evidence.errors import MachineError
from storage.failures import driver_reason, store_errors


def test_a_reason_holds_no_password_and_no_key():
    """It goes into logs, alerts and onto pages."""
    environment = {"AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI"}
    said = driver_reason(
        OSError("no route to http://user:pass@store:9000/b, AKIDEXAMPLE wJalrXUtnFEMI"), environment
    )
    assert "no route to http://…@store:9000/b, … …" == said


def test_what_says_nothing_is_called_by_its_kind():
    assert "ConnectionError" == driver_reason(ConnectionError(), {})


def test_a_store_that_refuses_the_account_is_not_away():
    """Waiting does not help: somebody must mend keys or rights."""
    with (
        pytest.raises(MachineError, match=r"E-STORE-REFUSED: .*SignatureDoesNotMatch"),
        store_errors("s3://bucket", Path("/copies")),
    ):
        raise PermissionError("SignatureDoesNotMatch")


def test_what_the_driver_says_of_an_unknown_kind_is_called_away():
    with (
        pytest.raises(MachineError, match=r"E-STORE-AWAY: .*s3://bucket.*reset by peer"),
        store_errors("s3://bucket", Path("/copies")),
    ):
        raise ConnectionResetError("reset by peer")
