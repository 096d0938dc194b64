"""Commands about what is kept: personal data at rest, files and numbers, retention."""

from permits.cli.keeping.data import data_group
from permits.cli.keeping.files import files_group, numbers_group
from permits.cli.keeping.retention import retention_group

__all__ = ["data_group", "files_group", "numbers_group", "retention_group"]
