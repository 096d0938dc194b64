"""The text of a bundle as it is kept: whole, so that nothing else need be read for it."""

from collections.abc import Iterator
from pathlib import Path

from workflows.definition.catalogue import FOLDER, bundle_of
from workflows.definition.layers.shelves import SHIPPED, Shelf, beside
from workflows.definition.layers.whole import digest_of_data, resolve
from workflows.errors import N_, BundleError


def bundle_source(path: Path) -> str:
    """Read a bundle file as it is written.

    Raises:
        BundleError: it cannot be read.
    """
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        message = N_("%(place)s: the file cannot be read: %(why)s")
        raise BundleError(message, params={"place": path.name, "why": str(error)}) from error


def bundle_text(path: Path, *further: Shelf) -> str:
    """Read a bundle file whole: with the base it extends and the tables it includes.

    They are looked for beside it, then in `further` places, then among the shipped files.

    Raises:
        BundleError: it cannot be read or resolved.
    """
    return whole_text(bundle_source(path), path.name, beside(path, *further))


def whole_text(source: str, file: str, shelf: Shelf = SHIPPED) -> str:
    """Resolve the text of a bundle file: with the base it extends and the tables it includes.

    Raises:
        BundleError: it cannot be resolved.
    """
    return resolve(source, file, shelf).text


def bundle_files(folder: Path = FOLDER) -> Iterator[Path]:
    """Yield the bundle files of a folder, by default the shipped ones."""
    yield from sorted(folder.glob("*.toml"))


def digest_of(text: str, file: str) -> str:
    """Hash what a bundle file says; layout, order of keys and comments do not count.

    Raises:
        BundleError: it is malformed.
    """
    whole = resolve(text, file)
    bundle_of(whole)
    return digest_of_data(whole.data)
