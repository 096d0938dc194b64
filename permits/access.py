"""The lock on each door: a view is public, or names the permission it needs; anything else stays shut."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Flask, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from permits.errors import Forbidden, SetupFault, Unauthenticated
from permits.http import current_actor, find_actor, is_api, refused
from permits.policies import PERMISSIONS, may

View = TypeVar("View", bound=Callable[..., Any])
PERMISSION, PUBLIC = "__permission__", "__public__"


def requires(permission: str) -> Callable[[View], View]:
    """Open the door to callers who hold `permission`; a bearer token with scopes must name it too.

    Raises:
        SetupFault: no such permission is known.
    """
    if permission not in PERMISSIONS:
        raise SetupFault(f"no permission is called {permission}")

    def lock(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            if not is_api() and find_actor() is None:
                return _to_login()
            actor = current_actor()
            if not may(actor, permission) or (actor.scopes and permission not in actor.scopes):
                raise Forbidden
            return cast("ResponseReturnValue", view(*args, **kwargs))

        setattr(guarded, PERMISSION, permission)
        return cast("View", guarded)

    return lock


def public(view: View) -> View:
    """Open the door to everyone."""
    setattr(view, PUBLIC, True)
    return view


def open_by_nature(app: Flask, endpoint: str) -> None:
    """List a door that a package made and everyone may use: stylesheets, the API's own description."""
    setattr(app.view_functions[endpoint], PUBLIC, True)


def is_marked(view: Callable[..., Any]) -> bool:
    """Say whether a view carries one of the two marks."""
    return hasattr(view, PERMISSION) or hasattr(view, PUBLIC)


def deny_unmarked() -> Response | None:
    """Refuse a view that carries neither mark: forgetting the lock must not open the door."""
    from_app = cast("Flask", request_app())
    view = from_app.view_functions.get(request.endpoint or "")
    if view is None or is_marked(view):
        return None
    return refused(Forbidden() if find_actor() else Unauthenticated())


def _to_login() -> Response:
    """Send a person to the sign-in page and back."""
    wanted = request.full_path.rstrip("?") if request.method == "GET" else ""
    return cast("Response", redirect(url_for("account.login", next=wanted or None)))
