"""Verify an exported event chain with only the standard library: `python -m permits.verifier FILE`.

An export is a JSON document `{"events": [...]}` or a JSON array, each event as the API returns it. One file may hold
several applications. The hash of an event is sha256(previous hash + canonical JSON), the first previous hash being 64
zeros; canonical JSON is RFC 8785 (payloads hold no floats, so sorted keys and no white space are enough).
"""

import hashlib
import json
import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

# an event as an export holds it: its payload is whatever JSON the act recorded
Event = Mapping[str, Any]
GENESIS = "0" * 64
HASHED = ("application", "seq", "type", "actor", "actor_kind", "on_behalf_of", "at", "payload")


def moment(at: datetime) -> str:
    """Format a moment as it is hashed: UTC, microseconds, Z."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def canonical(event: Event) -> str:
    """Format the hashed content of an event as canonical JSON (RFC 8785)."""
    body = {name: event[name] for name in HASHED}
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def event_hash(previous: str, event: Event) -> str:
    """Return the hash that links an event to the one before it."""
    return hashlib.sha256((previous + canonical(event)).encode()).hexdigest()


def first_broken_link(events: Iterable[Event]) -> str | None:
    """Return the first broken link of one application's chain, or None when it holds; events in order of seq."""
    previous, expected = GENESIS, 1
    for event in events:
        if event["seq"] != expected:
            return f"event {expected} is missing: found {event['seq']} instead"
        if event["prev_hash"] != previous:
            return f"event {expected} does not follow the one before it"
        if event_hash(previous, event) != event["hash"]:
            return f"event {expected} was changed after it was recorded"
        previous, expected = event["hash"], expected + 1
    return None


def sealed(salt: str, value: object) -> str:
    """Return the salted digest of a value that stands outside the chain; whole numbers are written one way."""
    text = json.dumps(_whole(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    return hashlib.sha256(f"{salt}:{text}".encode()).hexdigest()


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


def main(arguments: list[str]) -> int:
    """Verify each file named; 0 all hold, 1 a link is broken, 2 a file could not be read."""
    broken = False
    for name in arguments:
        try:
            document = json.loads(Path(name).read_text(encoding="utf-8"))
            chains = by_application(document["events"] if isinstance(document, dict) else document)
        except (OSError, ValueError, KeyError, TypeError) as error:
            sys.stderr.write(f"{name}: cannot be read as an export of events ({error})\n")
            return 2
        for application, events in chains.items():
            fault = first_broken_link(events)
            broken = broken or fault is not None
            sys.stdout.write(f"{name}: application {application}: {fault or f'{len(events)} events, chain intact'}\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
