"""The register of all guards: one list of the modules that define them."""

from collections.abc import Mapping

from workflows.conditions import (
    application_guards,
    intake_guards,
    licence_guards,
    limit_guards,
    permit_guards,
    review_guards,
    work_item_guards,
)
from workflows.conditions.registry import Guard, collect

GUARDS: Mapping[str, Guard] = collect(
    (intake_guards, application_guards, permit_guards, limit_guards, review_guards, work_item_guards, licence_guards)
)
