import ast
import subprocess
import sys
from functools import cache

from permits.config import ROOT
from tasks.outbox import LONG_WORK, WORK
from tasks.schedule import SCHEDULE
from tests.house.sources import python_files

# in a process of its own: registering the jobs must not leak into other tests
LIST = """
from importlib import import_module
from celery import current_app
from tasks import MODULES
for module in MODULES:
    import_module(module)
print(*(name for name in current_app.tasks if not name.startswith("celery.")))
"""


@cache
def registered() -> frozenset[str]:
    done = subprocess.run([sys.executable, "-c", LIST], cwd=ROOT, check=True, capture_output=True, text=True)
    return frozenset(done.stdout.split())


def test_every_job_on_the_beat_table_is_registered() -> None:
    assert {entry["task"] for entry in SCHEDULE.values()} <= registered()


def test_every_job_of_the_outbox_is_registered() -> None:
    assert set(WORK) | set(LONG_WORK) <= registered()


def test_every_job_asked_for_in_a_service_is_one_of_the_outbox() -> None:
    assert asked_for() <= set(WORK)
    assert asked_for()


def asked_for() -> set[str]:
    """Find the constant names that services hand to `ask`, directly or by a constant of their module."""
    found: set[str] = set()
    for path in python_files("permits/services"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        known = {
            target.id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "ask":
                job = call.args[0]
                found.add(job.value if isinstance(job, ast.Constant) else known[job.id])
    return found
