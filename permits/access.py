"""Access to views: each is public or names the permission it needs; any other view is refused."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import Flask, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from permits.errors import Forbidden, ScopeMissing, SetupFault
from permits.http import current_actor, find_actor, is_api, refused
from permits.http.caller import PUBLIC
from permits.http.typed import keep_for_later
from permits.policies import PERMISSIONS, lacks_scope, may, scope_of

View = TypeVar("View", bound=Callable[..., object])
PERMISSION = "__permission__"


def requires(permission: str) -> Callable[[View], View]:
    """Admit callers who hold `permission`; a bearer token must have its scope too.

    It is checked before the request's shape, so a 422 discloses nothing. Goes below the route decorator.

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
    """Admit everyone. Goes below the route decorator."""
    setattr(view, PUBLIC, True)
    return view


def open_by_nature(app: Flask, endpoint: str) -> None:
    """Mark a package's view as public: stylesheets, the API documentation."""
    view = app.view_functions[endpoint]

    # a package's view may be a method, which takes no attributes
    def opened(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        return cast("ResponseReturnValue", view(*args, **kwargs))

    app.view_functions[endpoint] = public(opened)


def permission_of(view: Callable[..., object]) -> str | None:
    """Return the permission a view requires."""
    return getattr(view, PERMISSION, None)


def is_public(view: Callable[..., object]) -> bool:
    """Return whether a view is public."""
    return hasattr(view, PUBLIC)


def enforce() -> ResponseReturnValue | None:
    """Admit or refuse the request; an unmarked view is refused.

    Raises:
        Unauthenticated, Forbidden: the caller is not signed in, or holds no role with the permission.
    """
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or is_public(view):
        return None
    if find_actor() is None and not is_api():
        return _to_login()
    actor, permission = current_actor(), permission_of(view)
    if permission is None or not may(actor, permission):
        return refused(Forbidden())
    if lacks_scope(actor, permission):
        return refused(ScopeMissing(scope_of(permission)))
    return None


def _to_login() -> ResponseReturnValue:
    """Redirect to the sign-in page, which leads back; a form that was sent waits there for its person."""
    if request.method == "POST":
        keep_for_later()
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("account.login", next=wanted))
