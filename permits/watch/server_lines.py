"""Gunicorn's own lines, in the form of all others."""

import logging

from gunicorn.config import Config
from gunicorn.glogging import Logger

from permits.watch import lines


class Lines(Logger):
    """Hands gunicorn's lines to the root logger; the application logs each request once (permits.app.logs)."""

    def setup(self, cfg: Config) -> None:
        """Take no handler of gunicorn's: it would write a second form of line."""
        lines.configure()
        self.cfg = cfg
        self.error_log.setLevel(logging.INFO)
        self.error_log.propagate = True

    @property
    def access_log_enabled(self) -> bool:
        """Say that no access line of gunicorn's is wanted."""
        return False

    def access(self, *_: object) -> None:
        """Log nothing: the application logs each request."""
