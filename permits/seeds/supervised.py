"""Lateness in the demo: answered supervision orders and explanations, except those of the last days."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection, Engine, Row, select

from permits.actor import Actor
from permits.casefile import ActContext
from permits.db import perform, reading
from permits.models import Explanation, SupervisionOrder
from permits.office import Office
from permits.services.oversight.explanations import publish_explanation
from permits.services.oversight.supervision import Answer, answer_supervision
from workflows import local_day

ORDER = (SupervisionOrder.application_id, SupervisionOrder.department, SupervisionOrder.number)
LEFT_LYING = timedelta(days=2)
PROMISED = timedelta(days=3)
ANSWERS = (
    ("经办人员请假，任务未及时交接。", "已指定代办人员，恢复办理。"),
    ("现场情况复杂，需要多次核实。", "已约定联合踏勘，一次核清。"),
    ("同期办件集中，人手不足。", "从其他科室抽调一人支援。"),
)
# published, so in both languages
EXPLANATION = (
    "因配合部门答复迟延，本办件未能在承诺时限内办结。我们已督促相关部门整改，对由此造成的不便表示歉意。\n"
    "A department that was asked answered late, so this case was not decided by the day promised. "
    "It has been ordered to put this right. We apologise for the inconvenience."
)


def settle_lateness(engine: Engine, office: Office, people: Mapping[str, Actor], *, at: datetime) -> None:
    """Answer older supervision orders as the departments, and explain as the lead; commits each act."""
    before = at - LEFT_LYING
    with reading(engine) as conn:
        lying = (SupervisionOrder.state == "open") & (SupervisionOrder.raised_at <= before)
        orders = conn.execute(select(*ORDER).where(lying).order_by(SupervisionOrder.id)).all()
        owed = (Explanation.state == "owed") & (Explanation.owed_at <= before)
        cases = conn.execute(select(Explanation.application_id).where(owed).order_by(Explanation.id)).scalars().all()
    for order in orders:
        perform(engine, partial(_answer, order=order, people=people, office=office, at=at))
    for case in cases:
        perform(engine, partial(_explain, case=case, people=people, office=office, at=at))


def _answer(
    conn: Connection, *, order: Row[int, str, str], people: Mapping[str, Actor], office: Office, at: datetime
) -> None:
    case, department, number = order
    cause, measures = ANSWERS[case % len(ANSWERS)]
    answer = Answer(cause, measures, local_day(at) + PROMISED, number)
    # the first clerk's user name is the department's key
    answer_supervision(ActContext(conn, people[department], at, office), case, answer)


def _explain(conn: Connection, *, case: int, people: Mapping[str, Actor], office: Office, at: datetime) -> None:
    publish_explanation(ActContext(conn, people["lead"], at, office), case, text=EXPLANATION)
