"""Parameters of addresses: paths and query strings."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from permits.api.shapes.lifecycle_states import ListedState


class Query(BaseModel):
    """A query string; an unknown filter is refused, not ignored."""

    model_config = ConfigDict(extra="forbid")


class Paged(Query):
    """A list in pages; `cursor` is the `next_cursor` of the page before."""

    cursor: str | None = None
    limit: str | None = Field(None, description="1 to 100, by default 20")


class OfApplication(BaseModel):
    """An application by its id or its number."""

    application: str


class OfMaterial(OfApplication):
    """One file of a material of an application, by its id."""

    material_id: int


class OfPermit(OfApplication):
    """A permit of an application, by its key."""

    permit: str


class OfPicture(OfApplication):
    """The diagram of an application, by its file format."""

    form: Literal["svg", "mmd", "bpmn"]


class OfWorkItem(BaseModel):
    """A work item by its id."""

    work_item_id: int


class OfNotice(BaseModel):
    """A notice by its id."""

    notice_id: int


class OfLicence(BaseModel):
    """A licence by its number."""

    number: str


class OfPublicNotice(BaseModel):
    """A public notice by its id."""

    notice: int


class OfBundle(BaseModel):
    """A bundle by its key."""

    key: str


class OfAccount(BaseModel):
    """An account of the area."""

    user_id: int


class OfProposal(BaseModel):
    """A bundle version that was proposed for release."""

    proposal_id: int


class OfVersion(BaseModel):
    """A version of a bundle."""

    key: str
    version: str


SEARCHED = "What the number in part, a party, credit code, person, project or place contains"
OF_MATTER = "A matter by the key of its bundle"


class ApplicationFilter(Paged):
    """Which applications."""

    state: str | None = Field(None, description="One state, or several separated by commas")
    number: str | None = None
    q: str | None = Field(None, description=SEARCHED)
    bundle: str | None = Field(None, description=OF_MATTER)
    light: Literal["green", "yellow", "red"] | None = None


class InboxFilter(Paged):
    """Which work items."""

    department: str | None = None
    state: ListedState | None = None
    assignee: Literal["me", "nobody"] | None = None
    q: str | None = Field(None, description=SEARCHED)
    bundle: str | None = Field(None, description=OF_MATTER)
    light: Literal["green", "yellow", "red"] | None = None
    order: Literal["due_on"] = "due_on"


class OrderFilter(Paged):
    """Which supervision orders."""

    state: Literal["open", "answered"] = "open"
    department: str | None = None


class DecisionFilter(Paged):
    """Which decisions: taken from the first through the last day, on one kind of permit or all."""

    permit: str | None = Field(None, description="A permit by its key")
    bundle: str | None = Field(None, description=OF_MATTER)
    first: date | None = Field(None, alias="from")
    last: date | None = Field(None, alias="to")


class Performance(Paged):
    """The matter whose promises are reported; without one, every matter."""

    bundle: str | None = Field(None, description=OF_MATTER)


class CountFilter(Query):
    """The department whose work items are counted."""

    department: str | None = None


class Turnaround(Query):
    """The period of the figures: work finished from the first through the last day."""

    first: date | None = Field(None, alias="from")
    last: date | None = Field(None, alias="to")
    by: Literal["department", "permit", "clerk", "month", "bundle"] = "department"
    bundle: str | None = Field(None, description=OF_MATTER)
    basis: Literal["committed", "statutory"] = "committed"


class Code(Query):
    """The code printed on a licence."""

    code: str = ""
