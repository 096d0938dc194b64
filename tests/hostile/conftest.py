"""The office that hostile input is sent to."""

from tests.early import office as office
