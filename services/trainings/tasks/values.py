"""Tasks that are done elsewhere."""

from shared.contracts.directory import CHOOSING

DIRECTORY_ENTRY = "directory_entry"
_DONE_AT = {DIRECTORY_ENTRY: ("Auswählen, wer was von mir sieht", CHOOSING)}


def done_at(code: str) -> tuple[str, str] | None:
    """What the link is called and where it leads, of a task that is done by what is done there."""
    return _DONE_AT.get(code)
