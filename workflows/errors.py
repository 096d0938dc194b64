"""The engine's refusals, each with a stable code and a translatable sentence."""

import dataclasses
from collections.abc import Mapping
from typing import ClassVar


def N_(text: str) -> str:  # noqa: N802 - gettext's customary name, which extraction looks for
    """Mark an English sentence as a msgid and return it unchanged."""
    return text


class WorkflowError(Exception):
    """The engine refuses; `message` is an English msgid, `params` fill its %-placeholders, `law` names the article."""

    code: ClassVar[str] = "workflow_error"
    sentence: ClassVar[str] = N_("The workflow engine refuses this")

    def __init__(
        self, message: str = "", *, params: Mapping[str, object] | None = None, law: str | None = None
    ) -> None:
        self.message = message or self.sentence
        self.params: dict[str, object] = dict(params or {})
        self.law = law
        super().__init__(self.message)

    def __str__(self) -> str:
        return self.message % self.params if self.params else self.message


class ActionNotOpen(WorkflowError):
    """The state does not allow this action."""

    code = "action_not_open"
    sentence = N_("This action is not open in the present state")


class RoleNotHeld(WorkflowError):
    """The action is open, but the actor does not hold its role."""

    code = "role_not_held"
    sentence = N_("Your role may not take this action")


class GuardsUnmet(WorkflowError):
    """The action is open and permitted, but not ready; `unmet` holds the msgids of the failed guards."""

    code = "guards_unmet"
    sentence = N_("This action is not ready yet")

    def __init__(
        self,
        message: str = "",
        *,
        unmet: tuple[str, ...] = (),
        params: Mapping[str, object] | None = None,
        law: str | None = None,
    ) -> None:
        super().__init__(message, params=params, law=law)
        self.unmet = unmet


class BundleError(WorkflowError):
    """A bundle or lifecycle file is wrong; the message names the file, the place and the error."""

    code = "bundle_malformed"
    sentence = N_("The bundle is malformed")


class CalendarExhausted(WorkflowError):
    """A day lies outside the years the calendar knows."""

    code = "calendar_exhausted"
    sentence = N_("The calendar has no entry for %(on)s: import that year")


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """One error in the answers: its path (`period.to`), and an English msgid with its parameters."""

    field: str
    message: str
    params: Mapping[str, object] = dataclasses.field(default_factory=dict)
