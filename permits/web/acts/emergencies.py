"""The page on which emergency works are reported."""

from collections.abc import Mapping
from typing import Any

from forms.emergencies import EmergencyForm
from permits.casefile import ActContext
from permits.services.filing.emergencies import TO_BE_NOTIFIED, Notified, Report, report_emergency
from permits.web.acts.act import PageAct, Target
from workflows import N_, SHANGHAI


def _report(context: ActContext, target: Target, form: Any, version: int | None) -> None:
    moments = {key: form[f"{key}_at"].data for key in TO_BE_NOTIFIED}
    told = [Notified(key, at.replace(tzinfo=SHANGHAI)) for key, at in moments.items() if at]
    report = Report(form.started_at.data.replace(tzinfo=SHANGHAI), told)
    report_emergency(context, target.application_id, report, expected_version=version)


APPLICATION: Mapping[str, PageAct] = {
    "report_emergency": PageAct(
        EmergencyForm, _report, N_("The works are reported. File the application before the hours have passed.")
    ),
}
