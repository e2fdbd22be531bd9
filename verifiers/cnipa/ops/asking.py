"""Asking OPS until it is known what failed: one number, or the source."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import requests
from epo_ops.exceptions import IndividualQuotaPerHourExceeded, RegisteredQuotaPerWeekExceeded

from evidence.errors import Problem, SourceError
from verifiers.cnipa.ops import problems
from verifiers.cnipa.ops.asked import Asked
from verifiers.cnipa.ops.badgerfish import decoded
from verifiers.cnipa.ops.failures import PassingError, UnreadableError
from verifiers.cnipa.ops.faults import AMBIGUOUS, BAD_TOKEN, NOT_FOUND, ROBOT, Fault, fault_of
from verifiers.cnipa.ops.pace import Pace

Payload = dict[str, object]
Request = Callable[[Sequence[Asked]], requests.Response]

_WAITS = (2.0, 4.0, 8.0)
"""Seconds before each further attempt."""
_LONGEST_WAIT = 60.0
"""A source that asks to come back later than this is left alone until the next run."""
_SPLITS = 128
"""Times that a refused request is halved in one go: a hundred numbers refused one by one need 99."""
_BROKEN_SPLITS = 16
"""The same for answers that cannot be read: one bad number in a hundred needs 7."""
_BROKEN_ATTEMPTS = 2
_FAULTS = {NOT_FOUND: problems.not_found, AMBIGUOUS: problems.ambiguous}


class Asking:
    """One round of questions, with what is left of the patience for it."""

    def __init__(self, pace: Pace, sleep: Callable[[float], None]) -> None:
        self._pace = pace
        self._sleep = sleep
        self._splits = _SPLITS
        self._broken_splits = _BROKEN_SPLITS

    def replies(
        self, asked: Sequence[Asked], request: Request, refusal: Fault | None = None
    ) -> Iterator[tuple[Sequence[Asked], Payload | Problem]]:
        """What OPS says to all of `asked`, in parts; a part that is a problem is one number alone.

        A request that fails as a whole is asked again in halves, or without the numbers that the
        fault names; `refusal` is what these would be told together, where that is known. Raises
        SourceError where the source fails.
        """
        reply = refusal or self._reply(asked, request)
        if isinstance(reply, dict):
            yield asked, reply
        elif len(asked) == 1:
            yield asked, _problem(asked[0], reply)
        else:
            self._spend(reply)
            first, second = _parts(asked, reply)
            is_good = True
            for part, said in self.replies(first, request):
                is_good = is_good and not isinstance(said, Problem)
                yield part, said
            # Where nothing in the first part was refused, it is the second that would be again.
            again = reply if is_good and isinstance(reply, Fault) and len(second) > 1 else None
            yield from self.replies(second, request, again)

    def _reply(self, asked: Sequence[Asked], request: Request) -> Payload | Fault | UnreadableError:
        """One answer, after as many attempts as it takes."""
        broken = 0
        for wait in (*_WAITS, None):
            try:
                return self._judged(request, asked)
            except UnreadableError as e:
                broken += 1
                if broken == _BROKEN_ATTEMPTS or wait is None:
                    return e
                self._sleep(wait)
            except PassingError as e:
                if wait is None or e.wait > _LONGEST_WAIT:
                    raise self._pace.closed(SourceError(problems.unreachable(e.why)), e.wait) from e
                self._sleep(max(wait, e.wait))
        raise AssertionError("the last attempt returns or raises")

    def _judged(self, request: Request, asked: Sequence[Asked]) -> Payload | Fault:
        try:
            response = request(asked)
        except IndividualQuotaPerHourExceeded as e:
            raise self._pace.closed(SourceError(problems.quota_hour())) from e
        except RegisteredQuotaPerWeekExceeded as e:
            raise self._pace.closed(SourceError(problems.quota_week())) from e
        status = response.status_code
        if status == 200:
            return decoded(response.content)
        fault = fault_of(response.content)
        if status in {400, 404, 413} and fault is not None:
            return _of_numbers(fault)
        if status == 403:
            raise self._pace.closed(SourceError(_forbidden(response, fault)), _wait(response))
        if status == 401:
            raise SourceError(problems.credentials())
        if status == 500:
            # One number alone may be what OPS stumbles over.
            raise UnreadableError("HTTP 500")
        if status > 500 or status in {408, 429}:
            raise PassingError(f"HTTP {status}", _wait(response))
        raise SourceError(problems.refused(f"HTTP {status}"))

    def _spend(self, reply: Fault | UnreadableError) -> None:
        self._splits -= 1
        if self._splits < 0:
            raise SourceError(problems.too_many_faults())
        if isinstance(reply, UnreadableError):
            self._broken_splits -= 1
            if self._broken_splits < 0:
                raise self._pace.closed(SourceError(problems.broken_answers())) from reply


def _of_numbers(fault: Fault) -> Fault:
    """A fault that concerns what was asked, and not the one who asks or the source's own state."""
    if fault.message == BAD_TOKEN:
        raise SourceError(problems.credentials())
    if fault.code.startswith("SERVER.") and fault.code != NOT_FOUND:
        raise PassingError(fault.code[:60])
    return fault


def _forbidden(response: requests.Response, fault: Fault | None) -> Problem:
    reason = response.headers.get("X-Rejection-Reason", "")
    if "throttling" in reason.lower():
        return problems.throttled()
    if any(ROBOT in said for said in (reason, *((fault.code, fault.message) if fault else ()))):
        return problems.robot()
    return problems.refused("HTTP 403")


def _wait(response: requests.Response) -> float:
    """Seconds that an answer asks to wait; 0 where it says nothing, or a date."""
    value = response.headers.get("Retry-After", "")
    return float(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0.0


def _parts(
    asked: Sequence[Asked], reply: Fault | UnreadableError
) -> tuple[Sequence[Asked], Sequence[Asked]]:
    """Without the numbers that the fault names, and these; else two halves."""
    named = reply.numbers if isinstance(reply, Fault) else frozenset()
    bad = [one for one in asked if one.number in named]
    if 0 < len(bad) < len(asked):
        return [one for one in asked if one.number not in named], bad
    middle = len(asked) // 2
    return asked[:middle], asked[middle:]


def _problem(asked: Asked, reply: Fault | UnreadableError) -> Problem:
    number = asked.patent.normal
    if isinstance(reply, UnreadableError):
        return problems.unreadable(number)
    return _FAULTS.get(reply.code, problems.reference)(number)
