"""Everything that a rule may look at for one application, with the papers chosen for each claim."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from evidence.applications import Application
from evidence.documents import Document
from evidence.dossiers import Dossier
from verifiers.authorities import Authorities
from verifiers.cnipa.register import PatentRegister
from verifiers.notices.notice import Notice, RulePolicy


@dataclass(frozen=True, slots=True)
class AwardPapers:
    """The certificate and the commendation document chosen for a claim; None where none fits."""

    certificate: Document | None = None
    document: Document | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One application with its dossier, the registers and the notice.

    For each claim the papers are chosen once, so that all rules judge the same
    papers and no proof is put together from fields of two certificates.
    """

    dossier: Dossier
    application: Application
    register: PatentRegister
    authorities: Authorities
    notice: Notice
    received_at: dt.datetime | None
    skill: Document | None = None
    awards: Mapping[int, AwardPapers] = field(default_factory=dict)
    patents: Mapping[int, Document] = field(default_factory=dict)

    def policy(self, rule: str) -> RulePolicy:
        """What the notice says of a rule."""
        return self.notice.rules[rule]
