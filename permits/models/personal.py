"""Personal data at rest: columns whose identity and telephone numbers the database holds encrypted.

A value from before it was encrypted is read as it stands; whatever is written is encrypted (`flask data encrypt`).
"""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from sqlalchemy import Dialect, String
from sqlalchemy.types import TypeDecorator

from permits.keys import Keys, held_by
from permits.models.base import Json

# the fields of a form, wherever they stand in a document, that are encrypted
KEYS = frozenset({"resident_id", "phone"})
MARK = "enc:"
Changed: TypeAlias = Callable[[str], str]


def is_encrypted(value: object) -> bool:
    """Return whether a stored value is a token."""
    return isinstance(value, str) and value.startswith(MARK)


def encrypt(keys: Keys, text: str) -> str:
    """Encrypt a text, as it is stored."""
    return MARK + keys.encrypt(text)


def decrypt(keys: Keys, stored: str) -> str:
    """Return the text of a stored value.

    Raises:
        Unreadable: no data key made its token.
    """
    return keys.decrypt(stored.removeprefix(MARK)) if is_encrypted(stored) else stored


def _changed(value: object, change: Changed, *, is_personal: bool = False) -> object:
    """Change the personal texts of a document; names of fields stay as they are."""
    if isinstance(value, Mapping):
        return {name: _changed(one, change, is_personal=name in KEYS) for name, one in value.items()}
    if isinstance(value, list):
        return [_changed(one, change, is_personal=is_personal) for one in value]
    return change(value) if is_personal and isinstance(value, str) and value else value


class PersonalText(TypeDecorator[str]):
    """A column of one personal text; an empty one stays empty."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Encrypt the text."""
        return encrypt(held_by(dialect), value) if value else value

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Decrypt the text."""
        return decrypt(held_by(dialect), value) if is_encrypted(value) and value else value


class PersonalJson(Json):
    """A column of a document in which some fields are personal."""

    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """Encrypt the personal fields."""
        return _changed(value, lambda text: encrypt(held_by(dialect), text))

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """Decrypt the personal fields."""
        return _changed(value, lambda text: decrypt(held_by(dialect), text))


class PersonalDocument(Json):
    """A column of a document that is personal as a whole: nobody knows what its texts are."""

    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """Encrypt the document."""
        return None if value is None else encrypt(held_by(dialect), json.dumps(value, ensure_ascii=False))

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """Decrypt the document."""
        return json.loads(decrypt(held_by(dialect), value)) if is_encrypted(value) else value


Personal = PersonalText | PersonalJson | PersonalDocument


def personal_texts(kind: object, stored: object) -> Iterator[str]:
    """List the personal texts in a value of a column of this type as it is stored, encrypted or not."""
    if isinstance(kind, PersonalJson):
        yield from _texts(stored)
    elif stored:
        yield str(stored)


def _texts(value: object, *, is_personal: bool = False) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, one in value.items():
            yield from _texts(one, is_personal=name in KEYS)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one, is_personal=is_personal)
    elif is_personal and isinstance(value, str) and value:
        yield value
