from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.intake.shards import plan_shards, split_into_shards


@dataclass(frozen=True)
class File:
    path: str
    applicant: str | None


def _files(counts):
    return [
        File(f"uploads/{name or ''}/{n:04d}.pdf", name)
        for name, count in counts.items()
        for n in range(count)
    ]


def test_shards_are_named_in_order_and_hold_whole_applicants():
    shards = plan_shards("b", _files({"A": 3, "B": 3, "C": 3, None: 1}), size=5)
    assert ["b-s001", "b-s002", "b-s003"] == [shard.key for shard in shards]
    assert [("A",), ("B",), ("C",)] == [shard.applicants for shard in shards]
    assert [4, 3, 3] == [len(shard.files) for shard in shards]


def test_an_applicant_with_more_files_than_a_shard_holds_is_alone():
    shards = plan_shards("b", _files({"A": 1, "B": 9, "C": 1}), size=5)
    assert [("A",), ("B",), ("C",)] == [shard.applicants for shard in shards]


def test_applicants_without_files_are_in_a_shard():
    (shard,) = plan_shards("b", _files({"B": 1}), ["A", "B", "C"])
    assert ("A", "B", "C") == shard.applicants


def test_a_batch_of_nothing_is_one_empty_shard():
    (shard,) = plan_shards("b", [])
    assert ("b-s001", (), ()) == (shard.key, shard.applicants, shard.files)


def test_splitting_uploads_gives_the_same_shards():
    files = _files({"A": 3, "B": 3})
    plan = {shard.key: list(shard.files) for shard in plan_shards("b", files, size=4)}
    assert plan == split_into_shards("b", files, size=4)


@given(
    st.dictionaries(
        st.none() | st.text("ABC012", min_size=1, max_size=3), st.integers(0, 30), max_size=12
    ),
    st.integers(1, 12),
    st.randoms(),
)
def test_every_file_and_applicant_is_in_exactly_one_shard(counts, size, random):
    files = _files(counts)
    shuffled = random.sample(files, len(files))
    names = [name for name in counts if name is not None]
    shards = plan_shards("b", shuffled, names, size)
    assert plan_shards("b", files, names, size) == shards
    taken = [file for shard in shards for file in shard.files]
    assert sorted(files, key=str) == sorted(taken, key=str)
    assert sorted(names) == sorted(name for shard in shards for name in shard.applicants)
    for shard in shards:
        owners = {file.applicant for file in shard.files} - {None}
        assert owners <= set(shard.applicants)
        assert len(shard.files) <= size or len(shard.applicants) == 1


def test_a_shard_of_no_size_is_no_shard():
    with pytest.raises(ValueError, match="at least one"):
        plan_shards("b", [], size=0)
