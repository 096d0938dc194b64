"""Every key and row of a TOML file is found on its line."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.definition.reading.positions import lines_of, path_to

ENGINE = Path(__file__).parents[4] / "workflows"
FILES = sorted(ENGINE.rglob("*.toml"))
MIXED = """# comment = 1
"quoted key" = 'a # no comment'
a.b = { c = 1, d = [1, [2,
  3]] }  # = 4
text = \"\"\"
x = 1
[y]
\"\"\"
[one.two]
rows = [
  { key = "}, ]", when = "a == 'b'" },  # trailing
  { key = 2 },
]
[[three]]
k = 1
[[three]]
k = 2
[[three.four]]
k = 3
[three.four.five]
k = 1979-05-27T07:32:00Z
"""


def paths(value: object, base: str = "") -> Iterator[str]:
    """Give the path of everything tomllib reads."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield path_to(base, key)
            yield from paths(inner, path_to(base, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield f"{base}[{index}]"
            yield from paths(inner, f"{base}[{index}]")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_everything_in_the_files_of_the_engine_has_a_line(file: Path) -> None:
    source = file.read_text(encoding="utf-8")

    assert set(lines_of(source)) == set(paths(tomllib.loads(source)))


def test_each_thing_stands_on_its_line() -> None:
    found = lines_of(MIXED)

    assert set(found) == set(paths(tomllib.loads(MIXED)))
    wanted = {"quoted key": 2, "a.b.c": 3, "a.b.d[1][1]": 4, "text": 5, "one.two.rows[0].when": 11}
    wanted |= {"one.two.rows[1].key": 12, "three[1].k": 17, "three[1].four[0].k": 19, "three[1].four[0].five.k": 21}
    assert {path: found[path] for path in wanted} == wanted


@given(st.text(alphabet="ab=[]{}.,\"'\\#\n 1", max_size=60))
def test_what_is_no_toml_is_followed_as_far_as_it_goes(text: str) -> None:
    assert all(1 <= line <= text.count("\n") + 1 for line in lines_of(text).values())
