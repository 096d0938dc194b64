"""The fields of an application's form apart from its bundle's questions, each declared once in form_fields.toml."""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast, get_args

from workflows.definition.bundle import PARTS
from workflows.definition.questions import Option, Text
from workflows.definition.tables import Table
from workflows.errors import N_, BundleError

FieldKind = Literal["text", "email", "phone", "uscc", "document", "person_id", "choice", "road", "geometry"]
FieldPage = Literal["form", "counter", "check", "case"]
ASKING: frozenset[FieldPage] = frozenset({"form", "counter"})
FIELD_PARTS = ("applicant", "agent", "project", "site")
FILE = Path(__file__).with_suffix(".toml")
LONGEST = 300


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of one part of the form."""

    part: str
    key: str
    kind: FieldKind
    name: Text
    label: Text
    help: Text | None
    required: str
    longest: int
    autocomplete: str
    default: str
    choices: tuple[Option, ...]
    pages: frozenset[str]
    is_input: bool
    identifies: bool
    document: str
    only: str

    @property
    def path(self) -> str:
        """The field's name in notices, inputs of work and refusals: `site.road`."""
        return f"{self.part}.{self.key}"

    @property
    def is_asked(self) -> bool:
        """Whether a page has a control for it."""
        return not self.pages.isdisjoint(ASKING)

    @property
    def is_number(self) -> bool:
        """Say whether the field holds the number of a company or of a person's document."""
        return self.kind in {"uscc", "person_id"}

    @property
    def control(self) -> str:
        """The name of the field's control on pages: `site_road`."""
        return f"{self.part}_{self.key}"


@cache
def form_fields() -> Mapping[str, FormField]:
    """Return every field by its path, in the order of pages.

    Raises:
        BundleError: the declaration is malformed.
    """
    try:
        data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BundleError(f"{FILE.name}: {error!s}") from error
    whole = Table(data, FILE.name)
    documents = tuple(_choice(row) for row in whole.tables("documents"))
    tables = {(part, key): table for part in FIELD_PARTS for key, table in whole.named(part).items()}
    whole.close()
    fields = {f"{part}.{key}": _field(part, key, table, documents) for (part, key), table in tables.items()}
    for field in fields.values():
        _check(field, tables[field.part, field.key], fields)
    return fields


def fields_on(pages: Collection[FieldPage], parts: Collection[str] = FIELD_PARTS) -> list[FormField]:
    """List the fields of some parts shown on one of these pages."""
    return [one for one in form_fields().values() if one.part in parts and not one.pages.isdisjoint(pages)]


def _field(part: str, key: str, table: Table, documents: tuple[Option, ...]) -> FormField:
    name, kind = table.text("name"), table.one_of("kind", get_args(FieldKind))
    found = FormField(
        part=part,
        key=key,
        kind=cast("FieldKind", kind),
        name=name,
        label=table.optional_text("label") or name,
        help=table.optional_text("help"),
        required=table.get("required", str, ""),
        longest=table.get("longest", int, LONGEST),
        autocomplete=table.get("autocomplete", str, ""),
        default=table.get("default", str, ""),
        choices=documents if kind == "document" else tuple(_choice(row) for row in table.tables("choices")),
        pages=frozenset(table.words("pages")),
        is_input=table.get("input", bool, default=False),
        identifies=table.get("identifies", bool, default=False),
        document=table.take("document", str) if kind == "person_id" else "",
        only=table.get("only", str, ""),
    )
    table.close()
    return found


def _choice(table: Table) -> Option:
    found = Option(table.take("value", str), table.text("label"))
    table.close()
    return found


def _kinds(part: str, fields: Mapping[str, FormField]) -> list[str]:
    """List the kinds a part may be of: the choices of its field `kind`."""
    kind = fields.get(f"{part}.kind")
    return [str(one.value) for one in kind.choices] if kind else []


def _check(field: FormField, table: Table, fields: Mapping[str, FormField]) -> None:
    """Refuse a contradictory declaration: unknown pages, invalid choices, a shape no page has a control for."""
    values = [str(one.value) for one in field.choices]
    for name, words, allowed in (
        ("pages", field.pages, get_args(FieldPage)),
        ("default", {field.default}, ("", *values)),
        ("only", {field.only}, ("", *_kinds(field.part, fields))),
    ):
        if strange := sorted(set(words) - set(allowed)):
            message = N_("%(place)s: %(name)s must be one of %(allowed)s, not %(value)s")
            raise table.wrong(message, name=name, allowed=", ".join(filter(None, allowed)), value=strange[0])
    if (field.kind in {"choice", "document"}) != bool(values):
        raise table.wrong(N_("%(place)s: a field of kind choice has choices, and no other has"))
    if field.is_input and field.part not in PARTS:
        raise table.wrong(N_("%(place)s: no verdict rests on who applies or who acts for them"))
    beside = fields.get(f"{field.part}.{field.document}") if field.document else None
    if field.document and (beside is None or beside.kind != "document"):
        raise table.wrong(N_("%(place)s: document names the field beside it that says which document the number is of"))
    if field.kind == "geometry" and field.is_asked:
        raise table.wrong(N_("%(place)s: no page has a control for a shape on the map"))
