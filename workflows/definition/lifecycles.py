"""Lifecycles: their data, read from a TOML file."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from workflows.definition.questions import Text
from workflows.errors import BundleError

FOLDER = Path(__file__).parents[1] / "lifecycles"
NAMES = ("application", "permit", "work_item", "licence", "reinstatement")
APPLICANT = "applicant"
# what an agent may be empowered to do, beside preparing a draft; the usual one where an action names none
POWER_ACTS = ("file", "change", "receive", "withdraw")
PREPARE, USUAL_POWER = "prepare", "change"


def agent_role(act: str) -> str:
    """Return the role of an agent who may do one kind of act for the applicant."""
    return f"agent_{act}"


ROLES = frozenset(
    {APPLICANT, "window", "clerk", "head", "lead", "government", "manager", "auditor", "admin", "system"}
) | {agent_role(act) for act in (PREPARE, *POWER_ACTS)}
TONES = frozenset({"", "primary", "danger"})
FIELDS = frozenset({"name", "label", "from", "to", "roles", "power", "guards", "law", "tone"})


@dataclass(frozen=True, slots=True)
class State:
    """One state: its stable key, its name in both languages, whether it is final."""

    key: str
    name: Text
    final: bool = False


@dataclass(frozen=True, slots=True)
class Action:
    """One action: source states, target (empty: no change), roles, guards and law."""

    name: str
    label: Text
    sources: tuple[str, ...]
    to: str
    roles: frozenset[str]
    guards: tuple[str, ...] = ()
    law: str = ""
    tone: str = ""

    def target(self, state: str) -> str:
        """Return the state the action leads to from `state`."""
        return self.to or state


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """A whole statechart; an action name may occur twice, with other guards from other states."""

    key: str
    name: Text
    initial: str
    states: tuple[State, ...]
    actions: tuple[Action, ...]
    groups: Mapping[str, frozenset[str]]

    def ordered(self, group: str) -> tuple[str, ...]:
        """List the states of a group in the order of the file.

        Raises:
            KeyError: the lifecycle declares no such group.
        """
        return tuple(state.key for state in self.states if state.key in self.groups[group])

    @property
    def final(self) -> frozenset[str]:
        """The final states."""
        return frozenset(state.key for state in self.states if state.final)

    def state(self, key: str) -> State:
        """Return one state.

        Raises:
            KeyError: the lifecycle has no such state.
        """
        for state in self.states:
            if state.key == key:
                return state
        raise KeyError(key)

    def actions_from(self, state: str) -> tuple[Action, ...]:
        """List the actions possible in `state`, in the order of the file."""
        return tuple(action for action in self.actions if state in action.sources)

    def label(self, action: str) -> Text:
        """Return the label of an action's button.

        Raises:
            KeyError: the lifecycle has no such action.
        """
        for candidate in self.actions:
            if candidate.name == action:
                return candidate.label
        raise KeyError(action)


def read_lifecycle(path: Path) -> Lifecycle:
    """Read one lifecycle file.

    Raises:
        BundleError: the file is not TOML, lacks a field, has an unknown field, or names an unknown state.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        found = _lifecycle(data)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise BundleError(f"{path.name}: {error!s}") from error
    _refuse_unknown_states(path.name, found)
    _refuse_bad_groups(path.name, found)
    return found


@cache
def shipped(name: str) -> Lifecycle:
    """Return a shipped lifecycle, read once.

    Raises:
        BundleError: its file is malformed.
    """
    return read_lifecycle(FOLDER / f"{name}.toml")


def group(lifecycle: str, name: str) -> frozenset[str]:
    """Return the states of a group that a lifecycle declares.

    Raises:
        BundleError: the lifecycle declares no such group.
    """
    groups = shipped(lifecycle).groups
    if name not in groups:
        raise BundleError(f"{lifecycle}.toml: no group {name}")
    return groups[name]


def _lifecycle(data: Mapping[str, Any]) -> Lifecycle:
    return Lifecycle(
        key=data["key"],
        name=_text(data["name"]),
        initial=data["initial"],
        states=tuple(State(row["key"], _text(row["name"]), row.get("final", False)) for row in data["state"]),
        actions=tuple(_action(row) for row in data["action"]),
        groups={name: frozenset(states) for name, states in data.get("groups", {}).items()},
    )


def _action(row: Mapping[str, Any]) -> Action:
    strange = sorted(set(row) - FIELDS)
    if strange:
        raise ValueError(f"action {row['name']}: unknown field {strange[0]}")
    return Action(
        name=row["name"],
        label=_text(row["label"]),
        sources=tuple(row["from"]),
        to=row.get("to", ""),
        roles=_roles(row),
        guards=tuple(row.get("guards", ())),
        law=row.get("law", ""),
        tone=row.get("tone", ""),
    )


def _roles(row: Mapping[str, Any]) -> frozenset[str]:
    """Return the roles of an action: beside the applicant, an agent empowered to it."""
    roles = frozenset[str](row["roles"])
    return roles | {agent_role(row.get("power", USUAL_POWER))} if APPLICANT in roles else roles


def _text(row: Mapping[str, str]) -> Text:
    return Text(zh=row["zh"], en=row["en"])


def _refuse_unknown_states(file: str, found: Lifecycle) -> None:
    known = {state.key for state in found.states}
    if found.initial not in known:
        raise BundleError(f"{file}: initial: no state {found.initial}")
    taken: set[tuple[str, str]] = set()
    for action in found.actions:
        for named in (*action.sources, action.target(action.sources[0])):
            if named not in known:
                raise BundleError(f"{file}: action {action.name}: no state {named}")
        for source in action.sources:
            if (action.name, source) in taken:
                raise BundleError(f"{file}: action {action.name}: stands twice from {source}")
            taken.add((action.name, source))


def _refuse_bad_groups(file: str, found: Lifecycle) -> None:
    known = {state.key for state in found.states}
    for name, states in found.groups.items():
        if strange := states - known:
            raise BundleError(f"{file}: group {name}: no state {min(strange)}")
        if not states:
            raise BundleError(f"{file}: group {name}: names no state")
    if found.groups.get("ended", found.final) != found.final:
        raise BundleError(f"{file}: group ended: not the final states")
