"""The factory: the only module that imports every part of the office."""

from permits.app.factory import create_app

__all__ = ["create_app"]
