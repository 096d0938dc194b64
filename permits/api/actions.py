"""The actions in the API: each is a POST at .../actions/{name} that takes its body and returns the new state."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.types import ResponseDict
from pydantic import BaseModel

from permits.access import requires
from permits.actions import ACTIONS, Action, Body, On, Place
from permits.api.answers import write
from permits.api.shapes.bodies import received
from permits.casefile import ActContext


@dataclass(frozen=True, slots=True)
class Target:
    """A kind of target: its address, how it is found, and the state that answers show."""

    on: On
    address: str
    path: type[BaseModel]
    place: Callable[[ActContext, Any], Place]
    state: Callable[[ActContext, Place], object]
    answer: type[BaseModel] | None = None
    permission: str = "application.act"


def add_actions(bp: APIBlueprint, target: Target) -> None:
    """Add a route for every action on a target to its blueprint."""
    for action in ACTIONS[target.on].values():
        _add(bp, target, action)


def _add(bp: APIBlueprint, target: Target, action: Action) -> None:
    def act_on(path: Any, body: Body) -> Response:
        def act(context: ActContext) -> object:
            place = target.place(context, path)
            action.take(context, place, body)
            return target.state(context, place)

        return write(act, body.model_dump(mode="json"), note=body.note)

    act_on.__name__ = act_on.__qualname__ = action.name
    act_on.__annotations__ |= {"path": target.path, "body": received(action.body)}
    answers: ResponseDict | None = {"200": target.answer} if target.answer else None
    bp.post(f"{target.address}/actions/{action.name}", summary=action.summary, responses=answers)(
        requires(target.permission)(act_on)
    )
