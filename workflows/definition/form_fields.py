"""The fields of an application's form apart from the questions: those of every matter, and the bundle's own."""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal, Protocol, cast, get_args

from workflows.definition.questions import Option, Text
from workflows.definition.tables import Table
from workflows.errors import N_, BundleError

FieldKind = Literal["text", "email", "phone", "uscc", "document", "person_id", "choice", "geometry"]
FieldPage = Literal["form", "counter", "check", "case"]
ASKING: frozenset[FieldPage] = frozenset({"form", "counter"})
LONGEST = 300
# the parts of a form that verdicts rest on; applicant and agent are outside
PARTS = ("answers", "project", "site")
FIELD_PARTS = ("applicant", "agent", "project", "site")
FILE = Path(__file__).with_suffix(".toml")
REGISTERS = ("roads",)  # the lists of the office that a field may be chosen from
PLACE = "site"  # the part of the form that a bundle declares
OWN_KINDS = ("text", "choice", "geometry")  # what names a person is asked of applicant and agent
WANTED = N_("Fill in “%(name)s”")


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of one part of the form; `register` names the office's list that it may be chosen from."""

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
    register: str = ""

    @property
    def path(self) -> str:
        """The field's name in notices, inputs of work and refusals: `agent.name`."""
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
        """The name of the field's control on pages: `agent_name`."""
        return f"{self.part}_{self.key}"


def read_field(part: str, key: str, table: Table, documents: tuple[Option, ...] = ()) -> FormField:
    """Read one field of a part; leaves to the caller what only some files may say.

    Raises:
        BundleError: it is malformed.
    """
    name, kind = table.text("name"), table.one_of("kind", get_args(FieldKind))
    return FormField(
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
        choices=documents if kind == "document" else tuple(read_choice(row) for row in table.tables("choices")),
        pages=frozenset(table.words("pages")),
        is_input=table.get("input", bool, default=False),
        identifies=table.get("identifies", bool, default=False),
        document=table.take("document", str) if kind == "person_id" else "",
        only=table.get("only", str, ""),
    )


def read_choice(table: Table) -> Option:
    """Read one choice of a field.

    Raises:
        BundleError: it is malformed.
    """
    found = Option(table.take("value", str), table.text("label"))
    table.close()
    return found


def check_field(field: FormField, table: Table, beside: Mapping[str, FormField]) -> None:
    """Refuse a contradictory field; `beside` are the fields of the form by path.

    Raises:
        BundleError: unknown pages, invalid choices, a document that is none, a shape no page has a control for.
    """
    values = [str(one.value) for one in field.choices]
    for name, words, allowed in (
        ("pages", field.pages, get_args(FieldPage)),
        ("default", {field.default}, ("", *values)),
        ("only", {field.only}, ("", *_kinds(field.part, beside))),
    ):
        _allow(table, name, words, allowed)
    if (field.kind in {"choice", "document"}) != bool(values):
        table.refuse(N_("%(place)s: a field of kind choice has choices, and no other has"))
    if field.is_input and field.part not in PARTS:
        table.refuse(N_("%(place)s: no verdict rests on who applies or who acts for them"))
    named = beside.get(f"{field.part}.{field.document}") if field.document else None
    if field.document and (named is None or named.kind != "document"):
        table.refuse(N_("%(place)s: document names the field beside it that says which document the number is of"))
    if field.kind == "geometry" and field.is_asked:
        table.refuse(N_("%(place)s: no page has a control for a shape on the map"))


def _allow(table: Table, name: str, words: Collection[str], allowed: Collection[str]) -> None:
    if strange := sorted(set(words) - set(allowed)):
        message = N_("%(place)s: %(name)s must be one of %(allowed)s, not %(value)s")
        table.refuse(message, name=name, allowed=", ".join(filter(None, allowed)), value=strange[0])


def _kinds(part: str, fields: Mapping[str, FormField]) -> list[str]:
    """List the kinds a part may be of: the choices of its field `kind`."""
    kind = fields.get(f"{part}.kind")
    return [str(one.value) for one in kind.choices] if kind else []


@dataclass(frozen=True, slots=True)
class Form:
    """What the form asks about the place: the fields of its part `site` by path, and the keys that name the place."""

    title: Text
    fields: Mapping[str, FormField]
    place: tuple[str, ...]

    def place_of(self, site: Mapping[str, object]) -> str:
        """Name the place on one line: each part of it once, also where the next one repeats it."""
        line = ""
        for key in self.place:
            said = str(site.get(key) or "").strip()
            if said.startswith(line):
                line = said
            elif said:
                line += (" " if line[-1].isascii() else "") + said
        return line

    def is_told(self, site: Mapping[str, object]) -> bool:
        """Return whether nothing is missing that handing in asks for."""
        return all(site.get(one.key) for one in self.fields.values() if one.required)


class HasForm(Protocol):
    """A bundle, as far as its form goes."""

    @property
    def form(self) -> Form:
        """What its form asks about the place."""


@dataclass(frozen=True, slots=True)
class Declared:
    """What the file declares: the fields of every matter by path, and the form of a bundle that declares none."""

    fields: Mapping[str, FormField]
    form: Form


@cache
def declared() -> Declared:
    """Read the declaration.

    Raises:
        BundleError: it is malformed.
    """
    try:
        data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BundleError(f"{FILE.name}: {error!s}") from error
    whole = Table(data, FILE.name)
    usual = read_form(whole.table("form"))
    documents = tuple(read_choice(row) for row in whole.tables("documents"))
    parts = [part for part in FIELD_PARTS if part in whole]
    tables = {f"{part}.{key}": (part, key, table) for part in parts for key, table in whole.named(part).items()}
    whole.close()
    fields = {path: read_field(part, key, table, documents) for path, (part, key, table) in tables.items()}
    for path, field in fields.items():
        check_field(field, tables[path][2], fields)
        tables[path][2].close()
    return Declared(fields, usual)


def form_fields(bundle: HasForm | None = None) -> Mapping[str, FormField]:
    """Return every field by its path, in the order of pages; those about the place are the bundle's own."""
    return {**declared().fields, **bundle.form.fields} if bundle else declared().fields


def fields_on(
    pages: Collection[FieldPage], parts: Collection[str] = FIELD_PARTS, bundle: HasForm | None = None
) -> list[FormField]:
    """List the fields of some parts shown on one of these pages."""
    return [one for one in form_fields(bundle).values() if one.part in parts and not one.pages.isdisjoint(pages)]


def read_form(table: Table) -> Form:
    """Read what the form asks about the place.

    Raises:
        BundleError: a field is malformed, or the place names none of text.
    """
    rows = table.named("fields")
    fields = {f"{PLACE}.{key}": _field(key, row) for key, row in rows.items()}
    for key, row in rows.items():
        check_field(fields[f"{PLACE}.{key}"], row, fields)
        row.close()
    found = Form(table.text("title"), MappingProxyType(fields), table.words("place"))
    table.close()
    for key in found.place:
        if f"{PLACE}.{key}" not in fields or fields[f"{PLACE}.{key}"].kind != "text":
            table.refuse(N_("%(place)s: the place names fields of text, not %(name)s"), name=key)
    return found


def _field(key: str, table: Table) -> FormField:
    table.one_of("kind", OWN_KINDS)
    stage = table.one_of("required", ("", "submission"), "")
    register = table.one_of("register", ("", *REGISTERS), "")
    found = read_field(PLACE, key, table)
    return replace(found, required=WANTED if stage else "", register=register)
