"""Episodes of licences: fees, renewal, variation, inspection, revocation and withdrawal."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from permits.casefile import ActContext
from permits.seeds.episodes.tale import RECIPIENT, Tale, on_licence, settle_fees
from permits.seeds.office import enforcement_number
from permits.seeds.steps import Step, hand_in, needed
from permits.services.closing import delivery, ratings
from permits.services.deciding import successions
from permits.services.filing import applications
from permits.services.intake import acceptance
from permits.services.licences import endings, inspections

P1, P3 = "road-occupation", "green-space"
GREEN = {"occupy": None, "excavate": None, "green": {"area_m2": 90, "months": 3, "stays_after": False}}
OTHER_COMPANY = {"kind": "company", "name": "通海管线工程有限公司", "uscc": "91320699YYDEM0032F"}
OFFICERS = (enforcement_number("roads"), enforcement_number("roads2"))
PUT_RIGHT = "人行道板局部松动，盲道未恢复连续，请整改后重新申请验收。"
ACCEPTED = "路面平整、盲道连续、围挡已拆除，验收合格。"
FORGED = endings.Revocation("fraud", reason="经核查，所提交的建设工程规划许可证系伪造。")
FLOOD = "防汛抢险需要恢复该段道路通行。"
DEFENCE = "我公司系受中介误导，请求从轻处理。"


def _granted(tale: Tale, *, ends_on: date) -> Iterator[Step]:
    """A case granted and delivered within a week; its licence runs from the next Monday to a day."""
    period = {"from": tale.day(7).isoformat(), "to": ends_on.isoformat()}
    tale.answers = {**tale.answers, "period": period}
    yield from tale.accepted()
    yield from tale.agreed(3)
    yield tale.step(4, "window", settle_fees)
    yield tale.step(4, "window", delivery.deliver, recipient=RECIPIENT)
    yield tale.step(5, tale.owner, ratings.rate, stars=5)


def renewed(tale: Tale) -> Iterator[Step]:
    """A green-space licence, renewed in time: the same licence, a longer term."""
    tale.wish, tale.answers = "occupy", GREEN
    yield from _granted(tale, ends_on=tale.today + timedelta(days=35))
    yield from _succeeded(tale, successions.renew, P3, after=39)


def varied(tale: Tale) -> Iterator[Step]:
    """A road licence whose holder asks for a longer term before it ends."""
    yield from _granted(tale, ends_on=tale.today + timedelta(days=12))
    longer = {"period": {"from": tale.day(7).isoformat(), "to": (tale.today + timedelta(days=30)).isoformat()}}
    yield from _succeeded(tale, partial(successions.vary, changes=longer, reason="雨季停工，工期顺延。"), P1, after=39)


def _succeeded(tale: Tale, service: Callable[..., int], permit: str, *, after: int) -> Iterator[Step]:
    """The holder applies, the counter accepts, the decider grants: at working days after the first filing."""
    child = replace(tale)
    yield tale.step(after, tale.owner, partial(_open_child, service, child=child), permit)
    child.acts = tale.acts
    yield child.step(after, tale.owner, applications.submit)
    yield child.step(after, "window", acceptance.accept)
    yield from child.agreed(after + 3)
    yield child.step(after + 4, "window", delivery.deliver, recipient=RECIPIENT)


def _open_child(
    service: Callable[..., int], context: ActContext, application_id: int, permit: str, *, child: Tale
) -> None:
    child.application_id = on_licence(service, context, application_id, permit)
    hand_in(context, child.application_id, needed(context, child.application_id), child.store)


def rectified(tale: Tale) -> Iterator[Step]:
    """The works fail the requested inspection and are to be rectified by a future day."""
    yield from _granted(tale, ends_on=tale.today + timedelta(days=20))
    yield _on(tale, 35, tale.owner, inspections.request_inspection)
    record = inspections.Record(OFFICERS, PUT_RIGHT, tale.today + timedelta(days=9))
    yield _on(tale, 37, "roads", inspections.require_rectification, record)


def inspected(tale: Tale) -> Iterator[Step]:
    """The works are restored and accepted: their warranty runs."""
    yield from _granted(tale, ends_on=tale.today + timedelta(days=5))
    yield _on(tale, 33, tale.owner, inspections.request_inspection)
    yield _on(tale, 36, "roads", inspections.accept_inspection, inspections.Record(OFFICERS, ACCEPTED))


def revoked(tale: Tale) -> Iterator[Step]:
    """A licence obtained with a forged material: its holder is heard, it is revoked, a three-year ban follows."""
    tale.applicant = OTHER_COMPANY
    yield from _granted(tale, ends_on=tale.today + timedelta(days=40))
    yield _notified(tale, ground=FORGED.ground, reason=FORGED.reason)
    yield _on(tale, 20, "roads", endings.hear_defence, text=DEFENCE)
    yield _on(tale, 22, "roads-head", endings.revoke, FORGED)


def withdrawn(tale: Tale) -> Iterator[Step]:
    """A licence withdrawn in the public interest: its holder is compensated, unused days are refunded."""
    yield from _granted(tale, ends_on=tale.today + timedelta(days=45))
    yield _notified(tale, ground="circumstances_changed", reason=FLOOD)
    yield _on(tale, 20, "roads", endings.hear_defence, text="愿意配合，请补偿围挡拆装费用。")
    why = {"ground": "circumstances_changed", "reason": FLOOD, "compensation": "补偿围挡拆装费用8000元。"}
    yield _on(tale, 22, "roads-head", endings.withdraw_by_authority, **why)
    yield tale.step(24, "window", settle_fees, kind="refund")


def _notified(tale: Tale, *, ground: str, reason: str) -> Step:
    """The holder is notified of the intent, two days before answering, with a week to answer."""
    why = {"ground": ground, "reason": reason, "answer_by": tale.day(25)}
    return _on(tale, 18, "roads", endings.notify_intent, **why)


def _on(tale: Tale, days: int, who: str, service: Callable[..., object], *args: object, **more: object) -> Step:
    return tale.step(days, who, partial(on_licence, service), P1, *args, **more)
