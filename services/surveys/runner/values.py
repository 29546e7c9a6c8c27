"""What travels with the pages of a survey, and how far somebody has come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.surveys.paths.values import Page
from services.surveys.questionnaires.values import LONGEST_TEXT, Answers
from services.surveys.sheets.values import Fault

START, CHECK = "anfang", "pruefen"
"""What stands for the first and for the last page where others have the key of their section."""
ON, BACK, SEND = "weiter", "zurueck", "senden"
TO = "zu:"
"""Before the key of a section that somebody wants to see again."""


@dataclass(frozen=True)
class Buttons:
    """What leads on, back, into the urn, and from the last page to an earlier one."""

    on: str
    back: str
    send: str
    change: str


_GERMAN = Buttons("Weiter", "Zurück", "Absenden", "„{}“ ändern")
BUTTONS: Mapping[str, Buttons] = {
    "en": Buttons("Continue", "Back", "Submit", "Change “{}”"),
    "tr": Buttons("İleri", "Geri", "Gönder", "“{}” bölümünü değiştir"),
    "ar": Buttons("التالي", "رجوع", "إرسال", "تعديل «{}»"),
    "uk": Buttons("Далі", "Назад", "Надіслати", "Змінити «{}»"),
    "ru": Buttons("Далее", "Назад", "Отправить", "Изменить «{}»"),
}
"""In the language of the questions; German in plain words, too."""


def buttons(language: str) -> Buttons:
    return BUTTONS.get(language, _GERMAN)


LONGEST_CARRIED = 4 * LONGEST_TEXT + 100
"""Characters of a text that travel with the pages: as many as are looked at, before they are folded
to what a question allows, so that nothing is cut that was taken."""


@dataclass(frozen=True)
class Walk:
    """Everything somebody sees, given what they sent so far."""

    pages: Sequence[Page]
    answers: Answers
    faults: Mapping[str, Sequence[Fault]]
    """By the key of the section."""

    def position(self, key: str) -> int:
        """Where a section stands among the pages; -1 for one that is not seen, or the first."""
        keys = [each.section.key for each in self.pages]
        return keys.index(key) if key in keys else len(keys) if key == CHECK else -1

    @property
    def faulty(self) -> str | None:
        """The first section in which something is wrong."""
        found = (each.section.key for each in self.pages if self.faults[each.section.key])
        return next(found, None)


@dataclass(frozen=True)
class Shown:
    """The page that comes next; ``send`` where everything is to be handed in."""

    key: str
    with_faults: bool = False
    send: bool = False
