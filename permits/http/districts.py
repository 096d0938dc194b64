"""The area an address names: by the code its path begins with, else by its host."""

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, cast

from flask import Flask, current_app, g, request

from permits.office import District, Office

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

CODE = re.compile(r"/(\d{6})(?=/|$)")
NAMED = "daokou.area"


class ByPath:
    """Takes the code of an area off the path, so that every address has one form for all areas.

    The code becomes a part of the root: the addresses that pages build begin with it again.
    """

    def __init__(self, app: Flask) -> None:
        """Stand before what serves the app's requests."""
        self._app, self._inner = app, app.wsgi_app

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Serve a request, under the code of an area that its path begins with."""
        path = environ.get("PATH_INFO", "")
        found = CODE.match(path)
        if found and found[1] in _served(self._app):
            environ[NAMED] = found[1]
            environ["SCRIPT_NAME"] = f"{environ.get('SCRIPT_NAME', '')}{found[0]}"
            environ["PATH_INFO"] = path[found.end() :] or "/"
        return self._inner(environ, start_response)


def _served(app: Flask) -> Mapping[str, District]:
    office = cast("Office | None", app.extensions["office"])
    return office.districts if office else {}


def districts() -> Mapping[str, District]:
    """Return the areas this installation serves, by code."""
    return _served(current_app)


def named_area() -> str | None:
    """Return the area that the address names; None where neither path nor host names one."""
    if "named_area" not in g:
        g.named_area = request.environ.get(NAMED) or _by_host()
    return cast("str | None", g.named_area)


def _by_host() -> str | None:
    name = _host_and_port()[0]
    return next((one.code for one in districts().values() if name in one.hosts), None)


def _host_and_port() -> tuple[str, str]:
    name, _, port = request.host.lower().rpartition(":")
    return (name, f":{port}") if name and port.isdecimal() else (request.host.lower(), "")


def first_page_of(district: District) -> str:
    """Return the address of an area's first page: at its own host where it has one."""
    if not district.hosts:
        return f"/{district.code}/"
    return f"{request.scheme}://{district.hosts[0]}{_host_and_port()[1]}/"
