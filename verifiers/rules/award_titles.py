"""H61 to H64, A3a and A10: which issuer, which title and which rank each item of (四)6 asks for."""

from __future__ import annotations

import re

from evidence.applications import Claim
from evidence.documents import Field
from evidence.findings import Result
from evidence.places import Place
from verifiers.authorities import AuthorityMatch, MatchStatus
from verifiers.authorities.entries import Authority, Kind, Level
from verifiers.notices.notice import Notice
from verifiers.rules.case import Case
from verifiers.rules.checks import Check
from verifiers.rules.fields import agreement, places_of, plain_honour, plain_text, text_of
from verifiers.rules.issuers import declared_matches, read_checks, whitelist_checks
from verifiers.rules.ranks import rank_of
from verifiers.rules.registry import claim_rule

_YEAR = r"(?:\d{4}年?(?:度|至\d{4}年?度?)?)?"
_MEDAL = re.compile(rf"^{_YEAR}(?P<region>全国|河南省)?五一劳动奖章(?:获得者)?$")
_MEDAL_LEVELS = {"全国": Level.NATIONAL, "河南省": Level.PROVINCIAL}
_MASTER = re.compile(
    rf"^{_YEAR}(?P<region>全国|[\u4e00-\u9fff]{{2,6}}?(?:省|市|县|示范区))?技术能手$"
)
_MODEL_WORKER = re.compile(r"(全国|河南省)(劳动模范|先进工作者)")


@claim_rule("H61", frozenset({1}))
def commended_by_party_or_government(case: Case, claim: Claim) -> list[Check]:
    """省辖市级以上党委、政府，或省级以上工作部门. Source: 二(四)6(1), 附件1第四条."""
    checks = _issuers(case, claim, 1)
    words = case.notice.vocabulary
    declared: list[tuple[str, tuple[Place, ...]]]
    declared = [(text, case.application.where) for text in (claim.title, claim.document_title)]
    for text, where in (*declared, *_certificate_honours(case, claim)):
        doubtful = [word for word in words.doubtful_honours if word in plain_text(text)]
        if doubtful:
            checks.append(Check(Result.UNSURE, "H61.wording", text, doubtful[0], where))
    return checks


@claim_rule("H62", frozenset({2}))
def may_first_medal(case: Case, claim: Claim) -> list[Check]:
    """五一劳动奖章 by 全国总工会 or 省总工会; 奖状 are collective. Source: 二(四)6(2)."""
    title = plain_honour(claim.title)
    match = _MEDAL.fullmatch(title)
    if match is not None:
        checks = [_medal(case, claim, match["region"] or "")]
    else:
        key = "H62.doubtful_title" if "五一劳动奖章" in title else "H62.other_title"
        result = Result.UNSURE if "五一劳动奖章" in title else Result.MISMATCH
        checks = [Check(result, key, claim.title)]
    return [*_issuers(case, claim, 2), *checks]


def _medal(case: Case, claim: Claim, region: str) -> Check:
    """全国五一劳动奖章 is given by 全国总工会 and the province's by its own. Source: facts §4."""
    entries = [one.entry for one in _matches(case, claim) if one.entry and one.counts_for(2)]
    wanted = _MEDAL_LEVELS.get(region)
    if entries and wanted and all(entry.level is not wanted for entry in entries):
        names = "、".join(entry.name for entry in entries)
        return Check(Result.UNSURE, "H62.region", claim.title, names)
    return Check(Result.MATCH, "H62.title", claim.title)


@claim_rule("H63", frozenset({3}))
def skilled_worker_title(case: Case, claim: Claim) -> list[Check]:
    """技术能手 by an HR department of prefecture level or above. Source: 二(四)6(3), 附件1第七条."""
    title = plain_honour(claim.title)
    match = _MASTER.fullmatch(title)
    if match is None:
        near = "技术能手" in title or "技能大奖" in title
        result = Result.UNSURE if near else Result.MISMATCH
        checks = [Check(result, "H63.doubtful_title" if near else "H63.other_title", claim.title)]
    else:
        region = match["region"] or ""
        entries = [one.entry for one in _matches(case, claim) if one.entry and one.counts_for(3)]
        fits = not region or any(entry.region == region for entry in entries)
        key = "H63.title" if fits else "H63.region"
        result = Result.MATCH if fits else Result.UNSURE
        names = [entry.name for entry in entries] or claim.issuers
        checks = [Check(result, key, claim.title, "、".join(names))]
    return [*_issuers(case, claim, 3), *checks]


@claim_rule("H64", frozenset({4}))
def contest_rank(case: Case, claim: Claim) -> list[Check]:
    """个人三等奖以上 in a contest of an HR department. Source: 二(四)6(4), 附件1第八条."""
    return [*_issuers(case, claim, 4), *_ranks(case, claim)]


