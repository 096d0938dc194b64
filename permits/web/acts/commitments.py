"""The page on which a department records whether a commitment proved true."""

from collections.abc import Mapping
from typing import Any

from forms.commitments import VerificationForm
from permits.casefile import ActContext
from permits.services.intake import commitments
from permits.web.acts.act import PageAct, Target
from workflows import N_


def _verify(context: ActContext, target: Target, form: Any, version: int | None) -> None:
    is_true, findings = form.is_true.data == "yes", form.findings.data or ""
    commitments.verify_commitment(
        context, int(target.key), is_true=is_true, findings=findings, expected_version=version
    )


WORK_ITEM: Mapping[str, PageAct] = {
    "verify_commitment": PageAct(VerificationForm, _verify, N_("What was found is on record.")),
}
