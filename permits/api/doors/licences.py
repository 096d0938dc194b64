"""The doors of a licence's later life: renew, vary, inspect, take back, cancel."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StrictStr

from permits.api import shapes
from permits.api.doors.door import Door
from permits.casefile import ActContext
from permits.services.deciding import successions
from permits.services.licences import aftercare, endings, inspections
from permits.services.licences.overruns import Seen
from permits.services.licences.site_checks import check_site

Officers = Annotated[list[Annotated[StrictStr, Field(max_length=100)]], Field(max_length=20)]


class Renewal(shapes.Act):
    """Until when, if less than the longest term allowed is wanted."""

    until: date | None = None
    reason: shapes.Text = ""


class Variation(shapes.Act):
    """The answers that are to change."""

    changes: shapes.Object
    reason: shapes.Text = ""


class Inspected(shapes.Act):
    """Who inspected, what they found; areas measured by part of the scope (`occupy`, …), the last day of use seen."""

    officers: Officers = Field(default_factory=list)
    findings: shapes.Text = ""
    areas: shapes.Facts = Field(default_factory=dict)
    used_until: date | None = None

    def inspected(self, rectify_by: date | None = None) -> inspections.Record:
        """Give what the service takes."""
        return inspections.Record(self.officers, self.findings, rectify_by, Seen(self.areas, self.used_until))


class Counted(shapes.Act):
    """Who counted the trees, how many live and are dead, and by when those are replaced."""

    officers: Officers = Field(default_factory=list)
    findings: shapes.Text = ""
    alive: shapes.Whole = 0
    dead: shapes.Whole = 0
    replant_by: date | None = None


class Rectification(Inspected):
    """What is to be put right, and by when."""

    rectify_by: date | None = None


class Intended(shapes.Act):
    """The ground and the facts on which it is to be taken back, and until when an answer is awaited."""

    ground: StrictStr = ""
    reason: shapes.Text = ""
    answer_by: date | None = None


class Heard(shapes.Act):
    """What the holder has to say."""

    text: shapes.Text = ""
    by: Annotated[StrictStr, Field(max_length=200)] = ""


class Revoked(shapes.Act):
    """A ground of article 69, the law and the facts; compensation for a holder in good faith."""

    ground: StrictStr
    law: Annotated[StrictStr, Field(max_length=500)] = ""
    reason: shapes.Text = ""
    compensation: shapes.Text = ""
    is_harm_weighed: bool = True


class TakenBack(shapes.Act):
    """Changed law or circumstances, the public interest, the compensation."""

    ground: StrictStr = ""
    reason: shapes.Text = ""
    compensation: shapes.Text = ""


class Reasoned(shapes.Act):
    """Why."""

    reason: shapes.Text = ""


class Cancellation(Reasoned):
    """Why; and the ground, where the office ends a licence in force that its holder has not given up."""

    ground: Literal["", "holder_died", "holder_dissolved", "force_majeure"] = ""


def _renew(context: ActContext, number: str, body: Renewal) -> None:
    successions.renew(context, number, until=body.until, reason=body.reason, expected_version=body.expected_version)


def _vary(context: ActContext, number: str, body: Variation) -> None:
    successions.vary(context, number, body.changes, reason=body.reason, expected_version=body.expected_version)


def _request(context: ActContext, number: str, body: shapes.Act) -> None:
    inspections.request_inspection(context, number, expected_version=body.expected_version)


def _accept(context: ActContext, number: str, body: Inspected) -> None:
    inspections.accept_inspection(context, number, body.inspected(), expected_version=body.expected_version)


def _rectify(context: ActContext, number: str, body: Rectification) -> None:
    record = body.inspected(body.rectify_by)
    inspections.require_rectification(context, number, record, expected_version=body.expected_version)


def _check_site(context: ActContext, number: str, body: Inspected) -> None:
    check_site(context, number, body.inspected(), expected_version=body.expected_version)


def _count_trees(context: ActContext, number: str, body: Counted) -> None:
    count = aftercare.Count(body.officers, body.findings, body.alive, body.dead, body.replant_by)
    aftercare.record_survival(context, number, count, expected_version=body.expected_version)


def _tell(context: ActContext, number: str, body: Intended) -> None:
    endings.tell_intent(
        context,
        number,
        ground=body.ground,
        reason=body.reason,
        answer_by=body.answer_by,
        expected_version=body.expected_version,
    )


def _hear(context: ActContext, number: str, body: Heard) -> None:
    endings.hear_defence(context, number, text=body.text, by=body.by, expected_version=body.expected_version)


def _revoke(context: ActContext, number: str, body: Revoked) -> None:
    why = endings.Revocation(
        body.ground, body.law, body.reason, body.compensation, is_harm_weighed=body.is_harm_weighed
    )
    endings.revoke(context, number, why, expected_version=body.expected_version)


def _withdraw(context: ActContext, number: str, body: TakenBack) -> None:
    endings.withdraw_by_authority(
        context,
        number,
        ground=body.ground,
        reason=body.reason,
        compensation=body.compensation,
        expected_version=body.expected_version,
    )


def _uphold(context: ActContext, number: str, body: Reasoned) -> None:
    endings.uphold(context, number, reason=body.reason, expected_version=body.expected_version)


def _cancel(context: ActContext, number: str, body: Cancellation) -> None:
    endings.cancel(context, number, ground=body.ground, reason=body.reason, expected_version=body.expected_version)


DOORS: Mapping[str, Door] = {
    "renew": Door(Renewal, _renew, "Open the application to renew it"),
    "vary": Door(Variation, _vary, "Open the application to vary it, before anything changes"),
    "request_inspection": Door(shapes.Act, _request, "Ask for the acceptance inspection"),
    "accept_inspection": Door(Inspected, _accept, "Accept the reinstatement"),
    "require_rectification": Door(Rectification, _rectify, "Ask for the works to be put right"),
    "check_site": Door(Inspected, _check_site, "Record a site check; use beyond the licence is flagged"),
    "record_survival": Door(Counted, _count_trees, "Record how many trees live; what died is planted again"),
    "tell_intent": Door(Intended, _tell, "Tell the holder that it is to be taken back, and why"),
    "hear_defence": Door(Heard, _hear, "Record what the holder has to say"),
    "revoke": Door(Revoked, _revoke, "Revoke it on a ground of article 69"),
    "withdraw_by_authority": Door(TakenBack, _withdraw, "Withdraw it in the public interest"),
    "uphold": Door(Reasoned, _uphold, "Close its review: it stands"),
    "cancel": Door(Cancellation, _cancel, "Cancel it"),
}
