"""The office as a file writes it: areas with departments, roads, companies, people and terms of bundles."""

from abc import abstractmethod
from collections.abc import Mapping
from datetime import date
from typing import Annotated, ClassVar, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from forms.checks.identity import canonical_number, check_uscc

LONGEST = 200
ROLE = r"^[a-z]+(:[a-z][a-z0-9-]*)?$"
# the value of one column
Column: TypeAlias = str | int | bool | date | list[str] | None


def _credit_code(typed: str) -> str:
    """Bring a unified social credit code to its canonical form.

    Raises:
        ValueError: it has not the form of one.
    """
    code = canonical_number(typed)
    if faults := [one.message for one in check_uscc(code) if not one.is_warning]:
        raise ValueError(faults[0])
    return code


Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST, pattern=r"^[^\x00-\x1f\x7f]*$")]
CreditCode = Annotated[str, AfterValidator(_credit_code)]
Said = Annotated[Line, StringConstraints(min_length=1)]
Host = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$", max_length=253, to_lower=True)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=40)]


class Record(BaseModel):
    """A row of the office; `key` names it in its area, `kind` in the chain of acts.

    What a file does not say of a row that exists stays as it is: `model_fields_set` tells what was said.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
    kind: ClassVar[str] = ""
    beside: ClassVar[frozenset[str]] = frozenset()  # fields that are rows of other tables

    @property
    @abstractmethod
    def key(self) -> str:
        """Return the name of the row in its area."""

    def said(self) -> dict[str, object]:
        """Return what was said of the row, by field."""
        return {name: getattr(self, name) for name in type(self).model_fields if name in self.model_fields_set}

    def columns(self, names: frozenset[str]) -> dict[str, Column]:
        """Return the columns of these fields; a text in two languages is two columns."""
        found: dict[str, Column] = {}
        for name in names - self.beside:
            value = getattr(self, name)
            value = list(value) if isinstance(value, tuple) else value
            found |= {f"{name}_zh": value.zh, f"{name}_en": value.en} if isinstance(value, Words) else {name: value}
        return found


class Words(BaseModel):
    """A text in both languages."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    zh: Said
    en: Said

    def get(self, lang: str, default: str = "") -> str:
        """Return the text in a language."""
        return {"zh": self.zh, "en": self.en}.get(lang, default)

    def __str__(self) -> str:
        return f"{self.zh} / {self.en}"


class Address(Words):
    """An address in both languages, empty while there is none."""

    zh: Line = ""
    en: Line = ""


class DepartmentRecord(Record):
    """A department by its key in bundles."""

    kind: ClassVar[str] = "department"
    department: Key = Field(alias="key")
    name: Words
    short: Words
    uscc: CreditCode
    document_prefix: Said
    address: Address = Address()
    phone: Line = ""

    @property
    def key(self) -> str:
        """Return its key in bundles."""
        return self.department


class RoadRecord(Record):
    """A road with the days from which the moratorium on excavations runs."""

    kind: ClassVar[str] = "road"
    name: Words
    road_class: Key = Field(default="urban", alias="class")
    opened_on: date | None = None
    overhauled_on: date | None = None

    @property
    def key(self) -> str:
        """Return its Chinese name."""
        return self.name.zh


class CompanyRecord(Record):
    """A company whose people file applications."""

    kind: ClassVar[str] = "company"
    uscc: CreditCode
    name: Said
    name_en: Line = ""

    @property
    def key(self) -> str:
        """Return its unified social credit code."""
        return self.uscc


class PersonRecord(Record):
    """A person with roles, each `role` or `role:department`; a company's people name its credit code."""

    kind: ClassVar[str] = "person"
    beside: ClassVar[frozenset[str]] = frozenset({"roles", "company"})
    username: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._@+-]*$", max_length=100)]
    name: Words
    email: Annotated[str, StringConstraints(pattern=r"^$|^[^@\s]+@[^@\s]+$", max_length=LONGEST)] = ""
    phone: Line = ""
    roles: tuple[Annotated[str, StringConstraints(pattern=ROLE)], ...] = ()
    company: str = ""
    enforcement_number: Line = ""
    is_active: bool = Field(default=True, alias="active")

    @property
    def key(self) -> str:
        """Return the user name."""
        return self.username


class TermRecord(Record):
    """The days on which a bundle version is in force in the area."""

    kind: ClassVar[str] = "bundle"
    bundle: Key = Field(alias="key")
    version: Said
    from_on: date = Field(alias="from")
    retired_on: date | None = Field(default=None, alias="until")

    @property
    def key(self) -> str:
        """Return bundle, version and first day."""
        return f"{self.bundle} {self.version} {self.from_on}"


class AreaRecord(Record):
    """An area with everything in it."""

    kind: ClassVar[str] = "area"
    beside: ClassVar[frozenset[str]] = frozenset({"departments", "roads", "companies", "people", "bundles"})
    code: Annotated[str, StringConstraints(pattern=r"^\d{6}$")]
    name: Words
    hosts: tuple[Host, ...] = ()
    cut_off_hour: Annotated[int, Field(ge=0, le=23)] | None = None
    four_eyes: bool = False
    departments: tuple[DepartmentRecord, ...] = ()
    roads: tuple[RoadRecord, ...] = ()
    companies: tuple[CompanyRecord, ...] = ()
    people: tuple[PersonRecord, ...] = ()
    bundles: tuple[TermRecord, ...] = ()

    @property
    def key(self) -> str:
        """Return its code."""
        return self.code

    def rows(self) -> Mapping[str, tuple[Record, ...]]:
        """Return the rows of the area by the list they stand in, in the order they are written."""
        return {
            "departments": self.departments,
            "roads": self.roads,
            "companies": self.companies,
            "people": self.people,
            "bundles": self.bundles,
        }


class OfficeRecord(BaseModel):
    """A whole office file."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    areas: tuple[AreaRecord, ...]
