"""Read how a bundle presents itself: start page, sections of questions, the form's own fields."""

from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType

from workflows.definition.fields import FormField, check_field, read_field
from workflows.definition.presentation import REGISTERS, Form, Section, Start
from workflows.definition.questions import Question
from workflows.definition.tables import Table
from workflows.errors import N_

PART, FIRST_ICON = "site", "file"
KINDS = ("text", "choice", "geometry")  # what names a person is asked of applicant and agent
WANTED = N_("Fill in “%(name)s”")


def start(table: Table) -> Start:
    """Read the words of the start page; what is left out is said in general words.

    Raises:
        BundleError: it is malformed.
    """
    found = Start(
        table.optional_text("title"),
        table.optional_text("lead"),
        table.optional_text("sentence"),
        table.get("icon", str, FIRST_ICON),
    )
    table.close()
    return found


def sections(tables: Sequence[Table], questions: Sequence[Question]) -> tuple[Section, ...]:
    """Read the sections of the questionnaire, in order; a question stands in one at most.

    Raises:
        BundleError: one is malformed, names no question, or one that stands in another section.
    """
    left, found = {question.key for question in questions}, []
    for table in tables:
        section = Section(table.text("title"), table.get("icon", str, FIRST_ICON), table.words("questions"))
        table.close()
        for key in section.questions:
            if key not in left:
                raise table.wrong(N_("%(place)s: no question called %(name)s is left for this section"), name=key)
            left.discard(key)
        found.append(section)
    return tuple(found)


def form(table: Table) -> Form:
    """Read what the form asks about the place.

    Raises:
        BundleError: a field is malformed, or the place names none of text.
    """
    rows = table.named("fields")
    fields = {f"{PART}.{key}": _field(key, row) for key, row in rows.items()}
    for key, row in rows.items():
        check_field(fields[f"{PART}.{key}"], row, fields)
        row.close()
    found = Form(table.text("title"), MappingProxyType(fields), table.words("place"))
    table.close()
    for key in found.place:
        if f"{PART}.{key}" not in fields or fields[f"{PART}.{key}"].kind != "text":
            raise table.wrong(N_("%(place)s: the place names fields of text, not %(name)s"), name=key)
    return found


def _field(key: str, table: Table) -> FormField:
    table.one_of("kind", KINDS)
    stage = table.one_of("required", ("", "submission"), "")
    register = table.one_of("register", ("", *REGISTERS), "")
    found = read_field(PART, key, table)
    return replace(found, required=WANTED if stage else "", register=register)
