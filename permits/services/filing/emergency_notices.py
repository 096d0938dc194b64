"""The notice of emergency works: what was reported, and the last moment to file the application."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from permits.casefile import CaseFile
from permits.services.case.numbers import draw_document_number
from permits.services.notifying.notices import common, issue, words
from permits.verifier import moment
from workflows import Emergency


class Notified(Protocol):
    """A department that was notified."""

    @property
    def department(self) -> str:
        """Its key."""

    @property
    def at(self) -> datetime | None:
        """The moment, None at the start of the works."""


class Report(Protocol):
    """A report of emergency works."""

    @property
    def started_at(self) -> datetime:
        """The start of the works."""

    @property
    def notified(self) -> Sequence[Notified]:
        """The departments notified."""


@dataclass(frozen=True, slots=True)
class Filing:
    """The last moment to file the application, and the working days it was counted in; 0 for clock hours."""

    by_at: datetime
    working_days: int


def issue_emergency_report(case: CaseFile, lane: Emergency, report: Report, *, filing: Filing) -> None:
    """Confirm a report of emergency works and name the last moment to file the application."""
    body = case.context.office.body
    facts: dict[str, object] = {
        **common(
            case,
            number=draw_document_number(case.context, body(case.app.area, "window").document_prefix),
            body="window",
            law=words(lane.law),
        ),
        "rule": words(lane.rule),
        "started_at": moment(report.started_at),
        "file_by_at": moment(filing.by_at),
        **({"working_days": filing.working_days} if filing.working_days else {}),
        "hours": int(case.bundle.switches["emergency_filing_hours"]),
        "notified": [
            {"name": body(case.app.area, one.department).name, "at": moment(one.at or report.started_at)}
            for one in report.notified
        ],
    }
    issue(case, "emergency_report", facts)