def _ranks(case: Case, claim: Claim) -> list[Check]:
    certificate = case.awards[claim.no].certificate
    words, last = case.notice.vocabulary, case.notice.thresholds.last_award_rank
    fields: tuple[Field, ...] = certificate.all("rank") if certificate else ()
    where = places_of(certificate, fields) if certificate else ()
    found, wanted = text_of(fields), f"前{last}等"
    checks = []
    printed = (*fields, *(certificate.all("honour") if certificate else ()))
    for text in (claim.rank, claim.title, *(field.value for field in printed)):
        low = [word for word in words.insufficient_awards if word in plain_text(text)]
        if low:
            checks.append(
                Check(Result.MISMATCH, "H64.insufficient", text, where=where, required=wanted)
            )
    declared = rank_of(claim.rank)
    if declared is None:
        key = "H64.unknown_rank" if claim.rank else "H64.blank"
        unknown = Check(Result.UNSURE, key, claim.rank, where=where, required=wanted)
        return checks or [unknown]
    if declared > last:
        # 第4名以后 may still be a 三等奖 of a contest that publishes places only.
        checks.append(
            Check(Result.UNSURE, "H64.low_rank", claim.rank, where=where, required=wanted)
        )
        return checks
    result = agreement(fields, lambda value: (rank_of(value) or last + 1) <= last)
    keys = {
        Result.MATCH: "H64.rank",
        Result.NOT_CHECKED: "H64.no_rank",
        Result.UNSURE: "H64.doubtful_rank",
        Result.MISMATCH: "H64.rank_differs",
    }
    checks.append(Check(result, keys[result], claim.rank, found, where, required=wanted))
    return checks


@claim_rule("A3a", frozenset({1, 3, 4}))
def level_included(case: Case, claim: Claim) -> list[Check]:
    """“以上”含本级; 济源、省直管县（市） count as prefectures. Source: 附件1第三条."""
    checks = []
    for match in _matches(case, claim):
        entry = match.entry
        if match.status is MatchStatus.EXACT and entry is not None:
            key = "A3a.equal" if entry.level is Level.DIRECT_COUNTY else "A3a.level"
            checks.append(Check(Result.MATCH, key, match.name, _LEVELS[entry.level]))
        elif match.status is MatchStatus.EXCLUDED and match.excluded_by is not None:
            kind, decision = match.excluded_by, match.excluded_by.decision
            values = {
                "kind": kind.label,
                "kind_en": kind.label_en,
                "why": match.why,
                "why_en": match.why_en,
                "article": match.article,
            }
            key = "A3a.below" if decision is Result.MISMATCH else "A3a.doubted"
            checks.append(Check(decision, key, match.name, values=values))
        else:
            values = {
                "why": match.why or "不在名录内",
                "why_en": match.why_en or "it is not listed",
            }
            checks.append(Check(Result.UNSURE, "A3a.unknown", match.name, values=values))
    return checks or [Check(Result.NOT_CHECKED, "issuer.none")]


_LEVELS = {
    Level.NATIONAL: "国家级",
    Level.PROVINCIAL: "省级",
    Level.PREFECTURE: "省辖市级",
    Level.DIRECT_COUNTY: "省直管县（市）级",
}


def _names_model_worker(claim: Claim, _notice: Notice) -> bool:
    return _MODEL_WORKER.search(plain_honour(claim.title)) is not None


@claim_rule("A10", frozenset({1}), applies=_names_model_worker)
def model_worker(case: Case, claim: Claim) -> list[Check]:
    """全国劳模 by 党中央、国务院, 河南省劳模 by 省委、省政府. Source: 附件1第十条."""
    title = plain_honour(claim.title)
    found = _MODEL_WORKER.search(title)
    national = found is not None and found[1] == "全国"
    wanted = "党中央、国务院" if national else "省委、省政府"
    level = Level.NATIONAL if national else Level.PROVINCIAL
    entries = [one.entry for one in _matches(case, claim) if one.status is MatchStatus.EXACT]
    kinds = {entry.kind for entry in entries if entry and _leads(entry, level)}
    names, values = "、".join(claim.issuers), {"title": claim.title}
    if kinds == {Kind.PARTY_COMMITTEE, Kind.GOVERNMENT}:
        return [Check(Result.MATCH, "A10.issuers", names, required=wanted, values=values)]
    key = "A10.one_issuer" if kinds else "A10.other_issuer"
    return [Check(Result.UNSURE, key, names, required=wanted, values=values)]


def _leads(entry: Authority, level: Level) -> bool:
    return entry.level is level and entry.kind in {Kind.PARTY_COMMITTEE, Kind.GOVERNMENT}


def _matches(case: Case, claim: Claim) -> list[AuthorityMatch]:
    return declared_matches(case, claim, case.awards[claim.no].certificate)


def _issuers(case: Case, claim: Claim, item: int) -> list[Check]:
    """The declared issuers carry the item, and the certificate shows them."""
    certificate = case.awards[claim.no].certificate
    checks = whitelist_checks(_matches(case, claim), item)
    if certificate is None:
        return [
            *checks,
            Check(Result.NOT_CHECKED, "issuer.no_certificate", "、".join(claim.issuers)),
        ]
    return [*checks, *read_checks(case, claim, certificate)]


def _certificate_honours(case: Case, claim: Claim) -> list[tuple[str, tuple[Place, ...]]]:
    """Each honour on the certificate, with its place."""
    certificate = case.awards[claim.no].certificate
    if certificate is None:
        return []
    return [(field.value, (certificate.place(field),)) for field in certificate.all("honour")]
