"""What results rest on besides their inputs, as versions: rules, notices, whitelist, extraction.

A version is a hash over the files themselves, the code included: a constant that somebody has to
raise would be forgotten once, and verdicts of older rules would pass for those of newer ones.
The price is that a reworded comment judges again. Judging costs a shard a second or two, and
reads no page.

Each result says in its materialization's tags what it rests on (`rests_on`): the versions of the
files as this process found them when it began (pipeline/file_versions.py). Rules and notices are
loaded once a process, so that files edited meanwhile never pass for judged by. How pages are read
is no file of rules: its version is the recipe's, under which readings are cached.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from extractors.reading.cache import recipe_key
from extractors.reading.page import recipe_version
from pipeline.batches import BatchEntry
from pipeline.file_versions import EXTRACTION, NOTICE, OF_THIS_PROCESS, RULES, WHITELIST
from pipeline.stages.reading import reading_settings

RESULTS, RECIPE = "cnipa_results", "reading_recipe"

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
