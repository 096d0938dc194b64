"""Episodes of intake: lists of departments in one notice, tolerated materials, emergency works."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from sqlalchemy import select

from permits.casefile import ActContext
from permits.models import WorkItem
from permits.seeds.episodes.tale import Tale
from permits.seeds.steps import Step, moment, needed
from permits.services.closing import ratings
from permits.services.filing import emergencies
from permits.services.intake import acceptance, circulation, deficiencies

ASKED = {
    "police": ("M08", "wrong_scale", "导行图未标注车道宽度。", "请补标车道、导行标志位置后重新出图。"),
    "roads": ("M09", "incomplete_content", "修复方案缺少路面结构层做法。", "请补充结构层厚度和材料。"),
}
NIGHT = 5.5
EMERGENCY = {"emergency": True, "occupy": None, "excavate": {"area_m2": 12}}


def listed(tale: Tale) -> Iterator[Step]:
    """The counter circulates the case; the deficiencies of two departments go into the one notice with its own."""
    tale.wish, tale.missing = "green", 1
    yield from tale.filed()
    yield tale.step(0, "window", circulation.circulate)
    for department in ("planning", "police", "greening", "roads"):
        yield tale.step(1, department, _file_list)
    yield tale.step(2, "window", _notify)


def _file_list(context: ActContext, application_id: int) -> None:
    department = context.actor.username
    wanted = WorkItem.application_id == application_id, WorkItem.department == department, WorkItem.kind == "intake"
    for item in context.conn.execute(select(WorkItem.id).where(*wanted)).scalars().all():
        circulation.file_deficiency(context, item, [_item(*ASKED[department])] if department in ASKED else [])


def _item(material: str, code: str, reason: str, remedy: str) -> deficiencies.DeficiencyItem:
    return deficiencies.DeficiencyItem(code, reason, remedy, material)


def _notify(context: ActContext, application_id: int) -> None:
    last = needed(context, application_id)[-1]
    item = _item(last, "missing", "该材料尚未提交。", "请补交盖章原件的扫描件。")
    deficiencies.notify_deficiencies(context, application_id, [item])


def tolerated(tale: Tale) -> Iterator[Step]:
    """One material is tolerated: the case is accepted and decided, and delivered once the material is in."""
    tale.missing = 1
    yield from tale.filed()
    yield tale.step(0, "window", _accept_without)
    yield from tale.agreed(2)


def _accept_without(context: ActContext, application_id: int) -> None:
    acceptance.accept(context, application_id, tolerated=needed(context, application_id)[-1:])


def burst(tale: Tale) -> Iterator[Step]:
    """A water main bursts before dawn: works at once, both departments notified, filed within the day."""
    tale.answers = EMERGENCY
    filing = list(tale.filed())
    at = moment(tale.filed_on, NIGHT)
    draft, submit = filing
    yield Step(at + timedelta(minutes=20), draft.order, draft.act, draft.who)
    notified = [emergencies.Notified(department, at) for department in ("roads", "police")]
    report = partial(emergencies.report_emergency, report=emergencies.Report(at, notified))
    yield Step(
        at + timedelta(minutes=30), tale.number, lambda context: report(context, tale.application_id), tale.owner
    )
    yield submit
    yield tale.step(0, "window", acceptance.accept)
    yield from tale.agreed(1, ("police",))


def urged(tale: Tale) -> Iterator[Step]:
    """A case in review whose applicant sends a reminder."""
    yield from tale.accepted()
    yield tale.step(3, tale.owner, ratings.urge)
