"""Complete the OpenAPI description: problem documents, every status, the header of repeated requests."""

import re
from collections.abc import Iterator, Mapping
from http import HTTPStatus

from flask import has_request_context, request
from flask_openapi3.openapi import OpenAPI
from werkzeug.wrappers import Response as BaseResponse

from permits.access import permission_of
from permits.models.base import JsonObject
from permits.policies import scope_of

PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
WRITING = frozenset({"post", "put", "patch", "delete"})
# they answer a question and keep nothing, or set what they are told to
NOTHING_KEPT = frozenset(
    {"/api/v1/screening", "/api/v1/calendar/preview", "/api/v1/bundles/check", "/api/v1/sandbox/clock"}
)
OF_EVERY_CALL = (400, 404, 422, 429, 500, 503)
OF_A_CALLER = (401, 403)
OF_A_BODY = (409, 413, 415)
PARAMETER = re.compile(r"<(?:[^:<>]+:)?(\w+)>")
KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The same key with the same request gives the first answer again; with another request, 422.",
    "schema": {"type": "string", "maxLength": 200},
}


class DescribedApp(OpenAPI):
    """The application with a complete description; whom it leads on stays in the area of the address."""

    def redirect(self, location: str, code: int = 302) -> BaseResponse:
        """Lead on to an address, which may lack the root that the request was made under."""
        root = request.script_root if has_request_context() else ""
        is_bare = location.startswith("/") and not location.startswith((f"{root}/", "//"))
        return super().redirect(f"{root}{location}" if is_bare else location, code)

    def generate_spec_json(self) -> None:
        """Generate the description, then complete it."""
        super().generate_spec_json()  # type: ignore[no-untyped-call]  # the package has no types here
        needed = self._permissions()
        for path, method, operation in operations(self.spec_json):
            _complete(path, method, operation)
            if operation.get("security"):
                _tell_scope(operation, scope_of(needed[path, method]))

    def _permissions(self) -> Mapping[tuple[str, str], str]:
        """Return the permission of each operation by path, as the description writes it, and method."""
        return {
            (PARAMETER.sub(r"{\1}", rule.rule), method.lower()): permission
            for rule in self.url_map.iter_rules()
            for method in rule.methods or ()
            if (permission := permission_of(self.view_functions[rule.endpoint]))
        }


def _tell_scope(operation: JsonObject, scope: str) -> None:
    """Say which scope a token needs: where OpenAPI 3.1 names roles of a bearer token, and in words."""
    operation["security"] = [{"bearer": [scope]}]
    said = f"A token needs the scope `{scope}`."
    operation["description"] = f"{operation['description']}\n\n{said}" if operation.get("description") else said


def operations(description: JsonObject) -> Iterator[tuple[str, str, JsonObject]]:
    """Give every operation with its path and method."""
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def _complete(path: str, method: str, operation: JsonObject) -> None:
    answers = operation["responses"]
    if not any(status.startswith("2") for status in answers):
        answers["200"] = {"description": "OK", "content": {"application/json": {"schema": {"type": "object"}}}}
    wanted: tuple[int, ...] = OF_EVERY_CALL
    if operation.get("security"):
        wanted += OF_A_CALLER
    if method in WRITING:
        wanted += OF_A_BODY
    for status in {*wanted} | {int(one) for one in answers if int(one) >= HTTPStatus.BAD_REQUEST}:
        answers[str(status)] = {"description": HTTPStatus(status).phrase, "content": PROBLEM}
    if method in WRITING and path not in NOTHING_KEPT:
        operation.setdefault("parameters", []).append(KEY)
    operation["responses"] = dict(sorted(answers.items()))
