"""Replay a case: the states recorded in its events, and the steps its lifecycles do not allow."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from workflows.moving.engine import lifecycle

LIFECYCLE_OF = {"application": "application", "permit": "permit", "item": "work_item", "licence": "licence"}
APPLICATION = "application"
# a deleted row: a permit the form no longer requires before acceptance
STRUCK = "struck"
Payload = Mapping[str, Any]


def permit_name(key: str) -> str:
    """Return the name of a permit in `moves`."""
    return f"permit:{key}"


def licence_name(number: str) -> str:
    """Return the name of a licence in `moves`."""
    return f"licence:{number}"


def item_name(permit: str, department: str, kind: str, round_: int) -> str:
    """Return the name of a work item in `moves`; the counter's items have an empty permit."""
    return f"item:{permit}:{department}:{kind}:{round_}"


def tells_states(payloads: Iterable[Payload]) -> bool:
    """Return whether an event chain records states from its first event on; chains older than the recording do not."""
    return "moves" in next(iter(payloads), {})


def states(payloads: Iterable[Payload]) -> dict[str, str]:
    """Return the state of every row of a case, by name, from the payloads of its events in order."""
    found: dict[str, str] = {}
    for payload in payloads:
        found |= payload.get("moves", {})
    return {name: state for name, state in found.items() if state != STRUCK}


def strange_steps(payloads: Iterable[Payload]) -> Iterator[str]:
    """Yield the steps that no sequence of lifecycle actions explains; an act may pass through several states."""
    found: dict[str, str] = {}
    for payload in payloads:
        for name, reached in payload.get("moves", {}).items():
            if reached == STRUCK:
                found.pop(name, None)
                continue
            key = LIFECYCLE_OF[name.partition(":")[0]]
            left = found.get(name, lifecycle(key).initial)
            if reached != left and reached not in _reachable(key, left):
                yield f"{name}: {left} -> {reached}"
            found[name] = reached


@cache
def _reachable(key: str, state: str) -> frozenset[str]:
    """Return every state reachable from a state by any number of actions."""
    found: set[str] = set()
    waiting = [state]
    while waiting:
        here = waiting.pop()
        following = {action.target(here) for action in lifecycle(key).actions_from(here)} - found
        found |= following
        waiting += following
    return frozenset(found)
