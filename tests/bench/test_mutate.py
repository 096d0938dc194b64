import ast

from bench.mutate import ROOT, TESTS, mutants

SOURCE = """
def late(due: int | None, on: int) -> bool:
    return due is not None and on > due + 1
"""


def test_each_place_is_changed_on_its_own() -> None:
    found = {(one.was, one.now) for one in mutants("x", SOURCE)}

    assert found == {
        ("due is not None and on > due + 1", "due is not None or on > due + 1"),
        ("due is not None", "due is None"),
        ("on > due + 1", "on >= due + 1"),
        ("on > due + 1", "on <= due + 1"),
        ("due + 1", "due - 1"),
        ("1", "0"),
        ("1", "2"),
    }


def test_every_mutant_is_a_module_that_can_be_read_and_differs() -> None:
    for one in mutants("x", SOURCE):
        assert ast.dump(ast.parse(one.text)) != ast.dump(ast.parse(SOURCE))


def test_the_modules_the_law_hangs_on_are_mutated_and_their_tests_exist() -> None:
    assert {"clocks", "joins", "routing", "timers", "calendar"} == {name.rpartition("/")[2] for name in TESTS}
    for module, tests in TESTS.items():
        assert (ROOT / "workflows" / f"{module}.py").exists(), module
        assert [name for name in tests if not (ROOT / "tests" / "workflows" / f"{name}.py").exists()] == []
