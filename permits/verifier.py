"""Verify exported event chains with only the standard library: `python -m permits.verifier FILE [--anchor FILE]`.

An export is a JSON document `{"events": [...]}` (or `items`) or a JSON array, each event as the API returns it. One
file may hold several applications. The hash of an event is sha256(previous hash + canonical JSON), the first previous
hash being 64 zeros; canonical JSON is RFC 8785 (payloads hold no floats, so sorted keys and no white space are enough).

Links alone do not show that a chain was cut off or written anew. The anchor file holds one line a day: the heads that
have moved, the root over all heads, the digest of the line before. Exit code 0: intact as anchored, 1: broken, 2: it
cannot be said (no anchor, none for this chain, an empty or unreadable file).
"""

import hashlib
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

# an event as an export holds it: its payload is whatever JSON the act recorded
Event = Mapping[str, Any]
Head = tuple[int, str]
GENESIS = "0" * 64
HASHED = ("application", "seq", "type", "actor", "actor_kind", "on_behalf_of", "at", "payload")
INTACT, BROKEN, UNKNOWN = 0, 1, 2
UNREADABLE = (OSError, ValueError, KeyError, TypeError, AttributeError)


@dataclass(frozen=True, slots=True)
class Finding:
    """What is known about one chain: INTACT, BROKEN or UNKNOWN, and why."""

    application: str
    events: int
    status: int
    said: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """The anchored heads by application, how many lines there are, and the digest of the last one."""

    heads: Mapping[str, Head] = field(default_factory=dict)
    lines: int = 0
    last: str = GENESIS


def moment(at: datetime) -> str:
    """Format a moment as it is hashed: UTC, microseconds, Z."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def canonical(event: Event) -> str:
    """Format the hashed content of an event as canonical JSON (RFC 8785)."""
    return _compact({name: event[name] for name in HASHED})


def _compact(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)


def digest(text: str) -> str:
    """Return the digest of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def event_hash(previous: str, event: Event) -> str:
    """Return the hash that links an event to the one before it."""
    return digest(previous + canonical(event))


def first_broken_link(events: Iterable[Event]) -> str | None:
    """Return the first broken link of one application's chain, or None when it holds; events in order of seq.

    An event whose payload was redacted for its reader is linked, but its hash cannot be recomputed.
    """
    previous, expected = GENESIS, 1
    for event in events:
        if event["seq"] != expected:
            return f"event {expected} is missing: found {event['seq']} instead"
        if event["prev_hash"] != previous:
            return f"event {expected} does not follow the one before it"
        if not event.get("redacted") and event_hash(previous, event) != event["hash"]:
            return f"event {expected} was changed after it was recorded"
        previous, expected = event["hash"], expected + 1
    return None


def sealed(salt: str, value: object) -> str:
    """Return the salted digest of a value that stands outside the chain; whole numbers are written one way."""
    return digest(f"{salt}:{_compact(_whole(value))}")


def _whole(value: object) -> object:
    """Write a whole number as an integer: PostgreSQL stores 1e22 and 1.0 without a fraction."""
    if isinstance(value, Mapping):
        return {str(name): _whole(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_whole(one) for one in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def by_application(events: Iterable[Event]) -> dict[str, list[Event]]:
    """Group exported events by application, in order."""
    chains: dict[str, list[Event]] = {}
    for event in events:
        chains.setdefault(str(event["application"]), []).append(event)
    return chains


def root_of(heads: Mapping[str, Head]) -> str:
    """Return the root over the heads of all chains."""
    return digest(_compact({name: list(head) for name, head in heads.items()}))


def anchor_line(anchor: Anchor, moved: Mapping[str, Head], *, at: datetime, **more: str) -> str:
    """Format the next line of an anchor file; `more` is kept beside what is verified."""
    root = root_of({**anchor.heads, **moved})
    line = {"number": anchor.lines + 1, "at": moment(at), "previous": anchor.last, "heads": moved, "root": root}
    return _compact({**line, **more})


def read_anchor(text: str) -> Anchor:
    """Read an anchor file.

    Raises:
        ValueError: a line is malformed, or does not follow the line before it.
    """
    heads: dict[str, Head] = {}
    last, number = GENESIS, 0
    for number, line in enumerate(text.splitlines(), start=1):
        known = json.loads(line)
        heads |= {str(name): (int(seq), str(hashed)) for name, (seq, hashed) in known["heads"].items()}
        if (known["number"], known["previous"], known["root"]) != (number, last, root_of(heads)):
            raise ValueError(f"line {number} does not follow the one before it")
        last = digest(line)
    return Anchor(heads, number, last)


def verify_chain(events: Sequence[Event], anchored: Head | None) -> tuple[int, str]:
    """Verify one chain against its anchored head: the status, and why."""
    if broken := first_broken_link(events):
        return BROKEN, broken
    if anchored is None:
        return UNKNOWN, f"{len(events)} events are linked, but no anchor covers them: they may be cut off or rewritten"
    seq, hashed = anchored
    if len(events) < seq:
        return BROKEN, f"cut off after event {len(events)}: event {seq} is anchored"
    if events[seq - 1]["hash"] != hashed:
        return BROKEN, f"rewritten: event {seq} is not the one that was anchored"
    redacted = sum(bool(event.get("redacted")) for event in events)
    said = [f"intact through event {seq}, as anchored"]
    said += [f"events {seq + 1} to {len(events)} are linked and not anchored yet"] if len(events) > seq else []
    said += [f"the content of {redacted} redacted events is not verified"] if redacted else []
    return INTACT, "; ".join(said)


def verify_export(document: object, anchor: Anchor) -> list[Finding]:
    """Verify the chains of an export.

    Raises:
        KeyError, TypeError, AttributeError: it is no export of events.
    """
    named: Any = document
    events = named if isinstance(named, list) else named["events"] if "events" in named else named["items"]
    chains = by_application(events).items()
    return [Finding(name, len(chain), *verify_chain(chain, anchor.heads.get(name))) for name, chain in chains]


def _said(name: str, anchor: Anchor) -> tuple[int, list[str]]:
    """Verify one file: its status, and a line for each chain."""
    try:
        found = verify_export(json.loads(Path(name).read_text(encoding="utf-8")), anchor)
    except UNREADABLE as error:
        return UNKNOWN, [f"{name}: cannot be read as an export of events ({error!r})"]
    if not found:
        return UNKNOWN, [f"{name}: empty, there is nothing to verify; the anchor covers {len(anchor.heads)} chains"]
    statuses = {one.status for one in found}
    status = BROKEN if BROKEN in statuses else max(statuses)
    return status, [f"{name}: application {one.application}: {one.said}" for one in found]


def main(arguments: list[str]) -> int:
    """Verify each file named; returns the worst status: broken, else what cannot be said, else intact."""
    names, anchor = list(arguments), Anchor()
    if "--anchor" in names:
        place = names.index("--anchor")
        named = names[place + 1 : place + 2]
        del names[place : place + 2]
        try:
            anchor = read_anchor(Path(named[0]).read_text(encoding="utf-8"))
        except (*UNREADABLE, IndexError) as error:
            sys.stderr.write(f"the anchor cannot be relied on: {error}\n")
            return UNKNOWN
    found = [_said(name, anchor) for name in names]
    sys.stdout.write("".join(f"{line}\n" for _, lines in found for line in lines))
    statuses = {status for status, _ in found} or {UNKNOWN}
    return BROKEN if BROKEN in statuses else max(statuses)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
