"""The lock on each door: a view is public, or names the permission it needs; anything else stays shut."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import Flask, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from permits.errors import Forbidden, SetupFault
from permits.http import current_actor, find_actor, is_api, refused
from permits.policies import PERMISSIONS, may

View = TypeVar("View", bound=Callable[..., object])
PERMISSION, PUBLIC = "__permission__", "__public__"


def requires(permission: str) -> Callable[[View], View]:
    """Open the door to callers who hold `permission`; a bearer token with scopes must name it too.

    The mark is read before the request's shape is, so a stranger learns nothing from a 422. Stands below the route.

    Raises:
        SetupFault: no such permission is known.
    """
    if permission not in PERMISSIONS:
        raise SetupFault(f"no permission is called {permission}")

    def lock(view: View) -> View:
        setattr(view, PERMISSION, permission)
        return view

    return lock


def public(view: View) -> View:
    """Open the door to everyone. Stands below the route."""
    setattr(view, PUBLIC, True)
    return view


def open_by_nature(app: Flask, endpoint: str) -> None:
    """Open a door that a package made and everyone may use: stylesheets, the API's own description."""
    view = app.view_functions[endpoint]

    # a package's view may be a method, which carries no marks
    def opened(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        return cast("ResponseReturnValue", view(*args, **kwargs))

    app.view_functions[endpoint] = public(opened)


def permission_of(view: Callable[..., object]) -> str | None:
    """Name the permission a view asks for."""
    return getattr(view, PERMISSION, None)


def is_public(view: Callable[..., object]) -> bool:
    """Say whether everyone may use a view."""
    return hasattr(view, PUBLIC)


def enforce() -> ResponseReturnValue | None:
    """Let the request pass, or answer it; forgetting the lock does not open the door.

    Raises:
        Unauthenticated, Forbidden: the caller is not known, or holds no role that may.
    """
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or is_public(view):
        return None
    if find_actor() is None and not is_api():
        return _to_login()
    actor, permission = current_actor(), permission_of(view)
    if permission is None or not may(actor, permission) or (actor.scopes and permission not in actor.scopes):
        return refused(Forbidden())
    return None


def _to_login() -> ResponseReturnValue:
    """Send a person to the sign-in page and back."""
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("account.login", next=wanted))
