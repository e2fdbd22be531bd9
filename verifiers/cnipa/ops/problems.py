"""What may be wrong with EPO OPS, or with one number there: a code, and what to do about it."""

from __future__ import annotations

from evidence.errors import Problem

_LATER = (
    "本次未核对，其余照常进行；下次运行会再查。",
    "Not checked this time; the next run asks again.",
)


def design(number: str) -> Problem:
    """Designs are not in DOCDB."""
    return Problem(
        "E-OPS-DESIGN",
        f"{number} 是外观设计，欧洲专利局数据中没有外观设计；请在国家知识产权局网站检索。",
        f"{number} is a design, and EPO OPS has none. Look it up at CNIPA's site.",
    )


def check_digit(number: str) -> Problem:
    """A number whose check digit does not hold may be another patent's."""
    return Problem(
        "E-OPS-CHECK-DIGIT",
        f"{number} 的校验位不符，未向欧洲专利局查询；请先核对专利号。",
        f"The check digit of {number} does not hold, so EPO OPS was not asked. Check the number.",
    )


def not_found(number: str) -> Problem:
    """OPS knows nothing of it, which proves nothing."""
    return Problem(
        "E-OPS-NOT-FOUND",
        f"欧洲专利局数据中尚无 {number}；其数据滞后，不能说明专利不存在，请在国家知识产权局网站检索。",
        f"EPO OPS has nothing on {number} so far, which does not mean that there is no such patent. "
        "Look it up at CNIPA's site.",
    )


def reference(number: str) -> Problem:
    """OPS does not take the number."""
    return Problem(
        "E-OPS-REFERENCE",
        f"欧洲专利局不接受 {number} 这一号码；请核对专利号，并在国家知识产权局网站检索。",
        f"EPO OPS does not take the number {number}. Check it, and look it up at CNIPA's site.",
    )


def ambiguous(number: str) -> Problem:
    """OPS sees several documents in the number."""
    return Problem(
        "E-OPS-AMBIGUOUS",
        f"欧洲专利局认为 {number} 对应多件文献，未采用；请在国家知识产权局网站检索。",
        f"EPO OPS sees several documents in {number}, and none is taken. Look it up at CNIPA's site.",
    )


def other_number(number: str) -> Problem:
    """What came back belongs to another number."""
    return Problem(
        "E-OPS-OTHER-NUMBER",
        f"欧洲专利局对 {number} 给出的是另一申请号的数据，未采用；请在国家知识产权局网站检索。",
        f"EPO OPS answered {number} with another application's data, which are not taken. "
        "Look it up at CNIPA's site.",
    )


def unreadable(number: str) -> Problem:
    """What came back for this number cannot be read."""
    return Problem(
        "E-OPS-UNREADABLE",
        f"欧洲专利局对 {number} 的答复残缺或编码有误，未采用；请在国家知识产权局网站检索。",
        f"EPO OPS's answer on {number} is broken or wrongly encoded, and is not taken. "
        "Look it up at CNIPA's site.",
    )


def credentials() -> Problem:
    """Key or secret are not taken."""
    return Problem(
        "E-OPS-CREDENTIALS",
        "欧洲专利局不接受 HEYAN_OPS_KEY 和 HEYAN_OPS_SECRET；请核对，或在其开发者网站重新生成。",
        "EPO OPS does not take HEYAN_OPS_KEY and HEYAN_OPS_SECRET. Check them, or have new ones "
        "made at its developer site.",
    )


def url() -> Problem:
    """The address cannot be used."""
    return Problem(
        "E-OPS-URL",
        "HEYAN_OPS_URL 应是 https 地址，含版本（…/3.2）；只有本机地址可用 http。请改正或删去。",
        "HEYAN_OPS_URL must be an https address with the version (…/3.2); http is for this machine "
        "alone. Mend or remove it.",
    )


def unreachable(why: str) -> Problem:
    """No answer, after several attempts; `why` is a status or the name of an error."""
    return Problem(
        "E-OPS-UNREACHABLE",
        f"欧洲专利局 OPS 没有答复（{why}）。{_LATER[0]}一直如此时请检查网络和代理。",
        f"EPO OPS does not answer ({why}). {_LATER[1]} Where it stays so, check network and proxy.",
    )


def broken_answers() -> Problem:
    """Answers come, and cannot be read."""
    return Problem(
        "E-OPS-BROKEN",
        f"欧洲专利局 OPS 的答复多次残缺或编码有误。{_LATER[0]}一直如此时请检查代理。",
        f"EPO OPS's answers were broken or wrongly encoded several times. {_LATER[1]} "
        "Where it stays so, check the proxy.",
    )


def too_many_faults() -> Problem:
    """So many numbers were refused one by one that asking on would be too much."""
    return Problem(
        "E-OPS-FAULTS",
        "欧洲专利局 OPS 逐件拒绝的号码过多，本次不再查询；已有的答复已保存，下次运行接着查。",
        "EPO OPS refused so many numbers one by one that no more are asked this time. "
        "What it answered is kept, and the next run goes on from there.",
    )


def refused(why: str) -> Problem:
    """An answer that OPS does not give; `why` is the status."""
    return Problem(
        "E-OPS-REFUSED",
        f"欧洲专利局 OPS 拒绝了请求（{why}）。{_LATER[0]}请检查 HEYAN_OPS_URL、代理和账户状态。",
        f"EPO OPS refused the request ({why}). {_LATER[1]} Check HEYAN_OPS_URL, the proxy and the "
        "account.",
    )


def robot() -> Problem:
    """OPS takes the traffic for a robot's."""
    return Problem(
        "E-OPS-ROBOT",
        "欧洲专利局 OPS 判定访问过于频繁（RobotDetected）。一小时后再查；请确认没有其他程序用同一账户。",
        "EPO OPS takes the requests for a robot's (RobotDetected). They go on after an hour; make "
        "sure that nothing else uses the account.",
    )


def quota_hour() -> Problem:
    """The hour's bytes are used up."""
    return Problem(
        "E-OPS-QUOTA-HOUR",
        "欧洲专利局账户本小时的用量已用完。本次未核对的，一小时后再次运行即可。",
        "The account's quota of this hour at EPO is used up. Run again in an hour for what was not "
        "checked.",
    )


def quota_week() -> Problem:
    """The week's bytes are used up."""
    return Problem(
        "E-OPS-QUOTA-WEEK",
        "欧洲专利局账户本周的用量已用完。本次未核对的，用量恢复后再次运行即可，或由人在国家知识产权局网站检索。",
        "The account's quota of this week at EPO is used up. Run again when it is free, or look the "
        "patents up at CNIPA's site.",
    )


def throttled() -> Problem:
    """OPS says stop."""
    return Problem(
        "E-OPS-THROTTLED",
        "欧洲专利局 OPS 要求暂停访问。本次未核对的，稍后再次运行即可。",
        "EPO OPS asks to stop for now. Run again later for what was not checked.",
    )
