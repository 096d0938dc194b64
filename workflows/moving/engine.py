"""List the actions that are possible, permitted and ready, and apply one."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from workflows.conditions.facts import FACTS, Facts
from workflows.conditions.guards import GUARDS
from workflows.conditions.registry import Guard
from workflows.definition.lifecycles import Action, Lifecycle, shipped
from workflows.definition.questions import Text
from workflows.errors import ActionNotOpen, GuardsUnmet, RoleNotHeld
from workflows.moving.machine import LifecycleMachine


@dataclass(frozen=True, slots=True)
class Available:
    """An action open to the actor: ready, or held back by the sentences in `unmet` (msgids)."""

    name: str
    ready: bool
    unmet: tuple[str, ...]
    to: str
    law: str
    roles: tuple[str, ...]
    label: Text
    tone: str = ""


@dataclass(frozen=True, slots=True)
class _Loaded:
    lifecycle: Lifecycle
    machine: LifecycleMachine
    moves: dict[tuple[str, str], Action]


def lifecycle(name: str) -> Lifecycle:
    """Return a lifecycle: its states, its initial and final ones, its actions.

    Raises:
        BundleError: its file is malformed, or names a guard that is unknown or reads other facts.
    """
    return _load(name).lifecycle


def available_actions(lifecycle: str, state: str, roles: Collection[str], facts: Facts) -> list[Available]:
    """List the actions possible in the state and permitted to the roles, ready or not, in the order of the file.

    Raises:
        TypeError: these are facts of another lifecycle.
    """
    loaded = _load(lifecycle)
    _expect(lifecycle, facts)
    return [
        _available(action, state, facts)
        for action in loaded.lifecycle.actions_from(state)
        if not action.roles.isdisjoint(roles)
    ]


def move(lifecycle: str, state: str, action: str, *, roles: Collection[str], facts: Facts) -> str:
    """Return the state the action leads to; stores nothing.

    Raises:
        ActionNotOpen: the state does not allow the action.
        RoleNotHeld: none of the roles may take it.
        GuardsUnmet: a guard does not hold; all unmet sentences are listed.
        TypeError: these are facts of another lifecycle.
    """
    loaded = _load(lifecycle)
    _expect(lifecycle, facts)
    found = loaded.moves.get((state, action))
    if found is None:
        raise ActionNotOpen(law=_law_of(loaded.lifecycle, action))
    if found.roles.isdisjoint(roles):
        raise RoleNotHeld(law=found.law or None)
    reached = loaded.machine.fire(state, action, facts)
    if reached is None:
        raise GuardsUnmet(unmet=_unmet(found, facts), law=_law_against(found, facts))
    return reached


def _expect(lifecycle: str, facts: Facts) -> None:
    """Refuse facts of another lifecycle, which lack what the guards read."""
    if not isinstance(facts, FACTS[lifecycle]):
        raise TypeError(f"{lifecycle}: {type(facts).__name__} are not its facts")


def _law_of(found: Lifecycle, action: str) -> str | None:
    """Return the law of an action that is not open: the refusal rests on the same article."""
    return next((one.law for one in found.actions if one.name == action and one.law), None)


@cache
def _load(name: str) -> _Loaded:
    found = shipped(name)
    moves = {(source, action.name): action for action in found.actions for source in action.sources}
    return _Loaded(found, LifecycleMachine(found, GUARDS, FACTS[name]), moves)


def _available(action: Action, state: str, facts: Facts) -> Available:
    unmet = _unmet(action, facts)
    roles = tuple(sorted(action.roles))
    return Available(
        action.name, not unmet, unmet, action.target(state), action.law, roles, label=action.label, tone=action.tone
    )


def _unmet(action: Action, facts: Facts) -> tuple[str, ...]:
    return tuple(guard.sentence(facts) for guard in _held_by(action, facts))


def _held_by(action: Action, facts: Facts) -> list[Guard]:
    return [guard for guard in (GUARDS[name] for name in action.guards) if not guard.holds(facts)]


def _law_against(action: Action, facts: Facts) -> str | None:
    """Return the article a refusal rests on: that of the unmet guard, else the action's."""
    return next((guard.law for guard in _held_by(action, facts) if guard.law), action.law) or None
