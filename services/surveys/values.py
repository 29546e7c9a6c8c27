"""What several capabilities mean by the same words."""

from collections.abc import Mapping

from shared.codes import OpenCode
from shared.contracts.words import words


class Reply(OpenCode):
    """What the owner of a measure says of it."""

    DONE = "done"
    LATER = "later"
    IMPOSSIBLE = "impossible"


words(
    Reply,
    done="Erledigt",
    later="Ich brauche mehr Zeit",
    impossible="Nicht möglich",
)

REPLY_REFUSED: Mapping[str, str] = {
    "measure-settled": "Die Maßnahme ist nicht mehr offen.",
    "until-missing": "Bitte sagen Sie, bis wann. Der Tag liegt nach der Frist und nach heute.",
    "note-missing": "Bitte sagen Sie kurz, warum es nicht möglich ist.",
}
