"""The versions of rules, notices, whitelist and extraction: hashes over the files themselves.

Nothing of ours is imported here, and this is imported before anything else of ours
(pipeline/__init__.py): code that is replaced while a process starts is then loaded after its
version was taken, and what it computes is computed again. The other way round, verdicts of the
older rules would bear the version of the newer ones, and stay.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from pipeline.batches import BatchEntry

RULES, WHITELIST, NOTICE = "rule_code", "authority_whitelist", "notice_rules"
EXTRACTION = "extraction_code"

_CODE = ("*.py", "*.yaml", "*.json", "*.toml")
_BESIDE_STAGES = ("pipeline/batches.py", "pipeline/official/kept.py")
"""What else the stages decide by: when a batch arrived, whose an original is."""


@dataclass(frozen=True, slots=True)
class Foundations:
    """The versions of the files; a notice's by its id. `newest` judges batches that name none."""

    rule_code: str
    authority_whitelist: str
    extraction_code: str
    notices: Mapping[str, str]
    newest: str

    def notice_of(self, entry: BatchEntry) -> str:
        """The id of the notice that a batch is judged by."""
        return entry.notice or self.newest

    def version_of(self, name: str) -> str:
        """The version of what is one for all batches."""
        versions = {
            RULES: self.rule_code,
            WHITELIST: self.authority_whitelist,
            EXTRACTION: self.extraction_code,
        }
        return versions[name]

    @property
    def all_together(self) -> str:
        """One version of all of them: whoever has it computes the same."""
        notices = sorted(self.notices.items())
        said = (self.rule_code, self.authority_whitelist, self.extraction_code, notices)
        return hashlib.sha256(repr(said).encode()).hexdigest()[:16]

    def version(self, name: str, entry: BatchEntry) -> str:
        """The version that concerns a batch; "" of a notice that is gone."""
        if name == NOTICE:
            return self.notices.get(self.notice_of(entry), "")
        return self.version_of(name)


def foundations(packages: Path = Path(__file__).parents[1]) -> Foundations:
    """The versions of the files as they are now, in the folder that holds the packages."""
    rules, notices = packages / "verifiers", packages / "verifiers" / "notices"
    lists = rules / "authorities"
    own = {*notices.glob("*.yaml"), *lists.glob("*.yaml")}
    shared = _code_below(packages / "evidence") | _code_below(packages / "pipeline" / "stages")
    shared |= {packages / path for path in _BESIDE_STAGES}
    extraction = _code_below(packages / "extractors") - _code_below(
        packages / "extractors" / "reading"
    )
    by_id = {path.stem: path for path in notices.glob("*.yaml")}
    return Foundations(
        rule_code=files_version(packages, (_code_below(rules) - own) | shared),
        authority_whitelist=files_version(packages, lists.glob("*.yaml")),
        extraction_code=files_version(packages, extraction | shared),
        notices={name: files_version(packages, [path]) for name, path in sorted(by_id.items())},
        newest=max(by_id, key=lambda name: (_issued(by_id[name].read_bytes()), name)),
    )


def files_version(folder: Path, files: Iterable[Path]) -> str:
    """A hash over names and bytes of files below a folder, in 16 hex digits."""
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(f"{path.relative_to(folder).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def _code_below(folder: Path) -> set[Path]:
    return {path for pattern in _CODE for path in folder.rglob(pattern)}


@lru_cache(maxsize=64)
def _issued(text: bytes) -> dt.date:
    """When a notice was issued; long ago where its file says nothing that can be understood."""
    try:
        issued = yaml.load(text, Loader=yaml.CSafeLoader).get("issued")
    except (yaml.YAMLError, ValueError, AttributeError):
        issued = None
    return issued if isinstance(issued, dt.date) else dt.date.min


OF_THIS_PROCESS = foundations()
"""The versions by which this process computes."""
