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

from shared.mail import AddressRefused, read_address
from shared.web.folding import fold_blanks, fold_line, fold_name, fold_unseen

LONGEST_NAME = 80
LONGEST_ADDRESS = 254
_RAW_LENGTH = 100
"""Characters beyond four for each that is allowed, with which text is looked at at all."""
_NAME_PUNCTUATION = frozenset(" -.'·\u200c\u200d")
_LINE_SEPARATORS = ("Zl", "Zp")
_LOOKS_LIKE_A_LINK = re.compile(
    r"://|\\\\|@|\bwww\.|\b(?:mailto|https?|ftp|tel):|[^\W_]\.[^\W\d_]{2,}|\d+(?:\.\d+){3}",
    re.IGNORECASE,
)
"""What mail programs make a link of, as anybody could who picks a name. `e.V.` is none."""
_TURNS_TEXT_ROUND = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True)
class _Text:
    """An annotation for `str`: `Annotated[str, PlainText(120)]`."""

    max: int
    min: int = 1

    def clean(self, raw: str) -> str:
        raise NotImplementedError

    def checked(self, raw: str) -> str:
        if len(raw) > _RAW_LENGTH + 4 * self.max:
            raise refused(f"must have at most {self.max} characters")
        text = unicodedata.normalize("NFC", self.clean(raw)).strip()
        if len(text) < self.min:
            raise refused("must not be empty")
        if len(text) > self.max:
            raise refused(f"must have at most {self.max} characters")
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

    def clean(self, raw: str) -> str:
        refuse_control(raw, allowed="")
        if any(unicodedata.category(character) in _LINE_SEPARATORS for character in raw):
            raise refused("must be a single line")
        return fold_line(raw)


@dataclass(frozen=True)
class MailText(PlainText):
    """One line that stands in mails: nothing in it becomes a link."""

    def clean(self, raw: str) -> str:
        text = super().clean(raw)
        refuse_links(text)
        return text


@dataclass(frozen=True)
class FreeText(_Text):
    """Several lines; line ends become a plain newline."""

    def clean(self, raw: str) -> str:
        text = raw.replace("\r\n", "\n").replace("\r", "\n")
        refuse_control(text, allowed="\n\t")
        return fold_unseen(text)


@dataclass(frozen=True)
class _Name(_Text):
    """Letters of any script, and the few signs that names are written with."""

    def clean(self, raw: str) -> str:
        refuse_control(raw, allowed="")
        name = fold_name(raw)
        for character in name:
            if unicodedata.category(character)[0] == "N":
                raise refused("must not contain digits")
            if not _in_a_name(character):
                raise refused("may contain only letters, spaces, hyphens, dots and apostrophes")
        if not any(unicodedata.category(character)[0] == "L" for character in name):
            raise refused("must contain a letter")
        refuse_links(name)
        return name


def refused(reason: str) -> PydanticCustomError:
    return PydanticCustomError("text_refused", reason)


def refuse_control(text: str, *, allowed: str) -> None:
    for character in text:
        hidden = unicodedata.category(character) in ("Cc", "Cs") or character in _TURNS_TEXT_ROUND
        if hidden and character not in allowed:
            raise refused("must not contain control characters")


def refuse_links(text: str) -> None:
    seen = "".join(each for each in text if unicodedata.category(each) != "Cf")
    read = unicodedata.normalize("NFKC", seen).replace("\u3002", ".")
    if _LOOKS_LIKE_A_LINK.search(read):
        raise refused("must not look like a web or mail address; a space follows a dot")


def _in_a_name(character: str) -> bool:
    return unicodedata.category(character)[0] in "LM" or character in _NAME_PUNCTUATION


def _mail_address(raw: str) -> str:
    refuse_control(raw, allowed="")
    if len(raw) > LONGEST_ADDRESS:
        raise refused(f"must have at most {LONGEST_ADDRESS} characters")
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
