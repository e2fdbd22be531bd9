"""How the quality page writes shares and times."""

from __future__ import annotations

from django import template

from review.desk.templatetags.desk import say

register = template.Library()


@register.filter
def percent(share: float | None) -> str:
    """A share of 1 in percent: `4.2 %`; that nothing is known yet where it is None."""
    if share is None:
        return str(say("尚无数据", "not known yet"))
    return f"{share * 100:.1f} %"


@register.filter
def duration(seconds: float) -> str:
    """Seconds as minutes and seconds: `1 分 35 秒`."""
    minutes, rest = divmod(round(seconds), 60)
    if minutes:
        return str(say(f"{minutes} 分 {rest:02} 秒", f"{minutes} min {rest:02} s"))
    return str(say(f"{rest} 秒", f"{rest} s"))
