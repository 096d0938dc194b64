"""What an act on a page is: its form, the service behind it, and what is said when it is done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from wtforms import Form

from permits.casefile import ActContext, CaseFile


@dataclass(frozen=True, slots=True)
class Target:
    """What is acted on: the application, one of its permits, a work item or a licence, by its key."""

    application_id: int
    key: str


Service = Callable[[ActContext, Target, Any, int | None], None]
Offering = Callable[[CaseFile, Target, Any, str], None]


@dataclass(frozen=True, slots=True)
class PageAct:
    """One act with a page of its own kind.

    `act` takes desk, target, form and the version seen; `done` is the msgid said afterwards; `offer` fills the form's
    choices from the case, in a language.
    """

    form: type[Form]
    act: Service
    done: str
    offer: Offering | None = None
