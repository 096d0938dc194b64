"""The factory: only here do all parts of the office meet."""

from permits.app.factory import create_app

__all__ = ["create_app"]
