import pytest

from evidence.batch_names import validate_batch_id
from evidence.errors import BatchError


@pytest.mark.parametrize("name", ["xinxiang-2024-001", "A", "9_b", "a" * 64, "x-s1", "x-s0001"])
def test_ids_that_the_contract_allows(name):
    assert name == validate_batch_id(name)


@pytest.mark.parametrize(
    "name", ["", "-a", "_a", "a" * 65, "新乡", "a b", "a.b", "x-s001", "x-s999", "a\n", "ａ"]
)
def test_ids_that_the_contract_forbids(name):
    with pytest.raises(BatchError) as caught:
        validate_batch_id(name)
    assert "E-BATCH-ID" == caught.value.code
