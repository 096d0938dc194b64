"""Every form of every page at a real browser: filled in, the session ended, sent, signed in, and read again."""

import time
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.fuzz.office import demo
from tests.e2e.browsers import chromium
from tests.e2e.conftest import serving
from tests.e2e.typist import Typist, typed_in, window
from tests.form_walk import all_forms


def main() -> None:
    """Type into all of them; fails with what did not come back."""
    with TemporaryDirectory(prefix="daokou-forms-") as folder:
        file = Path(folder) / "daokou.db"
        with demo(f"sqlite:///{file}") as app:
            forms = typed_in(all_forms(app))
        began = time.monotonic()
        with serving(Path(folder)) as base, chromium() as browser, window(browser) as page:
            lost = Typist(page, base, file).lost(forms)
    seconds = round(time.monotonic() - began)
    controls = sum(len(one.form.kinds) for one in forms.values())
    print(f"{len(forms)} forms with {controls} controls in {seconds} s: {len(lost)} lost something")
    if lost:
        raise SystemExit("\n".join(f"{name}: {missing}" for name, missing in lost.items()))
