"""What results rest on besides their inputs, as versions: rules, notices, whitelist, extraction.

A version is a hash over the files themselves, the code included: a constant that somebody has to
raise would be forgotten once, and verdicts of older rules would pass for those of newer ones.
The price is that a reworded comment judges again. Judging costs a shard a second or two, and
reads no page.

Each result says in its materialization's tags what it rests on (`rests_on`): the versions of the
files as this process found them when it began. Rules and notices are loaded once a process, so
that files edited meanwhile never pass for judged by. How pages are read is no file of rules: its
version is the recipe's, under which readings are cached.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

import verifiers
from extractors.reading.cache import recipe_key
from extractors.reading.page import recipe_version
from pipeline.batches import BatchEntry
from pipeline.stages.reading import reading_settings
from verifiers.data_files import load_yaml

RULES, WHITELIST, NOTICE = "rule_code", "authority_whitelist", "notice_rules"
EXTRACTION, RESULTS, RECIPE = "extraction_code", "cnipa_results", "reading_recipe"

RESTS_ON: Mapping[str, tuple[str, ...]] = {
    "readings": (RECIPE,),
    "upload_outcomes": (EXTRACTION,),
    "documents": (EXTRACTION,),
    "applications": (EXTRACTION,),
    "patent_register": (EXTRACTION, RULES, RESULTS),
    "findings": (RULES, WHITELIST, NOTICE),
}
"""By asset. The batch's assets follow the findings, and rest on nothing of their own."""

_TAG = "heyan/"
_CODE = ("*.py", "*.yaml", "*.json", "*.toml")


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

    def version(self, name: str, entry: BatchEntry) -> str:
        """The version that concerns a batch; "" of a notice that is gone."""
        if name == NOTICE:
            return self.notices.get(self.notice_of(entry), "")
        return self.version_of(name)


def foundations(packages: Path = Path(verifiers.__file__).parent.parent) -> Foundations:
    """The versions of the files as they are now, in the folder that holds the packages."""
    rules, notices = packages / "verifiers", packages / "verifiers" / "notices"
    lists = rules / "authorities"
    own = {*notices.glob("*.yaml"), *lists.glob("*.yaml")}
    vocabulary = _code_below(packages / "evidence")
    extraction = _code_below(packages / "extractors") - _code_below(
        packages / "extractors" / "reading"
    )
    by_id = {path.stem: path for path in notices.glob("*.yaml")}
    return Foundations(
        rule_code=files_version(packages, (_code_below(rules) - own) | vocabulary),
        authority_whitelist=files_version(packages, lists.glob("*.yaml")),
        extraction_code=files_version(packages, extraction | vocabulary),
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


def rests_on(
    asset: str, entries: Iterable[BatchEntry] = (), results: str | None = None
) -> dict[str, str]:
    """The tags of a materialization: the versions that this process computes the asset by.

    `entries` are the batches judged, of which the notices' versions are wanted; `results` the
    version of the imported results.
    """
    tags, mine = {}, OF_THIS_PROCESS
    for name in RESTS_ON[asset]:
        if name == RECIPE:
            tags[tag_of(name)] = recipe_now()
        elif name == RESULTS:
            tags[tag_of(name)] = results or ""
        elif name == NOTICE:
            tags |= {
                tag_of(name, mine.notice_of(entry)): mine.version(name, entry) for entry in entries
            }
        else:
            tags[tag_of(name)] = mine.version_of(name)
    return tags


def tag_of(name: str, notice: str = "") -> str:
    """The tag that bears a version; a notice's has its id."""
    return f"{_TAG}{name}.{notice}" if name == NOTICE else f"{_TAG}{name}"


def recipe_now() -> str:
    """The version of what reads pages here, as the cache of readings has it."""
    return recipe_key(recipe_version(reading_settings()))


def _code_below(folder: Path) -> set[Path]:
    return {path for pattern in _CODE for path in folder.rglob(pattern)}


@lru_cache(maxsize=64)
def _issued(text: bytes) -> dt.date:
    """When a notice was issued; long ago where its file says nothing that can be understood."""
    try:
        issued = load_yaml(text.decode("utf-8-sig")).get("issued")
    except (yaml.YAMLError, ValueError, AttributeError):
        issued = None
    return issued if isinstance(issued, dt.date) else dt.date.min


# As early as this process can: nothing of them was loaded yet that could be younger.
OF_THIS_PROCESS = foundations()
