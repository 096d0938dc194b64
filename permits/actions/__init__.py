"""Actions, each declared once: target, body, service, sentences, page. API and pages render the declarations.

The lifecycles (`workflows/lifecycles`) say under the same name who may take an action, and from which state.
"""

from collections.abc import Mapping

from permits.actions import (
    changes,
    clocks,
    closing,
    endings,
    fees,
    filing,
    intake,
    licences,
    procedures,
    supervision,
    work_items,
)
from permits.actions.action import Action, FormPage, On, OwnPage, Page, Place, place_of
from permits.actions.fields import Body, Shape

MODULES = (
    filing,
    intake,
    work_items,
    clocks,
    procedures,
    changes,
    fees,
    supervision,
    closing,
    licences,
    endings,
)
TARGETS: tuple[On, ...] = ("application", "permit", "work_item", "licence")
ACTIONS: Mapping[str, Mapping[str, Action]] = {
    on: {one.name: one for module in MODULES for one in module.ACTIONS if one.on == on} for on in TARGETS
}

__all__ = [
    "ACTIONS",
    "MODULES",
    "TARGETS",
    "Action",
    "Body",
    "FormPage",
    "On",
    "OwnPage",
    "Page",
    "Place",
    "Shape",
    "place_of",
]
