"""Texts with placeholders: names in braces and nothing else, filled in from what a mail knows.

There is no template language: a name is looked up in the list of its kind, a value is put in once
and never read again, and what it holds is escaped wherever a page or a mail is written.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from services.notifications.announcements.values import Line, Paragraph, Piece, pieces_of
from shared.clock import A_DAY

Said = Mapping[str, Any]
"""What a mail is written from, by the names of its templates."""
TEXTS = "/notifications/texte"
MAX_TEXT = 5000
MAX_SUBJECT = 120
KEPT_EDITIONS = 25
"""Of each text; older ones are forgotten."""
EXAMPLES_OF = 90 * A_DAY
"""So far back messages are offered for a preview."""
MOST_EXAMPLES = 25
UNKNOWN = "…"
"""Stands where a later version knows a name no more."""
PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A name that an office may put in braces.

    It stands for a ``value``, or without one for a part of the kind's own templates, which is a
    paragraph and cannot be left out if it is ``required``. ``neutral`` is said where nothing is
    known; what is ``personal`` is no part of a subject.
    """

    name: str
    meaning: str
    example: str
    value: Callable[[Said], object] | None = None
    neutral: str = ""
    personal: bool = True
    required: bool = False

    @property
    def is_part(self) -> bool:
        return self.value is None

    @property
    def written(self) -> str:
        """{vorname}"""
        return f"{{{self.name}}}"

    @property
    def in_subject(self) -> bool:
        """Whether it may stand there."""
        return not self.is_part and not self.personal


@dataclass(frozen=True, slots=True)
class Wording:
    """What an office may write of a kind of mail, beginning with ``text``, which says the usual."""

    text: str
    placeholders: Sequence[Placeholder]

    def get(self, name: str) -> Placeholder | None:
        """None for a name that is none of this kind's."""
        return next((each for each in self.placeholders if each.name == name), None)

    def missing(self, text: str) -> list[Placeholder]:
        """What has to stay and is not in it."""
        given = set(PLACEHOLDER.findall(text))
        return [each for each in self.placeholders if each.required and each.name not in given]


def part(name: str, meaning: str, example: str, *, required: bool = False) -> Placeholder:
    """A paragraph, or several, that the kind's templates write."""
    return Placeholder(name, meaning, example, required=required)


NAME = Placeholder(
    "name",
    "Vor- und Nachname der Person, die die Mail bekommt",
    "Mara Beispiel",
    lambda said: said["to"].name,
    neutral="liebe Kollegin, lieber Kollege",
)
FIRST_NAME = Placeholder(
    "vorname",
    "nur ihr Vorname",
    "Mara",
    lambda said: said["to"].given_name,
    neutral="liebe Kollegin, lieber Kollege",
)
OFFICE = Placeholder(
    "kommune",
    "Name Ihrer Kommune",
    "Stadt Bergkamen",
    lambda said: said["office"],
    neutral="Ihre Kommune",
    personal=False,
)
WORKER = Placeholder(
    "fachkraft",
    "Vor- und Nachname der Fachkraft, um die es geht",
    "Mara Beispiel",
    lambda said: said["worker"].name,
    neutral="die Fachkraft",
)
CONTACT = Placeholder(
    "ansprechperson",
    "wer in der Koordinierungsstelle zuständig ist",
    "Ayşe Beispiel",
    lambda said: said["coordinator"] and said["coordinator"].name,
    neutral="die Koordinierungsstelle",
)
TO_ANYBODY = (NAME, FIRST_NAME, OFFICE)
ABOUT_A_WORKER = (*TO_ANYBODY, WORKER, CONTACT)
CONTACT_PART = part(
    "kontakt",
    "Name und Adresse der Ansprechperson, wenn es eine gibt",
    "Fragen? Ayşe Beispiel in der Koordinierungsstelle hilft gern: koordination@bergkamen.example",
)


@dataclass(frozen=True, slots=True)
class Draft:
    """What an office begins with where nothing is stored."""

    subject: str
    text: str
    version: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph with its lines, or a part as the kind's template has written it."""

    lines: Sequence[Line] = ()
    part: str = ""


@dataclass(slots=True)
class Filling:
    """One mail's placeholders; ``lacking`` are those for which a neutral word had to do."""

    wording: Wording
    said: Said
    lacking: list[str] = field(default_factory=list)

    def subject(self, text: str) -> str:
        """On one line."""
        return " ".join(PLACEHOLDER.sub(lambda found: self._word(found[1]), text).split())

    def blocks(self, text: str, draw: Callable[[str], str]) -> list[Block]:
        """Paragraphs with their values, and parts as ``draw`` writes them.

        What has to stay and does not stand there comes last.
        """
        absent = self.wording.missing(text)
        self.lacking += [each.name for each in absent]
        whole = "\n\n".join([text, *(each.written for each in absent)])
        found: list[Block] = []
        for paragraph in re.split(r"\n\s*\n", whole):
            found += self._paragraph(paragraph, draw)
        return found

    def _paragraph(self, paragraph: str, draw: Callable[[str], str]) -> list[Block]:
        names = [each.name for each in self.wording.placeholders if each.is_part]
        either = "|".join(map(re.escape, names)) or r"(?!)"
        found: list[Block] = []
        for number, piece in enumerate(re.split(rf"\{{({either})\}}", paragraph)):
            if number % 2:
                drawn = draw(piece)
                found += [Block(part=drawn)] if drawn else []
            elif piece.strip():
                lines = [self._line(each) for each in piece.strip().split("\n")]
                found.append(Block([each for each in lines if each]))
        return found

    def _line(self, line: str) -> Line:
        """Only what the office has written becomes a link, never what a value holds."""
        found: list[Piece] = []
        for number, piece in enumerate(PLACEHOLDER.split(line)):
            found += [Piece(self._word(piece))] if number % 2 else pieces_of(piece)
        return [each for each in found if each.text]

    def _word(self, name: str) -> str:
        known = self.wording.get(name)
        if known is None or known.value is None:
            self.lacking.append(name)
            return UNKNOWN
        text = " ".join(str(known.value(self.said) or "").split())
        if not text and known.neutral:
            self.lacking.append(name)
        return text or known.neutral


def exemplified(wording: Wording, text: str) -> Sequence[Paragraph]:
    """The text with an example in each place, where there is no mail yet to show."""
    shown = [
        each if each.is_part else replace(each, value=partial(_always, each.example))
        for each in wording.placeholders
    ]
    filling = Filling(Wording(text, shown), {})
    examples = {each.name: each.example for each in wording.placeholders}
    return [
        each.lines or [[Piece(each.part)]] for each in filling.blocks(text, examples.__getitem__)
    ]


def _always(text: str, _: Said) -> str:
    return text
