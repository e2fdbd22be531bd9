"""The whitelist of awarding bodies (授权机关名录) and the matcher of whole names against it."""

from verifiers.authorities.matching import Authorities, AuthorityMatch, MatchStatus
from verifiers.authorities.whitelist import load_authorities

__all__ = ["Authorities", "AuthorityMatch", "MatchStatus", "load_authorities"]
