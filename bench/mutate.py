"""`bench mutate`: change one comparison, bound or connective of the engine at a time; some engine test must fail."""

import ast
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import Queue
from typing import Any

from bench.machine import machine, write
from permits.progress import on_terminal

ROOT = Path(__file__).resolve().parents[1]
# the tests of a module, fastest first: the first failure ends the run
EDGES = "time/test_edges"
TESTS = {
    "time/clocks": ("time/test_clocks", EDGES, "time/test_clock_ledger"),
    "definition/joins": ("definition/test_joins", EDGES),
    "routing/routing": (
        "routing/test_routing",
        "routing/test_levels",
        "checking/test_variants",
        "routing/test_route",
        EDGES,
    ),
    "time/timers": ("time/test_timers", EDGES),
    "time/calendar": ("time/test_calendar", EDGES),
}
WORKERS = 2
MINUTES = 30.0
SECONDS_A_MUTANT = 90
COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
COMPUTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.FloorDiv: ast.Mult,
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One mutation: the whole mutated module, the line, the old and the new text."""

    module: str
    line: int
    was: str
    now: str
    text: str


def mutants(module: str, source: str) -> Iterator[Mutant]:
    """Generate every mutant of a module."""
    for number, node in enumerate(ast.walk(ast.parse(source))):
        for variant in range(_variants(node)):
            tree = ast.parse(source)
            changed = list(ast.walk(tree))[number]
            was = ast.unparse(changed)
            _change(changed, variant)
            yield Mutant(module, getattr(node, "lineno", 0), was, ast.unparse(changed), ast.unparse(tree))


def _variants(node: ast.AST) -> int:
    if isinstance(node, ast.Compare):
        return len(COMPARED.get(type(node.ops[0]), ()))
    if isinstance(node, ast.BinOp):
        return int(type(node.op) in COMPUTED and not _is_typing(node))
    if isinstance(node, ast.Constant):
        return 2 if type(node.value) is int else 0
    if isinstance(node, ast.Call):
        return int(isinstance(node.func, ast.Name) and node.func.id in {"min", "max", "any", "all"})
    return int(isinstance(node, ast.BoolOp) or (isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)))


def _is_typing(node: ast.BinOp) -> bool:
    """Return whether the operator belongs to an annotation such as `date | None`, which the engine never evaluates."""
    ends = (node.left, node.right)
    return isinstance(node.op, ast.BitOr) and any(isinstance(one, ast.Constant) and one.value is None for one in ends)


def _change(node: ast.AST, variant: int) -> None:
    match node:
        case ast.Compare():
            node.ops[0] = COMPARED[type(node.ops[0])][variant]()
        case ast.BinOp():
            node.op = COMPUTED[type(node.op)]()
        case ast.BoolOp():
            node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        case ast.Constant():
            assert isinstance(node.value, int)
            node.value += 1 if variant else -1
        case ast.UnaryOp():
            node.op = ast.UAdd()
            node.operand = ast.Call(ast.Name("bool"), [node.operand], [])
        case ast.Call(func=ast.Name() as name):
            name.id = {"min": "max", "max": "min", "any": "all", "all": "any"}[name.id]


def is_killed(mutant: Mutant, room: Path) -> bool:
    """Run the module's tests on the mutant in a copy of the engine; a timeout counts as killed."""
    path = room / "workflows" / f"{mutant.module}.py"
    before = path.read_text(encoding="utf-8")
    path.write_text(mutant.text, encoding="utf-8")
    tests = [f"tests/workflows/{name}.py" for name in TESTS[mutant.module]]
    command = [sys.executable, "-m", "pytest", "-q", "-x", *tests]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            command, cwd=room, env=environment, capture_output=True, timeout=SECONDS_A_MUTANT, check=False
        )
    except subprocess.TimeoutExpired:
        return True
    finally:
        path.write_text(before, encoding="utf-8")
    return done.returncode != 0


def _room(folder: Path, number: int) -> Path:
    """Create a working copy for mutations: the engine, its tests and their configuration."""
    room = folder / str(number)
    shutil.copytree(ROOT / "workflows", room / "workflows", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "tests" / "workflows", room / "tests" / "workflows")
    shutil.copy(ROOT / "pyproject.toml", room)
    for name in ("permits", "forms"):  # the tests take their calendar from the seeds
        (room / name).symlink_to(ROOT / name)
    for module in TESTS:
        whole = Mutant(module, 0, "", "", (room / "workflows" / f"{module}.py").read_text(encoding="utf-8"))
        assert number or not is_killed(whole, room), f"the tests of {module} fail without a mutant"
    return room


def measure(modules: tuple[str, ...] = tuple(TESTS), minutes: float = MINUTES) -> dict[str, Any]:
    """Try the mutants of the modules until the time limit."""
    until = time.monotonic() + minutes * 60
    waiting = [one for name in modules for one in mutants(name, (ROOT / "workflows" / f"{name}.py").read_text("utf-8"))]
    with tempfile.TemporaryDirectory(prefix="daokou-mutants-") as name, ThreadPoolExecutor(WORKERS) as pool:
        rooms: Queue[Path] = Queue()
        for number in range(WORKERS):
            rooms.put(_room(Path(name), number))

        def judge(mutant: Mutant) -> bool | None:
            if time.monotonic() > until:
                return None
            room = rooms.get()
            try:
                return is_killed(mutant, room)
            finally:
                rooms.put(room)

        pending = [pool.submit(judge, one) for one in waiting]
        killed = [one.result() for one in on_terminal("trying mutants")(pending)]
    survivors = [
        {"module": one.module, "line": one.line, "was": one.was, "now": one.now}
        for one, is_dead in zip(waiting, killed, strict=True)
        if is_dead is False
    ]
    return {
        "machine": machine(),
        "mutants": len(waiting),
        "killed": killed.count(True),
        "not_tried": killed.count(None),
        "survivors": survivors,
    }


def main() -> None:
    result = measure()
    write("mutation", result)
    print(json.dumps({**result, "survivors": len(result["survivors"])}, indent=2))
