"""The page on which the lead agency records a call-back after a bad rating."""

from collections.abc import Mapping
from typing import Any

from forms.callbacks import CallBackForm
from permits.casefile import ActContext
from permits.services.closing import callbacks
from permits.web.acts.act import PageAct, Target
from workflows import N_


def _call_back(context: ActContext, target: Target, form: Any, version: int | None) -> None:
    callbacks.record_call_back(context, int(target.key), result=form.result.data or "", expected_version=version)


WORK_ITEM: Mapping[str, PageAct] = {
    "record_call_back": PageAct(CallBackForm, _call_back, N_("The call-back is on record; the applicant reads it.")),
}
