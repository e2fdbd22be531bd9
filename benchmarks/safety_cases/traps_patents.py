"""Traps in patents: A9 (certificate and official result), H65 (count, kind, rank), A1, A3b."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from benchmarks.safety_cases.changes import (
    Change,
    Harm,
    claimed,
    doubtful,
    missing,
    printed,
    recorded,
    words,
)  # fmt: skip
from benchmarks.safety_cases.papers import patent_paper
from benchmarks.safety_cases.patent_edits import (
    FIRST,
    another_type_digit,
    beside,
    certified_between,
    design,
    everywhere,
    filed_after_its_number,
    granted_after,
    granted_before_filing,
    granted_that_year,
    inventors_changed,
    longer_name,
    number_with_wrong_check,
    one_less,
    only_owner,
    printout,
    ranked,
    same_title,
    spaced,
    twice,
    unrecorded,
    wrong_check_without_record,
)
from benchmarks.safety_cases.patents import ASKED, number
from evidence.register import LegalEvent, RecordSource

DOUBT, NONE, OPEN, WRONG = Harm.DOUBT, Harm.NONE, Harm.OPEN, Harm.CONTRADICTION
PATENT, INVENTION, MODELS = words("patent"), words("patent invention"), words("patent models")
EITHER = words("A9 H65")

NOT_IN_FORCE = (
    "未缴年费终止失效", "未缴年费专利权终止，等恢复", "届满终止失效",
    "放弃专利权（重复授权）", "放弃专利权（主动放弃）",
)  # fmt: skip
"""Granted, and ended since: the notice asks for 取得 and says no more, so a person decides."""
NEVER_GRANTED = ("驳回失效", "撤回专利申请", "逾期视撤失效", "视为放弃失效", "无效宣告失效")
PENDING = (
    "进入实审",
    "一通出案待答复",
    "等待颁证公告",
    "等年登印费",
    "待发授权办登通知书",
    "等待申请费",
)


_LONG = dt.timedelta(days=100)
"""How old a result may be when the batch arrives; the one asked for then is from before the notice."""
_DAY = dt.timedelta(days=1)
_EPO: dict[str, object] = {
    "source": RecordSource.EPO_OPS,
    "site": "ops.epo.org",
    "case_status": "",
    "legal_status": "",
}

TRAPS = (
    Change("A9", "site asked long before the notice", recorded(as_of=ASKED - _LONG), DOUBT, PATENT),
    Change("A9", "nobody knows when the site was asked", recorded(as_of=None), DOUBT, PATENT),
    Change("A9", "imported long before the notice",
           recorded(as_of=None, brought_at=ASKED - _LONG), DOUBT, PATENT),
    Change("A9", "time of the query read with doubt", recorded(doubts=("as_of",)), DOUBT, PATENT),
    *(
        Change("A9", f"a {when} record of another {what}", beside(as_of=asked, **{what: value}), harm, PATENT, also=also)
        for when, asked in (("later", ASKED + _DAY), ("simultaneous", ASKED), ("timeless", None))
        for what, value, harm, also in (
            ("title", "一种便携式水质采样器", WRONG, words("")),
            ("patentees", ("郑州某科技有限公司",), WRONG, words("")),
            ("inventors", ("苏文杰", "魏东升"), WRONG, EITHER),
            ("grant_date", "2013-05-14", WRONG, words("A1")),
            ("case_status", "未缴年费终止失效", DOUBT, EITHER),
            ("case_status", "无效宣告失效", OPEN, EITHER),
        )
    ),
    *(
        Change("A9", f"an earlier record of another {what}", beside(as_of=ASKED - _DAY, **{what: value}), harm, PATENT,
               also=words("A1"))
        for what, value, harm in (
            ("title", "一种便携式水质采样器", WRONG), ("grant_date", "2013-05-14", WRONG),
            ("inventors", ("苏文杰", "魏东升"), DOUBT), ("case_status", "未缴年费终止失效", DOUBT),
        )
    ),
    Change("A9", "an event of the gazette that ends it",
           recorded(events=(LegalEvent("CF01", "2024-01-05"),)), DOUBT, PATENT),
    Change("A9", "EPO tells of its lapse",
           beside(**_EPO, events=(LegalEvent("CF01", "2024-01-05"),)), DOUBT, PATENT),
    Change("A9", "EPO knows it by another title", beside(**_EPO, title="一种便携式水质采样器"), DOUBT, PATENT),
    Change("A9", "EPO spells another inventor",
           beside(**_EPO, inventors=(), inventors_latin=("SU WENJIE",) * 7), DOUBT, PATENT),
    Change("A9", "no certificate", missing(FIRST), DOUBT, PATENT, also=words("H65")),
    Change("A9", "no official record", unrecorded, DOUBT, PATENT),
    Change("A9", "only the applicant's printout", printout, DOUBT, PATENT),
    Change("A9", "only EPO OPS", recorded(source=RecordSource.EPO_OPS, site="ops", legal_status="",
           case_status=""), DOUBT, PATENT),
    Change("A9", "check digit wrong everywhere", number_with_wrong_check, OPEN, PATENT),
    Change("A9", "check digit wrong, no record", wrong_check_without_record, OPEN, PATENT),
    Change("A9", "certificate of another number",
           printed(FIRST, patent_number=number(2017, "1", 1060186)), WRONG, PATENT, also=words("H65")),
    Change("A9", "claim of another number", claimed(patent_number=number(2017, "1", 1060186)), WRONG,
           PATENT, also=words("H65")),
    Change("A9", "claim without a number", claimed(patent_number=""), OPEN, PATENT, also=words("H65")),
    Change("A9", "claim of another title", claimed(title="一种便携式水质采样器"), WRONG, PATENT),
    Change("A9", "certificate of another title", printed(FIRST, title="一种便携式水质采样器"), WRONG, PATENT),
    Change("A9", "certificate of another patentee", printed(FIRST, patentee="洛阳某机械厂"), WRONG, PATENT),
    Change("A9", "certificate of another grant day", printed(FIRST, grant_date="2013-05-14"), WRONG,
           PATENT, also=words("A1")),
    Change("A9", "certificate of another filing day", printed(FIRST, application_date="2010-05-14"),
           WRONG, PATENT, also=words("A1")),
    Change("A9", "certificate of another kind", printed(FIRST, patent_type="design"), WRONG, PATENT, also=EITHER),
    Change("A9", "QR code of another patent",
           printed(FIRST, qr_url="http://epub.cnipa.gov.cn/cred/CN198765432B"), WRONG, PATENT),
    Change("A9", "QR code of another site",
           printed(FIRST, qr_url="http://epub.cnipa.gov.cn.zl-query.com/cred/CN111472379B"), OPEN, PATENT),
    Change("A9", "certificate of another office", printed(FIRST, issuer="欧洲专利局"), OPEN, PATENT),
    *(
        Change("A9", f"record of another {what}", recorded(**{what: value}), WRONG, PATENT, also=also)
        for what, value, also in (
            ("title", "一种便携式水质采样器", words("")),
            ("patentees", ("郑州某科技有限公司",), words("")),
            ("application_date", "2009-02-03", words("A1")),
            ("grant_date", "2013-05-14", words("A1")),
            ("grant_number", "CN198765432B", words("")),
            ("inventors", ("苏文杰", "魏东升"), EITHER),
            ("patent_type", "design", EITHER),
        )
    ),
    Change("A9", "record of an unexamined publication", recorded(grant_number="CN111472379A"), OPEN, PATENT),
    Change("A9", "publication number of kind A everywhere", everywhere(grant_number="CN111472379A"),
           OPEN, PATENT),
    Change("A9", "kind code of a utility model on an invention", everywhere(grant_number="CN211472379U"),
           OPEN, INVENTION),
    Change("A9", "kind code of an invention on a utility model", everywhere(grant_number="CN111472379B"),
           OPEN, MODELS),
    Change("A9", "type digit of a utility model on an invention", another_type_digit("2"), OPEN, INVENTION,
           also=EITHER),
    Change("A9", "type digit of a design on an invention", another_type_digit("3"), OPEN, INVENTION, also=EITHER),
    Change("A9", "type digit of an invention on a utility model", another_type_digit("1"), OPEN, MODELS,
           also=EITHER),
    *(
        Change("A9", f"status {status}", recorded(case_status=status, legal_status="失效"), DOUBT, PATENT,
               also=EITHER)
        for status in NOT_IN_FORCE
    ),
    *(
        Change("A9", f"status {status}", recorded(case_status=status, legal_status="失效"), OPEN, PATENT,
               also=EITHER)
        for status in NEVER_GRANTED
    ),
    *(
        Change("A9", f"status {status}", recorded(case_status=status, legal_status="--"), OPEN, PATENT,
               also=EITHER)
        for status in PENDING
    ),
    *(
        Change("A9", f"legal status {status}", recorded(case_status="", legal_status=status), DOUBT, PATENT,
               also=EITHER)
        for status in (
            "专利权部分无效", "未缴年费专利权终止", "专利权有效期届满", "专利权的主动放弃",
            "失效", "--", "",
        )
    ),
    *(
        Change("A9", f"legal status {status}", recorded(case_status="", legal_status=status), OPEN, PATENT,
               also=EITHER)
        for status in ("专利权全部无效", "实质审查的生效", "公布")
    ),
    Change("A9", "in force by one field, ended by the other",
           recorded(case_status="未缴年费终止失效", legal_status="授权"), DOUBT, PATENT),
    *(
        Change("A9", f"certificate's {field} doubtful", doubtful(FIRST, field), DOUBT, PATENT,
               also=words("H65 A1"))
        for field in ("patent_number", "inventor")
    ),
    *(
        Change("A9", f"record's {fields[0]} doubtful", recorded(doubts=fields), DOUBT, PATENT,
               also=words("H65 A1"))
        for fields in (("patent_number",), ("inventors", "inventor"), ("grant_date",))
    ),
    *(
        Change("A9", f"legal status {status}", recorded(case_status="", legal_status=status), OPEN, PATENT,
               also=EITHER)
        for status in ("未授权", "不予授权", "授权前撤回", "授权后终止")
    ),
    *(
        Change("A9", f"record does not show the {what}", recorded(**{what: value}), DOUBT, PATENT,
               also=words("H65 A1"))
        for what, value in (
            ("title", ""), ("inventors", ()), ("patentees", ()), ("grant_date", ""), ("patent_number", ""),
        )
    ),
    *(
        Change("A9", f"certificate without {field}", printed(FIRST, **{field: None}), DOUBT, PATENT,
               also=words("H65 A1"))
        for field in ("patent_number", "title", "inventor", "grant_date")
    ),
    Change("H65", "an inventor whose name begins alike", longer_name, WRONG, PATENT, also=words("A9")),
    Change("A1", "granted after the batch came in", everywhere(grant_date="2024-12-17"), OPEN, INVENTION,
           also=words("A9")),
    Change("A9", "number given before the filing day", filed_after_its_number, OPEN, INVENTION),
    Change("A9", "granted before it was filed", granted_before_filing, OPEN, INVENTION),
    Change("H65", "sixth of seven inventors", ranked(6, 7, 6), WRONG, PATENT),
    Change("H65", "sixth, declared fifth", ranked(6, 7, 5), WRONG, PATENT, also=words("A9")),
    Change("H65", "third, declared second", ranked(3, 4, 2), WRONG, PATENT, also=words("A9")),
    Change("H65", "not among the inventors", ranked(None, 4, 2), WRONG, PATENT, also=words("A9")),
    Change("H65", "only the patentee", only_owner, OPEN, PATENT, also=words("A9 A2b")),
    Change("H65", "inventor only after filing", inventors_changed, OPEN, PATENT, also=words("A9")),
    Change("H65", "a design", design, OPEN, PATENT, also=words("A9")),
    Change("H65", "one utility model", one_less, OPEN, MODELS),
    Change("H65", "declared as a utility model", claimed(patent_type="实用新型"), WRONG, INVENTION, also=words("A9")),
    Change("A3b", "the same patent twice", twice, WRONG, MODELS, also=words("H65")),
    Change("A3b", "two patents of one title", same_title, DOUBT, MODELS, also=words("H65")),
    Change("A9", "second of two without a record",
           lambda candidate: replace(candidate, records=candidate.records[:1]), DOUBT, MODELS, also=words("H65")),
    Change("A9", "second of two without a certificate", missing(patent_paper(2)), DOUBT, MODELS, also=words("H65")),
    Change("A1", "filed before the certificate, granted after", certified_between, DOUBT, INVENTION),
    Change("A1", "granted the day before the certificate", granted_after(-1), WRONG, INVENTION),
    Change("A1", "granted on the day of the certificate", granted_after(0), DOUBT, INVENTION),
    Change("A1", "granted to the year only", granted_that_year, OPEN, INVENTION, also=words("A9")),
)  # fmt: skip
"""Each breaks one rule about patents."""

PERMITTED = (
    Change("H65", "fifth of seven inventors", ranked(5, 7, 5), NONE, PATENT),
    Change("H65", "the only inventor", ranked(1, 1, 1), NONE, PATENT),
    Change("A9", "status 等年费滞纳金, still in force", recorded(case_status="等年费滞纳金"), NONE, PATENT),
    Change("A9", "legal status alone", recorded(case_status=""), NONE, PATENT),
    Change("A9", "case status alone", recorded(legal_status=""), NONE, PATENT),
    Change("A9", "recorded by a reviewer", recorded(source=RecordSource.REVIEWER, site="cpquery"), NONE, PATENT),
    Change("A9", "certificate without a grant number, as before 2018", printed(FIRST, grant_number=None),
           NONE, PATENT),
    Change("A9", "claim number with spaces", spaced, NONE, PATENT),
    Change("A9", "site asked on the day of the notice", recorded(as_of=ASKED.replace(month=3, day=15)), NONE, PATENT),
    Change("A9", "imported two days before, page without a time",
           recorded(as_of=None, brought_at=ASKED), NONE, PATENT),
    Change("A9", "an earlier record names the patentee of before a transfer",
           beside(as_of=ASKED - _DAY, patentees=("郑州某科技有限公司",)), NONE, PATENT),
    Change("A9", "an earlier record awaits a restoration that happened",
           beside(as_of=ASKED - _DAY, legal_status="", case_status="未缴年费专利权终止，等恢复"), NONE, PATENT),
    Change("A9", "EPO agrees", beside(**_EPO), NONE, PATENT),
)  # fmt: skip
"""Each stays on the right side of a boundary."""
