"""Replaying a case: the states its events tell of, and whether every step on the way was one its lifecycle knows."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from workflows.moving.engine import lifecycle

LIFECYCLE_OF = {"application": "application", "permit": "permit", "item": "work_item", "licence": "licence"}
APPLICATION = "application"
# a row that is no more: a permit a form no longer asks for before it is accepted
STRUCK = "struck"
Payload = Mapping[str, Any]


def permit_name(key: str) -> str:
    """Name a permit."""
    return f"permit:{key}"


def licence_name(number: str) -> str:
    """Name a licence."""
    return f"licence:{number}"


def item_name(permit: str, department: str, kind: str, round_: int) -> str:
    """Name a work item; those of the counter belong to no permit."""
    return f"item:{permit}:{department}:{kind}:{round_}"


def tells_states(payloads: Iterable[Payload]) -> bool:
    """Say whether a trail tells states from its first event on; one begun before states were recorded does not."""
    return "moves" in next(iter(payloads), {})


def states(payloads: Iterable[Payload]) -> dict[str, str]:
    """Give the state of every row of a case, by name, from nothing but the payloads of its events in order."""
    found: dict[str, str] = {}
    for payload in payloads:
        found |= payload.get("moves", {})
    return {name: state for name, state in found.items() if state != STRUCK}


def strange_steps(payloads: Iterable[Payload]) -> Iterator[str]:
    """Name the steps no lifecycle leads along: an act may pass through several states, never beside the arrows."""
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
    """Give every state that can follow a state, however many actions away."""
    found: set[str] = set()
    waiting = [state]
    while waiting:
        here = waiting.pop()
        following = {action.target(here) for action in lifecycle(key).actions_from(here)} - found
        found |= following
        waiting += following
    return frozenset(found)
