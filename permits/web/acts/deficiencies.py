"""The page on which the counter asks the departments what they miss."""

from collections.abc import Mapping
from typing import Any

from forms.deficiencies import CirculateForm
from forms.fields import offered
from permits.casefile import ActContext, CaseFile
from permits.casefile.facts import current_route
from permits.services.intake import circulation
from permits.web.acts.act import PageAct, Target
from workflows import N_


def _offer(case: CaseFile, _target: Target, form: Any, lang: str) -> None:
    keys = circulation.taking_part(current_route(case))
    form.departments.choices = offered((key, case.bundle.departments[key].name.get(lang)) for key in keys)
    if form.departments.data is None:
        form.departments.data = keys


def _circulate(context: ActContext, target: Target, form: Any, version: int | None) -> None:
    circulation.circulate(
        context, target.application_id, departments=form.departments.data or (), expected_version=version
    )


APPLICATION: Mapping[str, PageAct] = {
    "circulate": PageAct(CirculateForm, _circulate, N_("The departments have been asked what they miss."), _offer),
}
