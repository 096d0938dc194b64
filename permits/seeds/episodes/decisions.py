"""Episodes of deciding: an extension, the government stage, a refusal that makes siblings moot."""

from collections.abc import Iterator

from permits.casefile import ActContext
from permits.seeds import stories
from permits.seeds.episodes.tale import RECIPIENT, Tale, open_items
from permits.seeds.steps import Step
from permits.services.closing import delivery
from permits.services.deciding import work_items
from permits.services.procedures import extensions

P3 = "green-space"
MORE_TIME = "拟占绿地内有两处未登记管线，须会同产权单位逐一核实后方能确定恢复方案，二十个工作日内不能作出决定。"
NOT_APPROVED = work_items.Verdict(
    stories.REFUSALS["roads"], reason_code="conditions_not_met", law="《行政许可法》第三十八条第二款"
)


def extended(tale: Tale) -> Iterator[Step]:
    """A department misses its committed limit: it is explained, and the head grants a ten-day extension."""
    tale.wish = "green"
    yield from tale.accepted()
    yield from tale.agreed(2, ("planning", "police"))
    yield from tale.agreed(4, ("roads",))
    yield tale.step(14, "greening", extensions.request_extension, P3, reason=MORE_TIME)
    yield tale.step(15, "greening-head", extensions.extend_permit, P3, reason=MORE_TIME)
    yield from tale.agreed(18)
    yield tale.step(19, "window", delivery.deliver, recipient=RECIPIENT)


def forwarded(tale: Tale) -> Iterator[Step]:
    """A road in its moratorium: roads pre-reviews and forwards the whole file; the government has twenty days."""
    tale.wish = "moratorium"
    yield from tale.accepted()
    yield from tale.agreed(2, ("planning", "police"))
    yield from tale.agreed(4, ("roads",))


def emptied(tale: Tale) -> Iterator[Step]:
    """The road is refused: its sibling permits become moot, and the applicant is asked about them."""
    tale.wish = "green"
    yield from tale.accepted()
    yield from tale.agreed(1, ("planning", "police"))
    yield tale.step(2, "roads", _refuse, "road-occupation")


def _refuse(context: ActContext, application_id: int, permit: str) -> None:
    for row in open_items(context, application_id):
        if (row.permit, row.kind) == (permit, "decision"):
            work_items.refuse(context, row.id, NOT_APPROVED)
