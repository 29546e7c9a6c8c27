"""How codes are asked for and guessed."""

import re
from datetime import timedelta

TRIES = 5
"""For one request; then even the right code is refused."""
MAILS = 3
"""For one request."""
PER_HOUR = 5
"""Requests for one address by browsers that never signed in with it, and as many by those that did.

So nobody can be locked out of it by others, and no more than 25 of a million codes are guessed.
"""
KEPT = timedelta(days=2)

_FILLING = re.compile(r"[\s\-\u2010-\u2015.]+")


def only_digits(typed: str) -> str:
    """Codes are pasted with blanks and hyphens, and a leading zero may be lost on the way."""
    code = _FILLING.sub("", typed)
    return code.zfill(6) if code.isascii() and code.isdigit() else code
