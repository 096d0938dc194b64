from collections import Counter

import pytest
from flask_openapi3.openapi import OpenAPI

from forms.controls import Control, Several
from permits.actions import ACTIONS, MODULES, Action, OwnPage
from permits.actions.fields import ApiOnly, Bespoke
from permits.actions.pages import asked
from workflows import lifecycle

# the works of a licence have a lifecycle of their own, beside the licence's
LIFECYCLES = {
    "application": ("application",),
    "permit": ("permit",),
    "work_item": ("work_item",),
    "licence": ("licence", "reinstatement"),
}
DECLARED = [action for module in MODULES for action in module.ACTIONS]


def names(action: Action) -> str:
    return f"{action.on}.{action.name}"


def test_every_action_a_person_may_take_is_declared_once_and_no_other() -> None:
    open_to_people = {
        (on, one.name)
        for on, keys in LIFECYCLES.items()
        for key in keys
        for one in lifecycle(key).actions
        if set(one.roles) != {"system"}
    }

    assert Counter((one.on, one.name) for one in DECLARED) == Counter(open_to_people)


def test_every_declaration_is_served() -> None:
    assert {names(one) for one in DECLARED} == {names(one) for those in ACTIONS.values() for one in those.values()}


@pytest.mark.parametrize("action", DECLARED, ids=names)
def test_every_field_of_a_body_is_asked_for_on_its_page_or_says_why_not(action: Action) -> None:
    form = action.form()

    for name, one in asked(action.body).items():
        match one:
            case ApiOnly():
                assert one.why
                assert name not in form
            case Bespoke():
                assert one.why
                assert isinstance(action.page, OwnPage), "a page of the common kind asks with the controls declared"
                assert [control for control in one.controls if control not in form] == []
            case Several():
                assert one.controls.keys() <= {field.name for field in form}
            case Control():
                assert (one.called or name) in form


@pytest.mark.parametrize("action", [one for one in DECLARED if isinstance(one.page, OwnPage)], ids=names)
def test_every_page_of_its_own_exists(app: OpenAPI, action: Action) -> None:
    assert isinstance(action.page, OwnPage)
    assert action.page.endpoint in app.view_functions


def test_every_declaration_says_what_it_does_and_what_was_done() -> None:
    assert [names(one) for one in DECLARED if not one.summary or not one.done] == []
