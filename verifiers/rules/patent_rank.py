"""H65: how many patents of which type, and where the applicant stands among the inventors."""

from __future__ import annotations

from evidence.applications import Application, Claim
from evidence.documents import Document, Field
from evidence.findings import Basis, Result
from evidence.patent_numbers import PatentType
from verifiers.notices.notice import CarriedBy, Notice
from verifiers.rules.case import Case
from verifiers.rules.checks import Check
from verifiers.rules.fields import certain, places_of
from verifiers.rules.patent_codes import TYPE_NAMES, type_name
from verifiers.rules.patent_counts import enough, needed
from verifiers.rules.patent_papers import PATENTS, declared_number, declared_type, written_number
from verifiers.rules.people import looks_like
from verifiers.rules.registry import LEVEL_ONE, application_rule, claim_rule
from verifiers.rules.signing import also_signed


@claim_rule("H65", PATENTS)
def inventor_of_a_patent_that_counts(case: Case, claim: Claim) -> list[Check]:
    """发明 or 实用新型, the applicant among the first five. Source: 二(四)6(5), 附件1第九条."""
    return [
        *_type(case, claim),
        *_rank(case, claim),
        *_occupation(case),
    ]


def _occupation(case: Case) -> list[Check]:
    """本工种相关: signed for where the notice says so, else a person's to judge. Source: facts §7."""
    policy = case.policy("H65")
    if policy.carried_by is CarriedBy.PERSON or not policy.also_attested:
        return [Check(Result.UNSURE, "H65.occupation")]
    return also_signed(case.application, policy)


def _type(case: Case, claim: Claim) -> list[Check]:
    number, declared = declared_number(claim), declared_type(claim)
    if number is None:
        return [Check(Result.NOT_CHECKED, "H65.no_number", written_number(claim))]
    if needed(number.type, case.notice.thresholds) is None:
        return [Check(Result.MISMATCH, "H65.design", claim.patent_number, TYPE_NAMES[number.type])]
    if declared is None:
        return [
            Check(Result.UNSURE, "H65.type_undeclared", claim.patent_type, TYPE_NAMES[number.type])
        ]
    if declared is not number.type:
        return [
            Check(
                Result.MISMATCH,
                "H65.type_differs",
                type_name(claim.patent_type),
                TYPE_NAMES[number.type],
            )
        ]
    return []


def _rank(case: Case, claim: Claim) -> list[Check]:
    """The applicant's place in the printed order, which must be the declared one."""
    certificate = case.patents.get(claim.no)
    declared = "" if claim.inventor_rank is None else f"第{claim.inventor_rank}名"
    if certificate is None:
        return [Check(Result.NOT_CHECKED, "H65.no_certificate", declared)]
    fields = certificate.all("inventor")
    where = places_of(certificate, fields)
    found = "、".join(field.value for field in fields)
    if not fields:
        return [Check(Result.NOT_CHECKED, "H65.no_inventors", declared, found, where)]
    name = case.application.name
    places = [n for n, field in enumerate(fields, 1) if looks_like(field.value, name)]
    if not places:
        result = Result.MISMATCH if all(map(certain, fields)) else Result.UNSURE
        return [Check(result, "H65.not_an_inventor", declared, found, where)]
    if len(places) > 1:
        return [Check(Result.UNSURE, "H65.namesake", declared, found, where)]
    rank = places[0]
    return [
        *_placed(case, claim, rank, fields, certificate),
        *_at_filing(name, rank, certificate),
    ]


def _placed(
    case: Case, claim: Claim, rank: int, fields: tuple[Field, ...], certificate: Document
) -> list[Check]:
    last = case.notice.thresholds.last_inventor_rank
    declared = "" if claim.inventor_rank is None else f"第{claim.inventor_rank}名"
    where, found = places_of(certificate, fields), f"第{rank}名"
    values = {"inventors": "、".join(field.value for field in fields), "last": str(last)}
    if not all(map(certain, fields[:rank])):
        return [
            Check(Result.UNSURE, "H65.doubtful_inventors", declared, found, where, values=values)
        ]
    if rank > last:
        return [Check(Result.MISMATCH, "H65.rank_too_low", declared, found, where, values=values)]
    if claim.inventor_rank is None:
        return [Check(Result.UNSURE, "H65.rank_undeclared", declared, found, where, values=values)]
    if claim.inventor_rank != rank:
        return [Check(Result.MISMATCH, "H65.rank_differs", declared, found, where, values=values)]
    return [Check(Result.MATCH, "H65.rank", declared, found, where, values=values)]


def _at_filing(name: str, rank: int, certificate: Document) -> list[Check]:
    """Inventors changed after filing are for a person (facts §2)."""
    fields = certificate.all("inventor_at_filing")
    if not fields:
        return []
    places = [n for n, field in enumerate(fields, 1) if looks_like(field.value, name)]
    if places == [rank]:
        return []
    found = "、".join(field.value for field in fields)
    where = places_of(certificate, fields)
    return [Check(Result.UNSURE, "H65.changed_inventors", f"第{rank}名", found, where)]


def _claims_patents(application: Application, _notice: Notice) -> bool:
    return any(claim.condition == 5 for claim in application.claims)


@application_rule("H65", Basis.EVIDENCE, applies=_claims_patents, grades=LEVEL_ONE)
def enough_patents(case: Case) -> list[Check]:
    """发明1项或实用新型2项: the declared ones are enough. Source: 二(四)6(5).

    Whether each of them is proven is told by its own findings.
    """
    limits = case.notice.thresholds
    numbers = {
        number.digits: number.type
        for claim in case.application.claims
        if claim.condition == 5 and (number := declared_number(claim)) is not None
    }
    types = list(numbers.values())
    inventions = types.count(PatentType.INVENTION)
    models = types.count(PatentType.UTILITY_MODEL)
    declared = f"发明{inventions}项，实用新型{models}项"
    wanted = f"发明{limits.inventions}项或实用新型{limits.utility_models}项"
    if enough(types, limits):
        return [Check(Result.MATCH, "H65.enough", declared, required=wanted)]
    return [Check(Result.MISMATCH, "H65.too_few", declared, required=wanted)]
