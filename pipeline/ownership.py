"""Whom to ask about an asset, and the tags by which the UI's catalogue finds it."""

OWNERS = ["team:heyan"]

_PER, _HOLDS = "heyan/per", "heyan/holds"
OF_SHARDS = {_PER: "shard", _HOLDS: "personal-data"}
OF_BATCHES = {_PER: "batch", _HOLDS: "personal-data"}
MARKS_OF_BATCHES = {_PER: "batch", _HOLDS: "pseudonyms"}
OF_RULES = {_PER: "installation", _HOLDS: "rules"}
UPKEEP = {_PER: "installation", _HOLDS: "figures"}
