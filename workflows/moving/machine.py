"""The only module that uses `transitions`: a shared flat machine per lifecycle, fired on a temporary token."""

from collections.abc import Callable, Mapping
from typing import Any

from transitions import EventData, Machine, MachineError

from workflows.conditions.facts import Facts
from workflows.conditions.registry import Guard
from workflows.definition.lifecycles import Lifecycle
from workflows.errors import ActionNotOpen, BundleError


class _Token:
    """Holds the state during one move, so that the machine never sees or resets a row."""

    __slots__ = ("state",)

    def __init__(self, state: str) -> None:
        self.state = state


class LifecycleMachine:
    """One compiled lifecycle; stateless and shared between threads."""

    def __init__(self, lifecycle: Lifecycle, guards: Mapping[str, Guard], kind: type[Facts]) -> None:
        _refuse_unfit_guards(lifecycle, guards, kind)
        conditions = {name: _condition(found) for name, found in guards.items()}
        self._machine = Machine(
            model=None,
            states=[state.key for state in lifecycle.states],
            initial=lifecycle.initial,
            transitions=[
                {
                    "trigger": action.name,
                    "source": list(action.sources),
                    "dest": action.to or None,
                    "conditions": [conditions[name] for name in action.guards],
                }
                for action in lifecycle.actions
            ],
            auto_transitions=False,
            send_event=True,
        )

    def fire(self, state: str, action: str, facts: Facts) -> str | None:
        """Return the state after the move, or None when a guard holds it back.

        Raises:
            ActionNotOpen: the state, known or not, does not allow the action.
        """
        event = self._machine.events.get(action)
        if event is None or state not in self._machine.states:
            raise ActionNotOpen
        token = _Token(state)
        try:
            fired = event.trigger(token, facts=facts)
        except MachineError as error:
            raise ActionNotOpen from error
        return token.state if fired else None


def _condition(guard: Guard) -> Callable[[EventData], bool]:
    def holds(event: EventData) -> bool:
        facts: Any = event.kwargs["facts"]
        return guard.holds(facts)

    return holds


def _refuse_unfit_guards(lifecycle: Lifecycle, guards: Mapping[str, Guard], kind: type[Facts]) -> None:
    for action in lifecycle.actions:
        place = f"{lifecycle.key}.toml: action {action.name}"
        for name in action.guards:
            if name not in guards:
                raise BundleError(f"{place}: no guard {name}")
            if foreign := guards[name].foreign_facts(kind):
                raise BundleError(f"{place}: guard {name} reads {min(foreign)}, which is no fact of this lifecycle")
