"""What an action is: on what, with which body, by which service, and where a person takes it."""

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
# How a service names what is acted on: an application or a work item by its id, a licence by its number, a permit by
# the id of its application and its key.
Place: TypeAlias = tuple[int] | tuple[str] | tuple[int, str]
Offering = Callable[[CaseFile, str, Form, str], None]
Reading = Callable[[CaseFile, str, dict[str, object]], dict[str, object]]


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """Where a person takes an action.

    `offer` takes the case, the key of what is acted on, the form and a language, and fills the choices; `read` takes
    case, key and the values typed, and gives them as the body holds them.
    """

    offer: Offering | None = None
    read: Reading | None = None


class FormPage(Page):
    """The page every action can have: what it does, its law, its form, what still holds it back."""


@dataclass(frozen=True, slots=True, eq=False)
class OwnPage(Page):
    """A page of its own, by its endpoint: with a `form` of its own, or the body's with controls `beside` it."""

    _: KW_ONLY
    endpoint: str
    form: type[Form] | None = None
    beside: Mapping[str, Control] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Action:
    """One action, declared once.

    `service` takes the context, the place and the body; `summary` says what it does (OpenAPI and the page), `done` what
    is said on the page when it is done: msgids.
    """

    name: str
    on: On
    body: type[Body]
    service: Callable[..., None]
    summary: str
    done: str
    page: Page = field(default_factory=FormPage)

    @cached_property
    def form(self) -> type[Form]:
        """The form of its page."""
        if isinstance(self.page, OwnPage):
            return self.page.form or form_of_body(self.body, self.page.beside)
        return form_of_body(self.body)

    def offer(self, case: CaseFile, key: str, form: Form, language: str) -> None:
        """Fill the choices of its form from the case."""
        if self.page.offer:
            self.page.offer(case, key, form, language)

    def typed(self, case: CaseFile, key: str, form: Form) -> dict[str, object]:
        """Read what was typed in its form as fields of its body; what is left empty is left out."""
        values = typed(self.body, form)
        return self.page.read(case, key, values) if self.page.read else values

    def take(self, context: ActContext, place: Place, body: Body) -> None:
        """Take the action; the caller commits.

        Raises:
            Refusal, WorkflowError: what its service raises.
        """
        self.service(context, *place, body)


def place_of(on: str, application_id: int, key: str) -> Place:
    """Name what is acted on as services do.

    Raises:
        ValueError: the key of a work item is no number.
    """
    if on == "permit":
        return (application_id, key)
    if on == "licence":
        return (key,)
    return (int(key) if on == "work_item" else application_id,)
