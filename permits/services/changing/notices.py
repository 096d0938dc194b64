"""The notice of an amended application: its version, its differences, the departments asked again."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from permits.casefile import CaseFile
from permits.services.changing.changes import change_lines
from permits.services.notifying.notices import common, issue, licensing_law, words


class Asked(Protocol):
    """A work item: its department and its permit."""

    @property
    def permit(self) -> Any:
        """The permit it is about."""

    @property
    def department(self) -> str:
        """The department whose work it is."""


class Changed(Protocol):
    """The effect of a change."""

    @property
    def before(self) -> Mapping[str, dict[str, object]]:
        """The fields before."""

    @property
    def after(self) -> Mapping[str, dict[str, object]]:
        """The fields after."""

    @property
    def reopened(self) -> Iterable[Asked]:
        """The items reassigned."""

    @property
    def added(self) -> Iterable[Asked]:
        """The items added."""


def issue_amendment(case: CaseFile, change: Changed, *, number: int) -> None:
    """Confirm a change: version, differences, reassigned items; the promised day stays."""
    app = case.app
    facts: dict[str, object] = {
        **common(case, number=f"{app.number}-BG{number}", body="window", law=licensing_law("第三十一条", "art. 31")),
        "version": number,
        "changed_on": case.context.today.isoformat(),
        "changes": change_lines(case.bundle, change.before, change.after),
        "asked_again": [_asked(case, item) for item in (*change.reopened, *change.added)],
    }
    if app.committed_due_on:
        facts["committed_due_on"] = app.committed_due_on.isoformat()
    issue(case, "amendment", facts)


def _asked(case: CaseFile, item: Asked) -> dict[str, object]:
    body = case.context.office.body(case.app.area, item.department)
    return {"label": words(case.bundle.permits[item.permit].name), "value": dict(body.name)}
