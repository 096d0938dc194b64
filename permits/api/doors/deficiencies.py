"""The doors of the one notice: asking the departments, sending it, answering it."""

from collections.abc import Mapping

from permits.api import shapes
from permits.api.doors.door import Door
from permits.casefile import ActContext
from permits.services.changing import mending
from permits.services.intake import circulation, deficiencies


def _items(body: shapes.Deficiencies) -> list[deficiencies.DeficiencyItem]:
    return [
        deficiencies.DeficiencyItem(
            code=one.code, reason=one.reason, remedy=one.remedy, material=one.material, field=one.field
        )
        for one in body.items
    ]


def _circulate(context: ActContext, application_id: int, body: shapes.Circulation) -> None:
    circulation.circulate(context, application_id, departments=body.departments, expected_version=body.expected_version)


def _file(context: ActContext, work_item_id: int, body: shapes.Deficiencies) -> None:
    circulation.file_deficiency(context, work_item_id, _items(body), expected_version=body.expected_version)


def _notify(context: ActContext, application_id: int, body: shapes.Deficiencies) -> None:
    deficiencies.notify_deficiencies(context, application_id, _items(body), expected_version=body.expected_version)


def _reflag(context: ActContext, application_id: int, body: shapes.Deficiencies) -> None:
    deficiencies.reflag(context, application_id, _items(body), expected_version=body.expected_version)


def _mend(context: ActContext, application_id: int, body: shapes.Changes) -> None:
    parts = body.model_dump(exclude={"expected_version", "note"}, exclude_none=True)
    mending.mend(context, application_id, parts, expected_version=body.expected_version)


def _supplement(context: ActContext, application_id: int, body: shapes.Act) -> None:
    deficiencies.supplement(context, application_id, expected_version=body.expected_version)


APPLICATION: Mapping[str, Door] = {
    "circulate": Door(shapes.Circulation, _circulate, "Ask the departments what they miss, before the one notice"),
    "notify_deficiencies": Door(shapes.Deficiencies, _notify, "Send the one notice of everything missing or wrong"),
    "reflag": Door(shapes.Deficiencies, _reflag, "Send back items of the first notice that are still unmet"),
    "mend": Door(shapes.Changes, _mend, "Change exactly the fields of the form that the notice names"),
    "supplement": Door(shapes.Act, _supplement, "Hand the mended papers in"),
}
WORK_ITEM: Mapping[str, Door] = {
    "file_deficiency": Door(shapes.Deficiencies, _file, "File what the department misses, or that nothing is missing"),
}
