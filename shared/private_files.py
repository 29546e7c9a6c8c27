"""Files and folders that nobody but the account of this process can read."""

from pathlib import Path

_OURS = ("secret", "bus.db")


def private_folder(folder: Path) -> Path:
    """Make it with mode 0700; a folder that was there is only closed if it holds our files.

    Somebody may have named one that other programs share, such as /tmp.
    """
    if not folder.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    elif any((folder / name).exists() for name in _OURS):
        folder.chmod(0o700)
    return folder


def private_file(file: Path) -> Path:
    """Make it, or close it, with mode 0600; what SQLite puts beside a file gets the same."""
    private_folder(file.parent)
    file.touch(mode=0o600)
    if file.stat().st_mode & 0o077:
        for each in (file, *(file.with_name(file.name + end) for end in ("-wal", "-shm"))):
            if each.exists():
                each.chmod(0o600)
    return file
