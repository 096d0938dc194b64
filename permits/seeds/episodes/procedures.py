"""Episodes of procedures during the review: amendments, clock stops, hearings, public notices."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from permits.casefile import ActContext
from permits.seeds.episodes.tale import RECIPIENT, Tale
from permits.seeds.office import enforcement_number
from permits.seeds.steps import Step, moment
from permits.services.changing import amendments
from permits.services.closing import delivery
from permits.services.procedures import hearings, statements, stops, surveys

P1, TREES = "road-occupation", "trees"
LARGE_TREES = {
    "trees": [{"species": "香樟", "dbh_cm": 36, "count": 12, "action": "transplant", "street_tree": True}],
}
EXPERTS = stops.Stop("expert_review", "移植十二株胸径三十厘米以上行道树，依法组织专家评审，所需时间不计入时限。", 8)
HEARING_STOP = stops.Stop("hearing", "利害关系人依法申请听证，听证所需时间不计入时限。", 15)
NEIGHBOURS = ("紫琅花园业主委员会", "紫琅路小学")
CHAIR = "lead"
FIRST_SITTING = 9
RECORD = hearings.Record(
    "业主委员会关注施工期间出行和扬尘；申请人承诺夜间不施工、每日洒水，并保留人行通道。双方对笔录无异议。",
    ("何牵", "紫琅花园业主委员会", "紫琅路小学", "申请人代理人"),
)
OBJECTION = statements.Said("拟移植的香樟遮荫良好，请说明移植去向和养护期。", "objection")
HEARD = statements.Said("施工期间请保留非机动车道。", by="紫琅路小学")


def amended(tale: Tale) -> Iterator[Step]:
    """The applicant postpones the works: police, whose verdict rests on the dates, is asked again; planning is not."""
    yield from tale.accepted()
    yield from tale.agreed(1, ("planning", "police"))
    later = tale.filed_on + timedelta(days=40)
    period = {"from": later.isoformat(), "to": (later + timedelta(days=60)).isoformat()}
    reason = "塔吊进场推迟，开工顺延二十天。"
    yield tale.step(2, tale.owner, amendments.amend, {"answers": {"period": period}}, reason=reason)


def resumed(tale: Tale) -> Iterator[Step]:
    """Experts review large trees: the trees' clock stops for a week, then everything is granted."""
    tale.wish, tale.answers = "trees", LARGE_TREES
    yield from tale.accepted()
    yield from tale.agreed(1, ("planning", "police", "roads"))
    yield tale.step(2, "greening", stops.stop_clock, TREES, EXPERTS)
    yield tale.step(7, "greening", stops.resume_clock, TREES)
    yield from tale.agreed(8)
    yield tale.step(9, "window", delivery.deliver, recipient=RECIPIENT)


def stopped(tale: Tale) -> Iterator[Step]:
    """The same expert review, still running: one clock is stopped, its siblings' are not."""
    tale.wish, tale.answers = "trees", LARGE_TREES
    yield from tale.accepted()
    yield from tale.agreed(1, ("planning", "police"))
    yield tale.step(2, "greening", stops.stop_clock, TREES, EXPERTS)


def heard(tale: Tale) -> Iterator[Step]:
    """Neighbours request a hearing; it is called, held and recorded, and the grant follows its record."""
    yield from _hearing_asked(tale)
    yield tale.step(2, "roads", partial(_call, on=tale, days=9), P1)
    yield tale.step(9, "roads", hearings.record_hearing, P1, RECORD)
    yield tale.step(9, "roads", stops.resume_clock, P1)
    yield from tale.agreed(10)
    yield tale.step(11, "window", delivery.deliver, recipient=RECIPIENT)


def hearing_called(tale: Tale) -> Iterator[Step]:
    """A future hearing: its notice is issued, the clock is stopped."""
    yield from _hearing_asked(tale)
    yield tale.step(2, "roads", partial(_call, on=tale, days=10), P1)


def hearing_told(tale: Tale) -> Iterator[Step]:
    """The neighbours are notified of their right and may still request a hearing."""
    yield from tale.accepted()
    yield tale.step(1, "roads", hearings.notify_hearing_right, P1, parties=NEIGHBOURS)


def _hearing_asked(tale: Tale) -> Iterator[Step]:
    yield from tale.accepted()
    yield from tale.agreed(0, ("planning",))
    yield tale.step(0, "roads", hearings.notify_hearing_right, P1, parties=NEIGHBOURS)
    yield tale.step(1, "roads", hearings.request_hearing, P1, by=NEIGHBOURS[0])
    yield tale.step(2, "roads", stops.stop_clock, P1, HEARING_STOP)


def _call(context: ActContext, application_id: int, permit: str, *, on: Tale, days: int) -> None:
    call = hearings.Call(moment(on.day(days), FIRST_SITTING), "政务服务中心三楼听证室", CHAIR)
    hearings.call_hearing(context, application_id, permit, call)


def objected(tale: Tale) -> Iterator[Step]:
    """Trees on public notice: a neighbour objects, and the grant waits for the answer and the notice's end."""
    tale.wish = "trees"
    yield from tale.accepted()
    yield tale.step(1, "contractor", statements.object_to_notice, TREES, OBJECTION)


def surveyed(tale: Tale) -> Iterator[Step]:
    """The lead books one joint site visit; two officers sign its record, and a neighbour's statement is on file."""
    tale.wish = "green"
    yield from tale.accepted()
    yield tale.step(0, "lead", partial(_book, on=tale, days=1))
    yield tale.step(1, "roads", statements.file_statement, P1, HEARD)
    found = surveys.Findings(
        tuple(map(enforcement_number, ("roads", "police", "greening"))),
        "拟开道口处无障碍坡道完好，地下有电力管线两条，已现场标示。",
    )
    yield tale.step(2, "lead", surveys.record_survey, found)
    yield from tale.agreed(2, ("planning", "police"))


def _book(context: ActContext, application_id: int, *, on: Tale, days: int) -> None:
    surveys.book_survey(context, application_id, at=moment(on.day(days), FIRST_SITTING), place="拟开道口现场")
