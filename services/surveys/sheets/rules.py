"""What was sent becomes answers; everything that is wrong is said at once."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from pydantic_core import PydanticCustomError

from services.surveys.questionnaires.values import (
    GERMAN,
    OWN_WORDS,
    Answers,
    Option,
    Question,
    QuestionKind,
    Row,
    own_words_key,
    said,
)
from services.surveys.sheets.values import (
    DATE_PARTS,
    DECLINED,
    Fault,
    Raw,
    Read,
    around,
    declined_name,
    has_tick,
    label_of,
    name_of,
    own_words_name,
    part_name,
)
from shared.web.kit.reasons import CHOOSE, in_german
from shared.web.kit.words import shown
from shared.web.text import FreeText, PlainText

_NUMBER = re.compile(r"[+-]?\d{1,12}(?:[.,]\d{1,6})?")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+(?:,\d{1,6})?")
_YEARS = range(1900, 2201)


class Reader:
    """Reads questions; what cannot be used is a fault and no answer."""

    def __init__(self, raw: Raw, language: str = GERMAN) -> None:
        self._raw = raw
        self._language = language
        self._around = around(language)
        self._faults: list[Fault] = []

    def read(self, questions: Iterable[Question]) -> Read:
        choices, texts = {}, {}
        for each in questions:
            if each.kind is QuestionKind.TEXT:
                if text := self._words(each):
                    texts[each.key] = text
                continue
            if rows := {row: values for row, values in self._rows(each) if values}:
                choices[each.key] = rows
            texts |= dict(self._own_words(each, rows))
        return Read(Answers(choices, texts), self._faults)

    def _rows(self, question: Question) -> Iterator[tuple[str, Sequence[str]]]:
        if question.kind is QuestionKind.RANKING:
            yield from self._places(question)
        elif question.kind is QuestionKind.MATRIX:
            for row in question.rows:
                yield row.key, self._chosen(question, name_of(question, row), row)
        elif question.kind is QuestionKind.MULTIPLE:
            yield "", self._several(question)
        elif question.kind is QuestionKind.NUMBER:
            yield "", self._number(question)
        elif question.kind is QuestionKind.DATE:
            yield "", self._day(question)
        else:
            yield "", self._chosen(question, name_of(question), None)

    def _chosen(self, question: Question, name: str, row: Row | None) -> Sequence[str]:
        given = self._last(name)
        if given == DECLINED:
            return []
        if not given and question.required:
            self._refuse(question, name, self._around["choose"], row, at=f"{name}-1")
        elif given and given not in {each.key for each in question.options}:
            self._refuse(question, name, CHOOSE, row, at=f"{name}-1")
        elif given:
            return [given]
        return []

    def _several(self, question: Question) -> Sequence[str]:
        name = name_of(question)
        given = {each for each in self._raw.get(name, ()) if each}
        alone = {each.key: said(each.text, self._language) for each in question.options}
        if not given and question.required:
            self._refuse(question, name, self._around["choose"], at=f"{name}-1")
        elif given - {DECLINED, *alone}:
            self._refuse(question, name, CHOOSE, at=f"{name}-1")
        elif len(given) > 1 and (excluding := self._excluding(question, given)):
            self._refuse(question, name, _not_beside(excluding), at=f"{name}-1")
        else:
            return [key for key in alone if key in given]
        return []

    def _excluding(self, question: Question, given: set[str]) -> str:
        if DECLINED in given:
            return self._around["nothing"]
        found = (each for each in question.options if each.exclusive and each.key in given)
        return next((said(each.text, self._language) for each in found), "")

    def _own_words(
        self, question: Question, rows: dict[str, Sequence[str]]
    ) -> Iterator[tuple[str, str]]:
        chosen = {key for values in rows.values() for key in values}
        for option in question.options:
            if option.own_words and option.key in chosen:
                name = own_words_name(question, option)
                if text := self._checked(question, name, PlainText(OWN_WORDS, min=0)):
                    yield own_words_key(question.key, option.key), text
                elif question.required and not self._is_refused(name):
                    self._refuse(question, name, _say_what(option, self._language))

    def _places(self, question: Question) -> Iterator[tuple[str, Sequence[str]]]:
        if self._is_declined(question):
            return
        given = [(each, self._last(name_of(question, each))) for each in question.rows]
        known = [str(place) for place in range(1, len(question.rows) + 1)]
        times = Counter(place for _, place in given if place)
        if question.required and not times:
            self._refuse(question, name_of(question, question.rows[0]), self._around["fill"])
        for row, place in given:
            name = name_of(question, row)
            if place and place not in known:
                self._refuse(question, name, CHOOSE, row)
            elif times[place] > 1:
                self._refuse(question, name, f"Platz {place} ist mehrmals vergeben.", row)
            elif place:
                yield row.key, [place]

    def _number(self, question: Question) -> Sequence[str]:
        name = name_of(question)
        given = self._last(name).replace("\N{MINUS SIGN}", "-").replace(" ", "")
        if fault := self._fault_of_number(question, given):
            self._refuse(question, name, fault)
        elif given and not self._is_declined(question):
            return [f"{_decimal(given):f}"]
        return []

    def _fault_of_number(self, question: Question, given: str) -> str:
        if self._is_declined(question):
            return ""
        if not given:
            return self._around["fill"] if question.required else ""
        if _THOUSANDS.fullmatch(given):
            return "Bitte schreiben Sie die Zahl ohne Punkt zwischen den Tausendern."
        if not _NUMBER.fullmatch(given):
            return "Bitte geben Sie eine Zahl ein, zum Beispiel 3,5."
        number = _decimal(given)
        if question.least is not None and number < question.least:
            return f"Bitte geben Sie mindestens {shown(question.least)} ein."
        if question.most is not None and number > question.most:
            return f"Bitte geben Sie höchstens {shown(question.most)} ein."
        return ""

    def _day(self, question: Question) -> Sequence[str]:
        parts = [self._last(part_name(question, part)) for part in DATE_PARTS]
        first = part_name(question, DATE_PARTS[0])
        if self._is_declined(question):
            return []
        if not any(parts):
            if question.required:
                self._refuse(question, first, self._around["fill"])
            return []
        if not all(re.fullmatch(r"[0-9]{1,4}", each) for each in parts):
            self._refuse(question, first, "Bitte geben Sie Tag, Monat und Jahr als Zahlen an.")
            return []
        day, month, year = map(int, parts)
        if year not in _YEARS:
            text = f"Bitte geben Sie ein Jahr zwischen {_YEARS[0]} und {_YEARS[-1]} an."
            self._refuse(question, part_name(question, "jahr"), text)
            return []
        try:
            return [date(year, month, day).isoformat()]
        except ValueError:
            self._refuse(question, first, "Diesen Tag gibt es nicht.")
            return []

    def _words(self, question: Question) -> str:
        name = name_of(question)
        if self._is_declined(question):
            return ""
        text = self._checked(question, name, FreeText(question.longest, min=0))
        if question.required and not text and not self._is_refused(name):
            self._refuse(question, name, self._around["fill"])
        return text

    def _checked(self, question: Question, name: str, kind: PlainText | FreeText) -> str:
        try:
            return kind.checked((self._raw.get(name) or [""])[-1])
        except PydanticCustomError as fault:
            self._refuse(question, name, in_german(fault.message()))
            return ""

    def _last(self, name: str) -> str:
        return (self._raw.get(name) or [""])[-1].strip()

    def _is_declined(self, question: Question) -> bool:
        return has_tick(question) and bool(self._last(declined_name(question)))

    def _is_refused(self, name: str) -> bool:
        return any(each.name == name for each in self._faults)

    def _refuse(
        self, question: Question, name: str, text: str, row: Row | None = None, at: str = ""
    ) -> None:
        label = label_of(question, self._language, row)
        self._faults.append(Fault(name, at or name, label, text))


def _decimal(given: str) -> Decimal:
    number = Decimal(given.replace(",", ".")) + 0
    return number.quantize(Decimal(1)) if number == number.to_integral() else number.normalize()


def _not_beside(excluding: str) -> str:
    return f"„{excluding}“ passt zu keiner anderen Antwort: Bitte wählen Sie nur eins von beidem."


def _say_what(option: Option, language: str) -> str:
    return f"Bitte schreiben Sie, was Sie mit „{said(option.text, language)}“ meinen."
