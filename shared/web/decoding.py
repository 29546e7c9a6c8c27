"""Tells from the whole of a text file how it was encoded; what cannot be told is refused.

UTF-8, UTF-16 with its mark (the "Unicode text" of spreadsheets), or Windows-1252. A failure to read
one of them is no reason to believe in another: see decision 0014.
"""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE

from shared.web.problem import Problem

_MARKS = ((BOM_UTF8, "utf-8"), (BOM_UTF16_LE, "utf-16-le"), (BOM_UTF16_BE, "utf-16-be"))
_LINE_END = re.compile(rb"\r\n|\r|\n")
_UTF8_LETTER = re.compile(
    rb"[\xc2-\xd5\xd7-\xdb\xdd\xde][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
"""Evidence of UTF-8. Not what may as well be a German letter and a closing sign in Windows-1252
(Ö, Ü, ß, as in `„Spaß“`): in UTF-8 that were letters of scripts that no file consists of alone.
"""
_NOT_WINDOWS = re.compile(
    rb"[\x81\x8d\x8f\x90\x9d\x9f]"
    rb"|[a-z][\x8a\x8c\x8e]"
    rb"|[A-Za-z][\x80\x82\x84\x86-\x89\x8b\x91\x93-\x95\x98\x99\x9b\xa7][A-Za-z]"
)
"""Unassigned, or a sign inside a word: the umlauts of DOS and of old Macs look like that."""
_SIGNS = bytes(range(0x80, 0xC0)).decode("cp1252", "replace").replace("\ufffd", "")
_TWICE = re.compile(f"[ÂÃ][{re.escape(_SIGNS)}]|[\x80-\x9f]")
"""UTF-8 that some program has read as Windows-1252 before, such as `MÃ¼ller`, or the reverse: then
there are control characters that nobody writes."""


def decode(body: bytes) -> str:
    """The text, without its mark; raises ``Problem`` naming the line that betrays no encoding."""
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            text = _strictly(body, encoding, len(mark))
            break
    else:
        text = _unmarked(body)
    if "\0" in text:
        raise unusable("The file contains NUL characters. Save it as CSV UTF-8.")
    if garbled := _TWICE.search(text):
        line = _line(text[: garbled.start()].encode())
        raise unusable(f"line {line}: its letters were garbled by another program before")
    return text


def unusable(detail: str) -> Problem:
    return Problem(422, "invalid-file", "The file cannot be read", detail)


def _unmarked(body: bytes) -> str:
    if body.isascii():
        return body.decode("ascii")
    evident = _UTF8_LETTER.search(body)
    if evident or _NOT_WINDOWS.search(body):
        return _strictly(body, "utf-8")
    return _strictly(body, "cp1252")


def _strictly(body: bytes, encoding: str, start: int = 0) -> str:
    try:
        return body[start:].decode(encoding)
    except UnicodeDecodeError as error:
        before = body[start : start + error.start]
        if encoding.startswith("utf-16"):
            before = before.decode(encoding, "ignore").encode()
        reason = f"line {_line(before)}: a character is in another encoding than the rest."
        raise unusable(f"{reason} Save the file as CSV UTF-8.") from None


def _line(before: bytes) -> int:
    return len(_LINE_END.findall(before)) + 1
