"""The declaration of an action: target, body, service and page."""

from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass, field
from functools import cached_property
from typing import Literal, TypeAlias

from wtforms import Form

from forms.controls import Control
from permits.actions.fields import Body
from permits.actions.pages import form_of_body, typed
from permits.casefile import ActContext, CaseFile

On = Literal["application", "permit", "work_item", "licence"]
# The key of a target as services take it: the id of an application or work item, the number of a licence, for a permit
# the id of its application and its key.
Place: TypeAlias = tuple[int] | tuple[str] | tuple[int, str]
Offering = Callable[[CaseFile, str, Form, str], None]
Reading = Callable[[CaseFile, str, dict[str, object]], dict[str, object]]


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """The page of an action.

    `offer` takes the case, the key of the target, the form and a language, and fills the choices; `read` takes
    case, key and the typed values, and returns them as fields of the body.
    """

    offer: Offering | None = None
    read: Reading | None = None


class FormPage(Page):
    """The generic page: summary, law, form and unmet conditions."""


@dataclass(frozen=True, slots=True, eq=False)
class OwnPage(Page):
    """A specific page, by its endpoint: with its own `form`, or the body's form with controls `beside` it."""

    _: KW_ONLY
    endpoint: str
    form: type[Form] | None = None
    beside: Mapping[str, Control] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Action:
    """One action, declared once.

    `service` takes the context, the place and the body; `summary` describes the action, `done` is the message
    on the page after success: msgids. `confirms`: its notices cannot be taken back, so its page shows them first.
    """

    name: str
    on: On
    body: type[Body]
    service: Callable[..., None]
    summary: str
    done: str
    page: Page = field(default_factory=FormPage)
    confirms: bool = False

    @cached_property
    def form(self) -> type[Form]:
        """The form class of its page."""
        if isinstance(self.page, OwnPage):
            return self.page.form or form_of_body(self.body, self.page.beside)
        return form_of_body(self.body)

    def offer(self, case: CaseFile, key: str, form: Form, language: str) -> None:
        """Fill the choices of the form from the case."""
        if self.page.offer:
            self.page.offer(case, key, form, language)

    def typed(self, case: CaseFile, key: str, form: Form) -> dict[str, object]:
        """Return the typed values as fields of the body, without empty ones."""
        values = typed(self.body, form)
        return self.page.read(case, key, values) if self.page.read else values

    def take(self, context: ActContext, place: Place, body: Body) -> None:
        """Take the action; the caller commits.

        Raises:
            Refusal, WorkflowError: what its service raises.
        """
        self.service(context, *place, body)


def place_of(on: str, application_id: int, key: str) -> Place:
    """Return the key of a target as services take it.

    Raises:
        ValueError: the key of a work item is not a number.
    """
    if on == "permit":
        return (application_id, key)
    if on == "licence":
        return (key,)
    return (int(key) if on == "work_item" else application_id,)
