"""Every form of every page at a real browser: filled in, the session ended, sent, signed in, and read again."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

from bench.fuzz.office import demo
from tests.e2e.conftest import FLAGS, NAMES, serving
from tests.e2e.typist import Typist, typed_in, window
from tests.form_walk import all_forms


def main() -> None:
    """Type into all of them; fails with what did not come back."""
    with TemporaryDirectory(prefix="daokou-forms-") as folder:
        file = Path(folder) / "daokou.db"
        with demo(f"sqlite:///{file}") as app:
            forms = typed_in(all_forms(app))
        began = time.monotonic()
        with serving(Path(folder)) as base, _browser() as browser, window(browser) as page:
            lost = Typist(page, base, file).lost(forms)
    seconds = round(time.monotonic() - began)
    controls = sum(len(one.form.kinds) for one in forms.values())
    print(f"{len(forms)} forms with {controls} controls in {seconds} s: {len(lost)} lost something")
    if lost:
        raise SystemExit("\n".join(f"{name}: {missing}" for name, missing in lost.items()))


@contextmanager
def _browser() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, NAMES)))
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        yield launched
        launched.close()
