"""Pack the folders without code into the package: in a wheel they lie in permits/shipped."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

FOLDERS = ("templates", "static", "translations", "migrations", "deploy")


class BuildWithFolders(build_py):
    """Build the packages, then copy the folders beside them."""

    def run(self) -> None:
        """Copy what the repository keeps at its root."""
        # what an earlier build left there would be packed again
        shutil.rmtree(self.build_lib, ignore_errors=True)
        super().run()
        for name in FOLDERS:
            target = Path(self.build_lib, "permits", "shipped", name)
            shutil.copytree(name, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))


setup(cmdclass={"build_py": BuildWithFolders})
