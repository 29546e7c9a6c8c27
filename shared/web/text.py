"""Text that came from outside: normalised, trimmed, and free of what no person types."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StringConstraints,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from shared.mail import LONGEST_ADDRESS, AddressRefused, read_address
from shared.web.folding import fold_blanks, fold_line, fold_name, fold_unseen

LONGEST_NAME = 80
_RAW_LENGTH = 100
"""Characters beyond four for each that is allowed, with which text is looked at at all."""
_NAME_PUNCTUATION = frozenset(" -.'·\u200c\u200d")
_LINE_SEPARATORS = re.compile("[\u2028\u2029]")
_LOOKS_LIKE_A_LINK = re.compile(
    r"://|\\\\|@|\bwww\.|\b(?:mailto|https?|ftp|tel):|[^\W_]\.[^\W\d_]{2,}|(?<!\d)\d+(?:\.\d+){3}",
    re.IGNORECASE,
)
"""What mail programs make a link of, as anybody could who picks a name. `e.V.` is none."""
_NO_LETTERS = ("Cf", "Mn", "Mc", "Me")
_HIDDEN = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\ud800-\\udfff\\u202a-\\u202e\\u2066-\\u2069]")
"""Control characters, halves of characters, and what turns the reading direction."""


@dataclass(frozen=True)
class _Text:
    """An annotation for `str`: `Annotated[str, PlainText(120)]`."""

    max: int
    min: int = 1

    def fold(self, raw: str) -> str:
        """What stands there, composed; cheap, as it is asked of text that is too long."""
        raise NotImplementedError

    def judge(self, text: str) -> None:
        """Raise unless this may stand there; text is not longer than allowed."""

    def checked(self, raw: str) -> str:
        if len(raw) > _RAW_LENGTH + 4 * self.max:
            raise refused(f"must have at most {self.max} characters")
        text = unicodedata.normalize("NFC", self.fold(raw)).strip()
        if len(text) > self.max:
            raise refused(f"must have at most {self.max} characters")
        self.judge(text)
        if len(text) < self.min:
            raise refused("must not be empty")
        return text

    def __get_pydantic_core_schema__(
        self, source: type[Any], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.checked, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {**handler(schema), "minLength": self.min, "maxLength": self.max}


@dataclass(frozen=True)
class PlainText(_Text):
    """One line."""

    def fold(self, raw: str) -> str:
        refuse_control(raw, allowed="")
        if _LINE_SEPARATORS.search(raw):
            raise refused("must be a single line")
        return fold_line(raw)


@dataclass(frozen=True)
class MailText(PlainText):
    """One line that stands in mails: nothing in it becomes a link."""

    def judge(self, text: str) -> None:
        refuse_links(text)


@dataclass(frozen=True)
class FreeText(_Text):
    """Several lines; line ends become a plain newline."""

    def fold(self, raw: str) -> str:
        text = raw.replace("\r\n", "\n").replace("\r", "\n")
        refuse_control(text, allowed="\n\t")
        return fold_unseen(text)


@dataclass(frozen=True)
class _Name(_Text):
    """Letters of any script, and the few signs that names are written with."""

    def fold(self, raw: str) -> str:
        refuse_control(raw, allowed="")
        return fold_name(raw)

    def judge(self, text: str) -> None:
        for character in text:
            if unicodedata.category(character)[0] == "N":
                raise refused("must not contain digits")
            if not _in_a_name(character):
                raise refused("may contain only letters, spaces, hyphens, dots and apostrophes")
        if not any(unicodedata.category(character)[0] == "L" for character in text):
            raise refused("must contain a letter")
        refuse_links(text)


def refused(reason: str) -> PydanticCustomError:
    return PydanticCustomError("text_refused", reason)


def refuse_control(text: str, *, allowed: str) -> None:
    if any(found not in allowed for found in _HIDDEN.findall(text)):
        raise refused("must not contain control characters")


def refuse_links(text: str) -> None:
    if _LOOKS_LIKE_A_LINK.search(text if text.isascii() else _as_read(text)):
        raise refused("must not look like a web or mail address; a space follows a dot")


def _as_read(text: str) -> str:
    """Without what is not seen and without marks, which keep no dot from being read as one."""
    apart = unicodedata.normalize("NFKD", text)
    dropped = {ord(each): None for each in set(apart) if unicodedata.category(each) in _NO_LETTERS}
    seen = apart.translate(dropped) if dropped else apart
    return unicodedata.normalize("NFC", seen).replace("\u3002", ".")


def _in_a_name(character: str) -> bool:
    return unicodedata.category(character)[0] in "LM" or character in _NAME_PUNCTUATION


def _mail_address(raw: str) -> str:
    if len(raw) > LONGEST_ADDRESS:
        raise refused(f"must have at most {LONGEST_ADDRESS} characters")
    refuse_control(raw, allowed="")
    try:
        address = read_address(fold_blanks(raw)).text
    except AddressRefused as reason:
        raise refused(str(reason)) from None
    if len(address) > LONGEST_ADDRESS:
        raise refused(f"must have at most {LONGEST_ADDRESS} characters")
    return address


PersonName = Annotated[str, _Name(LONGEST_NAME), Field(examples=["Anna-Lena O’Neill"])]
MailAddress = Annotated[
    str,
    AfterValidator(_mail_address),
    Field(json_schema_extra={"format": "email", "maxLength": LONGEST_ADDRESS}),
]
ExternalId = Annotated[
    str,
    StringConstraints(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9._/-]+$"),
    Field(examples=["HR-2027/0042"]),
]
