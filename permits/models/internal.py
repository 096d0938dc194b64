"""Internal texts 内部文字, by type: what stays in the office is another type than what the applicant reads."""

from collections.abc import Mapping

from sqlalchemy import Dialect, String
from sqlalchemy.types import TypeDecorator

from permits.models.base import Json, JsonObject


class Internal(str):
    """A text that stays in the office: no payload, no answer to an applicant, no notice that goes out has it."""

    __slots__ = ()


def internal(value: object) -> object:
    """Mark every text of a JSON value as internal; names of fields stay as they are."""
    if isinstance(value, str):
        return Internal(value)
    if isinstance(value, Mapping):
        return {name: internal(one) for name, one in value.items()}
    return [internal(one) for one in value] if isinstance(value, list | tuple) else value


def holds_internal(value: object) -> bool:
    """Return whether an internal text stands anywhere in a value."""
    if isinstance(value, Mapping):
        return any(holds_internal(one) for one in value.values())
    if isinstance(value, list | tuple):
        return any(holds_internal(one) for one in value)
    return isinstance(value, Internal)


def published(document: JsonObject) -> JsonObject:
    """Turn the internal texts of a document into public ones, where the office sends it out."""
    return {name: str(one) if isinstance(one, Internal) else one for name, one in document.items()}


class InternalText(TypeDecorator[Internal]):
    """A column of an internal text."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Store the plain text."""
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Internal | None:
        """Return the text as an internal one."""
        return None if value is None else Internal(value)


class InternalJson(Json):
    """A column of a JSON document whose texts are internal."""

    cache_ok = True

    def process_result_value(self, value: object, dialect: Dialect) -> object:
        """Return the document with its texts marked."""
        return internal(value)
