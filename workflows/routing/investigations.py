"""Whether a permit is needed, as the office investigates and finds it before acceptance."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date

from workflows.definition.questions import Text


@dataclass(frozen=True, slots=True)
class Investigation:
    """Why a permit is in question, which department holds the question since when; once concluded, what was found.

    `law` is the article of the finding; "" where the bundle's own rule says the same.
    """

    holder: str
    reason: str
    since_on: date
    is_needed: bool | None = None
    finding: str = ""
    law: str = ""
    decider: str = ""
    concluded_on: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether nothing is concluded yet."""
        return self.is_needed is None

    def ground(self, rule_law: Text) -> tuple[Text, Text]:
        """Return the finding and its law, by default that of the bundle's rule, as a route gives them."""
        return Text(self.finding, self.finding), Text(self.law, self.law) if self.law else rule_law

    def reopened(self, on: date) -> "Investigation":
        """Return it open again: what the finding rests on has changed."""
        return self if self.is_open else Investigation(self.decider, self.reason, on)

    def concluded(self, *, is_needed: bool, finding: str, law: str, decider: str, on: date) -> "Investigation":
        """Return it with what was found."""
        return replace(self, is_needed=is_needed, finding=finding, law=law, decider=decider, concluded_on=on)


Investigations = Mapping[str, Investigation]
NOTHING_FOUND: Investigations = {}


def investigations_of(data: Mapping[str, Mapping[str, object]] | None) -> dict[str, Investigation]:
    """Read the investigations of a case, by permit."""
    return {permit: _read(row) for permit, row in (data or {}).items()}


def investigations_data(found: Investigations) -> dict[str, object]:
    """Return investigations as JSON data."""
    return {permit: {name: _plain(value) for name, value in asdict(one).items()} for permit, one in found.items()}


def _read(row: Mapping[str, object]) -> Investigation:
    is_needed, concluded_on = row["is_needed"], row["concluded_on"]
    return Investigation(
        holder=str(row["holder"]),
        reason=str(row["reason"]),
        since_on=date.fromisoformat(str(row["since_on"])),
        is_needed=None if is_needed is None else bool(is_needed),
        finding=str(row["finding"]),
        law=str(row["law"]),
        decider=str(row["decider"]),
        concluded_on=date.fromisoformat(str(concluded_on)) if concluded_on else None,
    )


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
