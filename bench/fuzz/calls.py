"""Calls generated from the description of the API, right and wrong, by a stranger and three roles."""

import time
from typing import Any

import hypothesis
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from bench.fuzz.office import existing
from bench.fuzz.result import Result

ROLES = ("contractor", "roads", "admin")
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
# of three calls two name something that is there
INVENTED = 3


class Calls:
    """Calls every operation in both modes as everybody, until a time has passed."""

    def __init__(self, app: Flask, *, examples: int, longest_seconds: float) -> None:
        """Read the description, and what its addresses can name."""
        self.schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
        # else the wrong calls would be those without a token, and none would be read any further
        self.schema.config.generation.with_security_parameters = False
        self.existing, self.examples = existing(app), examples
        self.stop, self.result = time.monotonic() + longest_seconds, Result()

    def run(self, *, turns: int = len(ROLES), share: tuple[int, int] = (0, 1)) -> Result:
        """Call each operation as another role each turn: a run cut short has called all of them at least once.

        Of a share `(n, m)` every m-th operation is called, from the n-th on.
        """
        operations = [one.ok() for one in self.schema.get_all_operations()][share[0] :: share[1]]
        for turn in range(turns):
            for number, operation in enumerate(operations):
                for mode in MODES:
                    if time.monotonic() > self.stop:
                        return self.result
                    self._call(operation, mode, turn * 1000 + number, ROLES[(number + turn) % len(ROLES)])
        return self.result

    def _call(self, operation: Any, mode: GenerationMode, seed: int, who: str) -> None:
        @hypothesis.settings(
            max_examples=self.examples,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @hypothesis.seed(seed)
        @hypothesis.given(operation.as_strategy(generation_mode=mode))
        def called(case: Any) -> None:
            self._send(operation.label, case, who)

        try:
            called()
        except hypothesis.errors.Unsatisfiable:
            return  # there is no wrong way to call it

    def _send(self, label: str, case: Any, who: str) -> None:
        """Send one generated call."""
        turn = self.result.sent
        if turn % INVENTED:
            known = {name: found for name, found in self.existing.items() if name in case.path_parameters and found}
            case.path_parameters |= {name: found[turn % len(found)] for name, found in known.items()}
        # the first of each ten callers is a stranger
        headers = {"Authorization": f"Bearer demo-{who}"} if turn % 10 else {}
        try:
            response = case.call(headers=headers)
            self.result.note(response.status_code)
            case.validate_response(response, checks=CHECKS)
        except FailureGroup as group:
            self.result.faults |= {f"{label} as {who}: {str(one)[:300]}" for one in group.exceptions}
        except UnicodeError:
            return  # no client could send it
