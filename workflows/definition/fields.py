"""One field of a form: what it holds, how a page asks for it, and what it means to the office."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal, cast, get_args

from workflows.definition.questions import Option, Text
from workflows.definition.tables import Table
from workflows.errors import N_

FieldKind = Literal["text", "email", "phone", "uscc", "document", "person_id", "choice", "geometry"]
FieldPage = Literal["form", "counter", "check", "case"]
ASKING: frozenset[FieldPage] = frozenset({"form", "counter"})
LONGEST = 300
# the parts of a form that verdicts rest on; applicant and agent are outside
PARTS = ("answers", "project", "site")


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
        raise table.wrong(N_("%(place)s: a field of kind choice has choices, and no other has"))
    if field.is_input and field.part not in PARTS:
        raise table.wrong(N_("%(place)s: no verdict rests on who applies or who acts for them"))
    named = beside.get(f"{field.part}.{field.document}") if field.document else None
    if field.document and (named is None or named.kind != "document"):
        raise table.wrong(N_("%(place)s: document names the field beside it that says which document the number is of"))
    if field.kind == "geometry" and field.is_asked:
        raise table.wrong(N_("%(place)s: no page has a control for a shape on the map"))


def _allow(table: Table, name: str, words: Collection[str], allowed: Collection[str]) -> None:
    if strange := sorted(set(words) - set(allowed)):
        message = N_("%(place)s: %(name)s must be one of %(allowed)s, not %(value)s")
        raise table.wrong(message, name=name, allowed=", ".join(filter(None, allowed)), value=strange[0])


def _kinds(part: str, fields: Mapping[str, FormField]) -> list[str]:
    """List the kinds a part may be of: the choices of its field `kind`."""
    kind = fields.get(f"{part}.kind")
    return [str(one.value) for one in kind.choices] if kind else []
