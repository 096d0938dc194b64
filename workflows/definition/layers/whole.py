"""Resolve a bundle file whole: what it extends and what it includes, so that nothing else need be read for it."""

import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from workflows.definition.layers.extras import asked_beyond
from workflows.definition.layers.merging import Notes, filled, laid_over
from workflows.definition.layers.nodes import Layer, Node, made_of, node_of, places_of
from workflows.definition.layers.shelves import SHIPPED, Shelf
from workflows.definition.layers.writing import toml_of
from workflows.definition.reading.faults import Fault, line_of_error
from workflows.definition.reading.format import SHAREABLE
from workflows.errors import N_, BundleError

EXTENDS, INCLUDE, OVERLAY = "extends", "include", "overlay"
RESOLVED = "# All that counts stands here; it was resolved from"
PIN = frozenset({"key", "version", "digest"})
NO_TOML = N_("%(place)s: this is no TOML: %(why)s")
NO_BASE = N_("%(place)s: there is no bundle %(name)s to extend")
NO_SHARED = N_("%(place)s: there are no shared tables called %(name)s")
NOT_SHAREABLE = N_("%(place)s: shared tables may not hold %(name)s")
CIRCLE = N_("%(place)s: this file extends itself: %(names)s")
WRONG_PIN = N_("%(place)s: write the key of the base, or a table of its key, version and digest")
OTHER_VERSION = N_("%(place)s: the base is version %(found)s, not %(name)s")
OTHER_DIGEST = N_("%(place)s: the base says something else than the one pinned: its digest is %(found)s")
NO_VERSION = N_("%(place)s: an overlay needs a version of its own")
UNCITED = N_("%(place)s: the base does not ask this: cite the law that lets a district ask it")


@dataclass(frozen=True)
class Whole:
    """A file with all it rests on: its data, each value with its place, and what was wrong on the way."""

    file: str
    source: str
    data: Mapping[str, object] | None
    root: Node | None
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()

    @property
    def text(self) -> str:
        """The text that needs no other file: the file's own, or its resolved data written out.

        Raises:
            BundleError: the first fault.
        """
        if self.faults:
            raise BundleError(self.faults[0].message, params=self.faults[0].params)
        return f"{RESOLVED} {self.file}\n{toml_of(self.data or {})}" if self.root is not None else self.source

    @cached_property
    def places(self) -> Mapping[str, Node]:
        """Each value by its path among the resolved ones."""
        root = self.root or (node_of(self.data, Layer(self.file, self.source), "") if self.data is not None else None)
        return dict(places_of(root)) if root is not None else {}


def resolve(source: str, file: str, shelf: Shelf = SHIPPED) -> Whole:
    """Resolve a file with what it extends and includes; one that does neither is what it says."""
    layer = Layer(file, source)
    try:
        data = layer.data
    except tomllib.TOMLDecodeError as error:
        return Whole(file, source, None, None, (_no_toml(layer, error),))
    if not data.keys() & {EXTENDS, INCLUDE}:
        return Whole(file, source, data, None)
    resolving = _Resolving(shelf)
    root = resolving.stacked(layer, ())
    found = root.plain() if root is not None else None
    notes = resolving.notes
    return Whole(file, source, found if isinstance(found, dict) else None, root, (*notes.faults,), (*notes.warnings,))


def digest_of_data(data: object) -> str:
    """Hash what a bundle says; layout, order of keys and comments do not count."""
    said = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str, allow_nan=False)
    return hashlib.sha256(said.encode()).hexdigest()


def _no_toml(layer: Layer, error: tomllib.TOMLDecodeError) -> Fault:
    return Fault(layer.file, line_of_error(error), "", NO_TOML, {"place": layer.file, "why": str(error)})


@dataclass
class _Resolving:
    shelf: Shelf
    notes: Notes = field(default_factory=Notes)

    def stacked(self, layer: Layer, above: tuple[Layer, ...]) -> Node | None:
        """Return a file laid over what it rests on; None and a fault where that cannot be followed."""
        root = layer.root()
        extends, include = root.table.pop(EXTENDS, None), root.table.pop(INCLUDE, None)
        own = filled(root, self._shared(include), takes_whole=extends is None)
        if extends is None:
            return own
        pin = self._pin(extends)
        base_layer = self._base(pin, extends, (*above, layer)) if pin else None
        base = self.stacked(base_layer, (*above, layer)) if base_layer else None
        return self._over(base, own, extends, pin or {}) if base is not None else None

    def _shared(self, include: Node | None) -> Iterable[Node]:
        for name in include.rows if include is not None else []:
            found = self.shelf.shared(str(name.value))
            if found is None:
                self.notes.refuse(name, NO_SHARED, name=name.value)
            elif self._is_readable(found):
                root = found.root()
                for key in root.table.keys() - SHAREABLE:
                    self.notes.refuse(root.table.pop(key), NOT_SHAREABLE, name=key)
                yield root

    def _pin(self, extends: Node) -> Mapping[str, str]:
        said = {key: str(one.value) for key, one in extends.table.items() if isinstance(one.value, str)}
        found = {"key": extends.value} if isinstance(extends.value, str) else said
        if found.get("key") and found.keys() <= PIN and len(found) == max(1, len(extends.table)):
            return found
        self.notes.refuse(extends, WRONG_PIN)
        return {}

    def _base(self, pin: Mapping[str, str], extends: Node, above: tuple[Layer, ...]) -> Layer | None:
        found = self.shelf.base(pin["key"], pin.get("version", ""))
        if found is None:
            self.notes.refuse(extends, NO_BASE, name=" ".join(filter(None, (pin["key"], pin.get("version")))))
        elif any(found.source == one.source for one in above):
            self.notes.refuse(extends, CIRCLE, names=", ".join(one.file for one in above))
        elif self._is_readable(found):
            return found
        return None

    def _is_readable(self, layer: Layer) -> bool:
        try:
            return layer.data is not None
        except tomllib.TOMLDecodeError as error:
            self.notes.faults.append(_no_toml(layer, error))
            return False

    def _over(self, base: Node, own: Node, extends: Node, pin: Mapping[str, str]) -> Node:
        """Lay an overlay over its base, and note which base it was and what is asked beyond it."""
        below = base.plain()
        before = below if isinstance(below, dict) else {}
        version, digest = str(before.get("version", "")), digest_of_data(before)
        if pin.get("version", version) != version:
            self.notes.refuse(extends, OTHER_VERSION, name=pin["version"], found=version)
        if pin.get("digest", digest) != digest:
            self.notes.refuse(extends, OTHER_DIGEST, found=digest)
        if "version" not in own.table or own.table["version"].value == version:
            self.notes.refuse(own.table.get("version", extends), NO_VERSION)
        found = laid_over(base, own, self.notes)
        known = base.table[OVERLAY].table["extras"].plain() if OVERLAY in base.table else []
        extras = [*(known if isinstance(known, list) else []), *self._extras(before, found)]
        said = {"key": str(before.get("key", "")), "version": version, "digest": digest, "extras": extras}
        return Node({**found.table, OVERLAY: made_of(said, extends)}, found.layer, found.path)

    def _extras(self, before: Mapping[str, object], found: Node) -> list[dict[str, object]]:
        after, places = found.plain(), dict(places_of(found))
        asked = list(asked_beyond(before, after)) if isinstance(after, dict) else []
        for one in asked:
            if one.law is None:
                self.notes.refuse(places[one.path], UNCITED)
        return [one.to_data() for one in asked if one.law is not None]
