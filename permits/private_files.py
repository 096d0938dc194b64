"""Files and folders that only the account of the process reads."""

import os
from pathlib import Path

FILE_MODE, FOLDER_MODE = 0o600, 0o700


def own_folder(folder: Path) -> None:
    """Make a folder that only its owner reads; one that is there keeps its mode."""
    folder.mkdir(parents=True, exist_ok=True, mode=FOLDER_MODE)


def own_file(path: Path) -> None:
    """Let only the owner read a file, which is made if it is missing; the file of somebody else keeps its mode."""
    own_folder(path.parent)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, FILE_MODE))
    if path.stat().st_uid == os.getuid():
        path.chmod(FILE_MODE)
