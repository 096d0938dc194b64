"""Pages of supervision orders and of the public explanation."""

from collections.abc import Mapping
from typing import Any

from forms.supervision import EscalationForm, ExplanationForm, SupervisionAnswerForm
from permits.casefile import ActContext, CaseFile
from permits.http import say
from permits.services.case.duties import UNFINISHED
from permits.services.oversight import explanations, supervision
from permits.web.acts.act import PageAct, Target
from permits.words import WORDS
from workflows import N_


def _offer_duties(case: CaseFile, _target: Target, form: Any, language: str) -> None:
    """Offer every unfinished work item, and the case as a whole."""
    departments = case.bundle.departments
    choices = [
        (
            str(item.id),
            f"{departments[item.department].short.get(language)} · {say(WORDS['kind'].get(item.kind, item.kind))}",
        )
        for item in case.items
        if item.state in UNFINISHED
    ]
    form.about.choices = [*choices, ("case", say(N_("The case as a whole")))]


def _escalate(context: ActContext, target: Target, form: Any, version: int | None) -> None:
    about = form.about.data
    supervision.escalate(
        context,
        target.application_id,
        reason=form.reason.data or "",
        work_item=int(about) if about.isdigit() else None,
        expected_version=version,
    )


def _offer_orders(case: CaseFile, _target: Target, form: Any, language: str) -> None:
    short = case.bundle.departments
    form.number.choices = [
        (order.number, f"{short[order.department].short.get(language)} · {order.number}")
        for order in supervision.orders_owed(case)
    ]


def _answer(context: ActContext, target: Target, form: Any, version: int | None) -> None:
    answer = supervision.Answer(form.cause.data or "", form.measures.data or "", form.finish_by.data, form.number.data)
    supervision.answer_supervision(context, target.application_id, answer, expected_version=version)


def _publish(context: ActContext, target: Target, form: Any, version: int | None) -> None:
    explanations.publish_explanation(
        context, target.application_id, text=form.text.data or "", expected_version=version
    )


APPLICATION: Mapping[str, PageAct] = {
    "escalate": PageAct(EscalationForm, _escalate, N_("The order has gone out; its answer is awaited."), _offer_duties),
    "answer_supervision": PageAct(SupervisionAnswerForm, _answer, N_("The order is answered."), _offer_orders),
    "publish_explanation": PageAct(ExplanationForm, _publish, N_("The explanation is published.")),
}
