"""Which rings a database's dialect encrypts and decrypts with: column types know their dialect and nothing else."""

from weakref import WeakKeyDictionary

from sqlalchemy import Dialect

from permits.keys.rings import Keys, Unreadable

_HELD: WeakKeyDictionary[Dialect, Keys] = WeakKeyDictionary()


def hold(dialect: Dialect, keys: Keys) -> None:
    """Let the personal columns of an engine be read and written with these rings."""
    _HELD[dialect] = keys


def held_by(dialect: Dialect) -> Keys:
    """Return the rings of an engine's dialect.

    Raises:
        Unreadable: the engine was connected without any.
    """
    try:
        return _HELD[dialect]
    except KeyError:
        raise Unreadable("this connection has no DATA_KEYS") from None
