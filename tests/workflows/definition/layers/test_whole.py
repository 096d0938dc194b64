"""An overlay and shared tables are resolved whole; each fault stands in the file and line where it is."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from workflows.definition.layers.nodes import Layer
from workflows.definition.layers.shelves import Folder, Shelves, beside
from workflows.definition.layers.whole import digest_of_data, resolve
from workflows.errors import BundleError

BASE = """key = "dig"
version = "1"
words = ["a", "b"]

[limits]
committed = 7
joint = 45

[[questions]]
key = "area"
label = { zh = "面积", en = "Area" }

[[questions]]
key = "deep"
shown_when = [{ question = "area" }]

[materials]
M1 = { permits = ["dig"], tolerated = true }
M2 = { permits = ["dig"], when = "deep" }

[permits.dig]
because = [{ when = "true", reason = { zh = "挖", en = "Digs" } }]
items = [
  { kind = "decision", department = "roads", limit = 5 },
  { kind = "opinion", department = "roads" },
  { kind = "opinion", department = "roads" },
]
"""
NOW = 'version = "1-a"\nextends = "dig"\n'
LAW = 'law = { zh = "法", en = "Law" }'


@dataclass(frozen=True)
class Held:
    """A shelf of texts by the name of their file."""

    bases: Mapping[str, str] = field(default_factory=lambda: {"dig": BASE})
    tables: Mapping[str, str] = field(default_factory=dict)

    def base(self, key: str, version: str) -> Layer | None:
        assert version in {"", "1", "9"}
        return Layer(f"{key}.toml", self.bases[key]) if key in self.bases else None

    def shared(self, name: str) -> Layer | None:
        return Layer(f"shared/{name}.toml", self.tables[name]) if name in self.tables else None


def laid(over: str, shelf: Held | None = None) -> dict[str, object]:
    """Return what an overlay says without its note of the base; there must be no fault."""
    whole = resolve(NOW + over, "over.toml", shelf or Held())
    assert [str(fault) for fault in whole.faults] == []
    assert whole.data is not None
    return {key: value for key, value in whole.data.items() if key != "overlay"}


def faults(source: str, shelf: Held | None = None) -> list[str]:
    return [str(fault) for fault in resolve(source, "over.toml", shelf or Held()).faults]


def test_a_file_that_rests_on_no_other_is_what_it_says() -> None:
    whole = resolve(BASE, "dig.toml", Held())

    assert (whole.text, whole.data, whole.root) == (BASE, tomllib.loads(BASE), None)
    assert whole.places["limits.joint"].line == 7


@pytest.mark.parametrize(
    ("over", "path", "expected"),
    [
        ("limits = { committed = 5 }", ("limits",), {"committed": 5, "joint": 45}),
        ("limits = { joint = { remove = true } }", ("limits",), {"committed": 7}),
        ('words = { add = ["c"], remove = ["a"] }', ("words",), ["b", "c"]),
        ('words = ["z"]', ("words",), ["z"]),
        ('[[questions]]\nkey = "area"\nlabel = { zh = "甲", en = "A" }', ("questions", 0, "label", "zh"), "甲"),
        ('[[questions]]\nkey = "area"\nremove = true', ("questions", 0, "key"), "deep"),
        (f'[[questions]]\nkey = "new"\n{LAW}', ("questions", 2, "key"), "new"),
        (
            '[permits.dig]\nitems = [{ kind = "decision", department = "roads", limit = 3 }]',
            ("permits", "dig", "items", 0, "limit"),
            3,
        ),
    ],
)
def test_what_an_overlay_writes_replaces_what_the_base_says(
    over: str, path: tuple[str | int, ...], expected: object
) -> None:
    found: object = laid(over)

    for step in path:
        found = found[step]  # type: ignore[index]
    assert found == expected


def test_nothing_but_what_is_written_differs_from_the_base() -> None:
    assert laid("limits = { committed = 5 }") == {
        **tomllib.loads(BASE),
        "version": "1-a",
        "limits": {"committed": 5, "joint": 45},
    }


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ('extends = "gone"\nversion = "2"', "over.toml:1: extends: there is no bundle gone to extend"),
        (
            'extends = { key = "dig", version = "9" }\nversion = "2"',
            "over.toml:1: extends: the base is version 1, not 9",
        ),
        (
            'extends = { key = "dig", digest = "0" }\nversion = "2"',
            f": its digest is {digest_of_data(tomllib.loads(BASE))}",
        ),
        ('extends = { version = "1" }\nversion = "2"', "write the key of the base, or a table of its key, version"),
        ("extends = 7", "write the key of the base"),
        ('extends = "dig"', "over.toml:1: extends: an overlay needs a version of its own"),
        ('extends = "dig"\nversion = "1"', "over.toml:2: version: an overlay needs a version of its own"),
        (NOW + "limits = { jiont = { remove = true } }", "over.toml:3: limits.jiont: the base has no jiont to remove"),
        (NOW + 'words = { remove = ["q"] }', "over.toml:3: words.remove[0]: the base has no q to remove"),
        (
            NOW + '[permits.dig]\nitems = [{ kind = "opinion", department = "roads" }]',
            "over.toml:4: permits.dig.items[0]: the base has several rows called opinion:roads: which one is meant?",
        ),
        ('include = ["codes"]', "over.toml:1: include[0]: there are no shared tables called codes"),
        ("a = ", "over.toml:1: this is no TOML"),
    ],
)
def test_what_cannot_be_resolved_is_told_with_its_line(source: str, told: str) -> None:
    assert told in faults(source)[0]
    with pytest.raises(BundleError):
        _ = resolve(source, "over.toml", Held()).text


def test_a_fault_of_the_base_stands_in_its_own_file() -> None:
    assert faults(NOW, Held({"dig": "key = !"})) == ["dig.toml:1: this is no TOML: Invalid value (at line 1, column 7)"]


@pytest.mark.parametrize("through", ['extends = "over"\nversion = "3"', NOW])
def test_a_file_that_extends_itself_is_refused(through: str) -> None:
    shelf = Held({"dig": through, "over": NOW})

    (fault,) = faults(NOW, shelf)
    assert "this file extends itself: over.toml" in fault


@pytest.mark.parametrize(
    ("over", "place"),
    [
        ('[[questions]]\nkey = "new"', "questions[0]"),
        ('[[questions]]\nkey = "area"\nrequired = "submission"', "questions[0]"),
        ('[[questions]]\nkey = "deep"\nshown_when = { remove = true }', "questions[0]"),
        ('[[questions]]\nkey = "area"\nfields = [{ key = "part" }]', "questions[0].fields[0]"),
        ('materials.M3 = { permits = ["dig"] }', "materials.M3"),
        ('materials.M1 = { permits = { add = ["fell"] } }', "materials.M1"),
        ("materials.M1 = { tolerated = false }", "materials.M1"),
        ('materials.M2 = { when = "true" }', "materials.M2"),
        ("permits.fell = { }", "permits.fell"),
        ('permits.dig.items = [{ kind = "survey", department = "roads" }]', "permits.dig.items[0]"),
        ('permits.dig.because = [{ when = "deep" }]', "permits.dig.because[0]"),
        ('permits.dig.procedures = [{ ground = "hearing" }]', "permits.dig.procedures[0]"),
        ('gates = [{ key = "sea", kind = "blocked" }]', "gates[0]"),
    ],
)
def test_whatever_is_asked_beyond_the_base_cites_a_law(over: str, place: str) -> None:
    cited = resolve(NOW + over, "over.toml", Held())

    (fault,) = cited.faults
    assert (fault.place, fault.file) == (place, "over.toml")
    assert "cite the law" in fault.sentence


@pytest.mark.parametrize(
    "over",
    [
        "materials.M1 = { remove = true }",
        "materials.M2 = { tolerated = true }",
        '[[questions]]\nkey = "area"\nlabel = { zh = "甲", en = "A" }',
        'gates = [{ key = "fee", kind = "advice" }]',
    ],
)
def test_asking_less_or_in_other_words_needs_no_law(over: str) -> None:
    assert faults(NOW + over) == []


def test_the_note_of_the_base_keeps_what_is_asked_beyond_it_through_every_layer() -> None:
    first = NOW + f'materials.M3 = {{ permits = ["dig"], {LAW} }}'
    shelf = Held({"dig": BASE, "first": first})

    whole = resolve(f'extends = "first"\nversion = "2"\n[[questions]]\nkey = "new"\n{LAW}', "second.toml", shelf)

    assert whole.data is not None
    note = whole.data["overlay"]
    assert isinstance(note, dict)
    assert (note["key"], note["version"]) == ("dig", "1-a")
    assert [one["place"] for one in note["extras"]] == ["materials.M3", "questions.new"]
    assert tomllib.loads(whole.text) == whole.data


def test_the_same_in_the_overlay_as_in_the_base_is_a_warning() -> None:
    whole = resolve(NOW + "limits = { committed = 7 }", "over.toml", Held())

    assert [str(one) for one in whole.warnings] == ["over.toml:3: limits.committed: the base says the same"]


SHARED = """[departments]
roads = { name = "Roads", limit = 5 }
police = { name = "Police" }
[deficiency_codes]
missing = { name = "Missing" }
"""


def test_rows_take_from_shared_tables_what_they_leave_out() -> None:
    whole = resolve(
        'include = ["codes"]\n[departments]\nroads = { limit = 3 }\n', "over.toml", Held({}, {"codes": SHARED})
    )

    assert whole.data == {
        "departments": {"roads": {"name": "Roads", "limit": 3}},
        "deficiency_codes": {"missing": {"name": "Missing"}},
    }
    assert [
        (one.file, one.line) for one in (whole.places["departments.roads.name"], whole.places["departments.roads"])
    ] == [
        ("shared/codes.toml", 2),
        ("over.toml", 3),
    ]


def test_an_overlay_takes_rows_but_no_whole_table() -> None:
    found = laid('include = ["codes"]\n[departments]\npolice = {}\n', Held(tables={"codes": SHARED}))

    assert found["departments"] == {"police": {"name": "Police"}}
    assert "deficiency_codes" not in found


def test_shared_tables_hold_names_and_codes_alone() -> None:
    (fault,) = faults('include = ["codes"]', Held({}, {"codes": "[limits]\njoint = 1"}))

    assert fault == "shared/codes.toml:1: limits: shared tables may not hold limits"


def test_the_place_with_the_version_asked_for_goes_first(tmp_path: Path) -> None:
    (tmp_path / "dig.toml").write_text('version = "2"', encoding="utf-8")
    shelf = Shelves((Folder(tmp_path), Held()))

    assert [shelf.base("dig", one).source for one in ("", "1", "9")] == ['version = "2"', BASE, 'version = "2"']  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["../secret", "", "UP", "none"])
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.toml").write_text("", encoding="utf-8")

    assert beside(tmp_path / "in" / "x.toml").base(name, "") is None
