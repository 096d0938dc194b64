"""The procedures of a case beside its review: hearings, public notices, statements, site visits."""

from datetime import date

from permits.casefile.rows.shelf import Shelf
from permits.queries.rows.procedures import HearingRow, PublicNoticeRow, StatementRow, SurveyRow

SETTLED = frozenset({"held", "lapsed"})


class Procedures:
    """The procedures of one case, oldest first; each kind is read on first use."""

    def __init__(self, shelf: Shelf, *, were_any: bool) -> None:
        """Skip every query if the case never had a procedure."""
        self._shelf = shelf
        if not were_any:
            shelf.put(HearingRow, ())
            shelf.put(PublicNoticeRow, ())
            shelf.put(StatementRow, ())
            shelf.put(SurveyRow, ())

    @property
    def hearings(self) -> list[HearingRow]:
        """The hearings."""
        return self._shelf.all(HearingRow)

    @property
    def public_notices(self) -> list[PublicNoticeRow]:
        """The public notices."""
        return self._shelf.all(PublicNoticeRow)

    @property
    def statements(self) -> list[StatementRow]:
        """The statements about the permits."""
        return self._shelf.all(StatementRow)

    @property
    def surveys(self) -> list[SurveyRow]:
        """The site visits."""
        return self._shelf.all(SurveyRow)

    def hearing(self, permit: str) -> HearingRow | None:
        """The latest hearing on a permit."""
        return next((one for one in reversed(self.hearings) if one.permit == permit), None)

    def survey(self) -> SurveyRow | None:
        """The site visit that is booked and not yet recorded."""
        return next((one for one in self.surveys if one.state == "booked"), None)

    def notice_on(self, permit: str, on: date) -> PublicNoticeRow | None:
        """The public notice of a permit whose last day has not passed."""
        return next((one for one in self.public_notices if one.permit == permit and on <= one.to_on), None)

    def is_on_notice(self, permit: str, on: date) -> bool:
        """Return whether the last day of a permit's public notice has not passed."""
        return self.notice_on(permit, on) is not None

    def unanswered(self, permit: str) -> list[StatementRow]:
        """The unanswered statements about a permit."""
        return [one for one in self.statements if one.permit == permit and one.answered_at is None]
