"""Shards: a batch in parts of about 200 uploads, each with whole applicants."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

DEFAULT_SIZE = 200


class Belonging(Protocol):
    """A file of a batch, before or after it was taken."""

    @property
    def path(self) -> str:
        """Path in the batch."""

    @property
    def applicant(self) -> str | None:
        """Whose it is; None for the batch's own."""


File = TypeVar("File", bound=Belonging)


@dataclass(frozen=True, slots=True)
class Shard(Generic[File]):
    """One partition: `key` is `<batch>-s001` …; files and applicants in order.

    An applicant who declared but uploaded nothing is in a shard too: each
    application ends in a verdict.
    """

    key: str
    applicants: tuple[str, ...]
    files: tuple[File, ...]


def plan_shards(
    batch_id: str,
    files: Iterable[File],
    applicants: Iterable[str] = (),
    size: int = DEFAULT_SIZE,
) -> tuple[Shard[File], ...]:
    """Splits a batch into shards of at most `size` files, never an applicant in two.

    An applicant with more files than that is a shard alone. Files of nobody
    (cnipa/, and what lies outside any applicant's folder) come first. The same
    batch always gives the same shards; there is at least one.
    """
    if size < 1:
        raise ValueError("a shard holds at least one file")
    owned: dict[str, list[File]] = defaultdict(list)
    nobodys: list[File] = []
    for file in sorted(files, key=lambda file: file.path):
        (nobodys if file.applicant is None else owned[file.applicant]).append(file)
    groups: list[tuple[str | None, list[File]]] = [
        (None, nobodys[at : at + size]) for at in range(0, len(nobodys), size)
    ]
    groups += [(name, owned.get(name, [])) for name in sorted({*owned, *applicants})]

    shards: list[Shard[File]] = []
    names: list[str] = []
    content: list[File] = []

    def close() -> None:
        key = f"{batch_id}-s{len(shards) + 1:03d}"
        shards.append(Shard(key, tuple(names), tuple(content)))
        names.clear()
        content.clear()

    for name, group in groups:
        # Applicants without files count too, so that no shard grows without bound.
        weight = max(len(group), 1)
        if (content or names) and max(len(content), len(names)) + weight > size:
            close()
        content.extend(group)
        if name is not None:
            names.append(name)
    if content or names or not shards:
        close()
    return tuple(shards)


def split_into_shards(
    batch_id: str, uploads: Iterable[File], size: int = DEFAULT_SIZE
) -> dict[str, list[File]]:
    """The uploads of each shard by its key; see `plan_shards`."""
    shards = plan_shards(batch_id, uploads, size=size)
    return {shard.key: list(shard.files) for shard in shards}
