"""The fields of an application's form apart from the questions: those of every matter, and the bundle's own."""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from workflows.definition.bundle import Bundle
from workflows.definition.fields import FieldPage, FormField, check_field, read_choice, read_field
from workflows.definition.presentation import Form
from workflows.definition.reading.presentation import form as read_form
from workflows.definition.tables import Table
from workflows.errors import BundleError

FIELD_PARTS = ("applicant", "agent", "project", "site")
FILE = Path(__file__).with_suffix(".toml")


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


def form_fields(bundle: Bundle | None = None) -> Mapping[str, FormField]:
    """Return every field by its path, in the order of pages; those about the place are the bundle's own."""
    return {**declared().fields, **bundle.form.fields} if bundle else declared().fields


def fields_on(
    pages: Collection[FieldPage], parts: Collection[str] = FIELD_PARTS, bundle: Bundle | None = None
) -> list[FormField]:
    """List the fields of some parts shown on one of these pages."""
    return [one for one in form_fields(bundle).values() if one.part in parts and not one.pages.isdisjoint(pages)]
