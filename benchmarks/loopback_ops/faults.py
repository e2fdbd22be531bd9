"""What goes wrong at OPS, each as a function from the proper reply to the one that goes out.

Source: EPO OPS reference guide 1.3 (faults, quotas, throttling); facts §3.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from benchmarks.loopback_ops.server import (
    Fault,
    LoopbackOps,
    Reply,
    Seen,
    fault_reply,
    invalid_token,
    not_found,
)

BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE fault [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><fault><code>CLIENT.InvalidReference</code>'
    b"<message>&c;&c;&c;</message></fault>"
)


def nth(counts: Collection[int], spoil: Callable[[Reply], Reply]) -> Fault:
    """Only the requests for data of these positions, counted from 1, are spoiled."""
    seen = [0]

    def fault(request: Seen, reply: Reply) -> Reply:
        if request.service == "token":
            return reply
        seen[0] += 1
        return spoil(reply) if seen[0] in counts else reply

    return fault


def data(spoil: Callable[[Reply], Reply]) -> Fault:
    """Every request for data is spoiled."""
    return lambda request, reply: reply if request.service == "token" else spoil(reply)


def tokens(spoil: Callable[[Reply], Reply]) -> Fault:
    """Every request for a token is spoiled."""
    return lambda request, reply: spoil(reply) if request.service == "token" else reply


def concerning(numbers: Collection[str], spoil: Callable[[Reply], Reply]) -> Fault:
    """Every request that names one of these is spoiled, for all that it asks."""
    return lambda request, reply: spoil(reply) if set(numbers) & set(request.numbers) else reply


def busy(wait: int | None = None) -> Callable[[Reply], Reply]:
    """503, with a Retry-After of so many seconds or without."""
    headers = {} if wait is None else {"Retry-After": str(wait)}
    return lambda reply: Reply(503, b"busy", {**_throttling(reply), **headers})


def invalid_reference(reply: Reply) -> Reply:
    """The whole request is refused for one number, without saying which."""
    spoiled = fault_reply(404, "CLIENT.InvalidReference", "Invalid reference")
    return replace(spoiled, headers={**_throttling(reply), **spoiled.headers})


def entity_not_found(reply: Reply) -> Reply:
    """The whole request finds nothing for one number that is not there."""
    return replace(not_found(), headers=_throttling(reply))


def ambiguous(number: str, kind: str) -> Callable[[Reply], Reply]:
    """413: the fault names the number and what it may mean."""
    cause = f"application/docdb/CN.{number}"
    more = (
        f"<details><cause>Ambiguous input: {cause}</cause>"
        f"<resolution>{cause}.{kind}</resolution></details>"
    )
    spoiled = fault_reply(413, "CLIENT.AmbiguousRequest", "The request was ambiguous", more)
    return lambda reply: replace(spoiled, headers=_throttling(reply))


def quota(reason: str) -> Callable[[Reply], Reply]:
    """403: the hour's or the week's bytes are used up."""
    return lambda reply: Reply(403, b"", {**_throttling(reply), "X-Rejection-Reason": reason})


def robot(reply: Reply) -> Reply:
    """403: taken for a robot."""
    spoiled = fault_reply(403, "CLIENT.RobotDetected", "Recent behaviour implies you are a robot")
    return replace(spoiled, headers=_throttling(reply))


def bomb(reply: Reply) -> Reply:
    """A fault whose entities grow when they are expanded."""
    return Reply(404, BOMB, _throttling(reply))


def void_token(_: Reply) -> Reply:
    """The token is not taken, however new it is."""
    return invalid_token()


def refused_account(_: Reply) -> Reply:
    """The account is not taken."""
    return Reply(401, b"<error><code>401</code><message>invalid_client</message></error>")


def cut(reply: Reply) -> Reply:
    """The line goes dead in the middle of the body."""
    return replace(reply, sent=len(reply.body) // 2)


def cut_without_length(reply: Reply) -> Reply:
    """Half a body that says it is whole."""
    return replace(reply, body=reply.body[: len(reply.body) // 2])


def silent(seconds: float) -> Callable[[Reply], Reply]:
    """Nothing comes for so many seconds of real time."""
    return lambda reply: replace(reply, pause=seconds)


def trickle(seconds: float, piece: int) -> Callable[[Reply], Reply]:
    """So many bytes each so many seconds of real time."""
    return lambda reply: replace(reply, pause=seconds, piece=piece)


def other_encoding(reply: Reply) -> Reply:
    """Bytes of GB 18030 in place of UTF-8."""
    return replace(reply, body=reply.body.decode().encode("gb18030"))


def wrong_charset(reply: Reply) -> Reply:
    """UTF-8, and a header that says it is another."""
    headers = {**reply.headers, "Content-Type": "application/json;charset=ISO-8859-1"}
    return replace(reply, headers=headers)


def login_page(_: Reply) -> Reply:
    """What a network gives whom it wants to sign in."""
    return Reply(200, b"<html><body>Please sign in</body></html>", {"Content-Type": "text/html"})


def redirected(_: Reply) -> Reply:
    """To elsewhere, with our token."""
    return Reply(302, b"", {"Location": "http://127.0.0.1:9/3.2"})


def black(ops: LoopbackOps, service: str, after: int) -> Fault:
    """After so many requests the service is black."""

    def fault(request: Seen, reply: Reply) -> Reply:
        if request.count < after or request.service == "token":
            return reply
        ops.rates[service] = 0
        said = reply.headers["X-Throttling-Control"]
        told = said.replace(f"{service}=green:", f"{service}=black:")
        return replace(reply, headers={**reply.headers, "X-Throttling-Control": told})

    return fault


def slower(ops: LoopbackOps, service: str, after: int, rate: int) -> Fault:
    """After so many requests fewer a minute are allowed, and it says so."""

    def fault(request: Seen, reply: Reply) -> Reply:
        if request.count < after or request.service == "token":
            return reply
        before = ops.rates[service]
        ops.rates[service] = rate
        said = reply.headers["X-Throttling-Control"]
        told = said.replace(f"{service}=green:{before}", f"{service}=red:{rate}")
        return replace(reply, headers={**reply.headers, "X-Throttling-Control": told})

    return fault


def used(bytes_used: int, header: str) -> Fault:
    """The quota's header says that so many bytes are used."""

    def fault(request: Seen, reply: Reply) -> Reply:
        if request.service == "token":
            return reply
        return replace(reply, headers={**reply.headers, header: str(bytes_used)})

    return fault


def _throttling(reply: Reply) -> dict[str, str]:
    return {k: v for k, v in reply.headers.items() if k.startswith("X-")}
