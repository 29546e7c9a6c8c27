"""Questions as the fields of a form: their names, what was sent in them, and what is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.surveys.questionnaires.values import (
    GERMAN,
    Answers,
    Option,
    Question,
    QuestionKind,
    Row,
    own_words_key,
    said,
)
from shared.german import short_date
from shared.web.kit.words import shown

DECLINED = "-"
"""`keine Angabe`: no key of an option can be this."""
NOTHING_SAID = "keine Angabe"
DATE_PARTS = ("tag", "monat", "jahr")

Raw = Mapping[str, Sequence[str]]
"""What was sent, by the name of the field."""


@dataclass(frozen=True)
class Fault:
    """What is wrong with an answer; ``anchor`` is the element that a link leads to."""

    name: str
    anchor: str
    label: str
    text: str

    @property
    def said(self) -> str:
        """Where it is and what, for a list of everything that is wrong."""
        return f"{self.label.rstrip('.:')}{'' if self.label.endswith('?') else ':'} {self.text}"


@dataclass(frozen=True)
class Read:
    """What could be used of what was sent, and what could not."""

    answers: Answers
    faults: Sequence[Fault]


def name_of(question: Question, row: Row | None = None) -> str:
    """Of a question's field, or of one of its rows; keys have no underscore."""
    return f"q_{question.key}_{row.key}" if row else f"q_{question.key}"


def own_words_name(question: Question, option: Option) -> str:
    """Of the field beside an option such as `Sonstiges`."""
    return f"q_{question.key}__{option.key}"


def part_name(question: Question, part: str) -> str:
    """Of a date's day, month or year."""
    return f"q_{question.key}__{part}"


def declined_name(question: Question) -> str:
    """Of the tick that says `keine Angabe` where there is nothing else to choose."""
    return f"q_{question.key}__keine"


def has_tick(question: Question) -> bool:
    """Whether `keine Angabe` is a tick of its own."""
    asked_so = (QuestionKind.NUMBER, QuestionKind.DATE, QuestionKind.TEXT, QuestionKind.RANKING)
    return question.required and question.kind in asked_so


def names_of(question: Question) -> Sequence[str]:
    """Of every field that may be sent of it."""
    if question.kind is QuestionKind.DATE:
        own = [part_name(question, part) for part in DATE_PARTS]
    elif question.rows:
        own = [name_of(question, row) for row in question.rows]
    else:
        own = [name_of(question)]
    beside = [own_words_name(question, each) for each in question.options if each.own_words]
    return [*own, *beside, declined_name(question)]


def label_of(question: Question, language: str, row: Row | None = None) -> str:
    """What a summary of what is wrong calls it."""
    return said(row.text if row else question.text, language)


_AROUND: Mapping[str, Mapping[str, str]] = {
    GERMAN: {
        "nothing": NOTHING_SAID,
        "optional": "freiwillig",
        "own": "Was meinen Sie mit „{}“?",
        "wordless": "ohne Angabe",
        "text": "Bitte keine Namen, keine Fälle. Höchstens {} Zeichen.",
        "between": "Von {} bis {}.",
        "unranked": "nicht gereiht",
        "place": "Platz {}",
        "tag": "Tag",
        "monat": "Monat",
        "jahr": "Jahr",
        "choose": f"Bitte wählen Sie eine Antwort aus, oder „{NOTHING_SAID}“.",
        "fill": f"Bitte füllen Sie dieses Feld aus, oder wählen Sie „{NOTHING_SAID}“.",
    },
    "en": {
        "nothing": "prefer not to say",
        "optional": "optional",
        "own": "What do you mean by “{}”?",
        "wordless": "not specified",
        "text": "Please give no names and describe no cases. At most {} characters.",
        "between": "From {} to {}.",
        "unranked": "not ranked",
        "place": "Place {}",
        "tag": "Day",
        "monat": "Month",
        "jahr": "Year",
        "choose": "Please choose an answer, or “prefer not to say”.",
        "fill": "Please fill in this field, or choose “prefer not to say”.",
    },
    "tr": {
        "nothing": "belirtmek istemiyorum",
        "optional": "isteğe bağlı",
        "own": "“{}” ile neyi kastediyorsunuz?",
        "wordless": "açıklama yok",
        "text": "Lütfen isim vermeyin ve olay anlatmayın. En fazla {} karakter.",
        "between": "{} ile {} arası.",
        "unranked": "sıralanmadı",
        "place": "{}. sıra",
        "tag": "Gün",
        "monat": "Ay",
        "jahr": "Yıl",
        "choose": "Lütfen bir yanıt veya “belirtmek istemiyorum” seçin.",
        "fill": "Lütfen bu alanı doldurun veya “belirtmek istemiyorum” seçin.",
    },
    "ar": {
        "nothing": "أفضّل عدم الإجابة",
        "optional": "اختياري",
        "own": "ماذا تقصدون بـ «{}»؟",
        "wordless": "بدون تفاصيل",
        "text": "يُرجى عدم ذكر أسماء أو حالات. الحد الأقصى: {} حرف.",
        "between": "من {} إلى {}.",
        "unranked": "بدون ترتيب",
        "place": "المرتبة {}",
        "tag": "اليوم",
        "monat": "الشهر",
        "jahr": "السنة",
        "choose": "يُرجى اختيار إجابة أو «أفضّل عدم الإجابة».",
        "fill": "يُرجى ملء هذا الحقل أو اختيار «أفضّل عدم الإجابة».",
    },
    "uk": {
        "nothing": "не хочу відповідати",
        "optional": "за бажанням",
        "own": "Що Ви маєте на увазі під «{}»?",
        "wordless": "без пояснення",
        "text": "Будь ласка, не називайте імен і не описуйте випадків. Не більше {} символів.",
        "between": "Від {} до {}.",
        "unranked": "без місця",
        "place": "Місце {}",
        "tag": "День",
        "monat": "Місяць",
        "jahr": "Рік",
        "choose": "Будь ласка, виберіть відповідь або «не хочу відповідати».",
        "fill": "Будь ласка, заповніть це поле або виберіть «не хочу відповідати».",
    },
    "ru": {
        "nothing": "не хочу отвечать",
        "optional": "по желанию",
        "own": "Что Вы имеете в виду под «{}»?",
        "wordless": "без пояснения",
        "text": "Пожалуйста, не называйте имён и не описывайте случаи. Не более {} символов.",
        "between": "От {} до {}.",
        "unranked": "без места",
        "place": "Место {}",
        "tag": "День",
        "monat": "Месяц",
        "jahr": "Год",
        "choose": "Пожалуйста, выберите ответ или «не хочу отвечать».",
        "fill": "Пожалуйста, заполните это поле или выберите «не хочу отвечать».",
    },
}


def around(language: str) -> Mapping[str, str]:
    """What the program itself says beside questions; in German where it knows no better."""
    return _AROUND.get(language, _AROUND[GERMAN])


def hint(question: Question, language: str) -> str:
    """What stands below the question."""
    parts = [said(question.hint, language)]
    if question.kind is QuestionKind.TEXT:
        parts.append(around(language)["text"].format(question.longest))
    least, most = question.least, question.most
    if question.kind is QuestionKind.NUMBER and least is not None and most is not None:
        parts.append(around(language)["between"].format(shown(least), shown(most)))
    return " ".join(each for each in parts if each)


def places(question: Question, language: str) -> Sequence[tuple[str, str]]:
    """Of what is ranked; nothing is chosen beforehand, for an order of mine would be an answer."""
    numbers = range(1, len(question.rows) + 1)
    words = around(language)
    return [("", words["unranked"]), *((str(n), words["place"].format(n)) for n in numbers)]


def words_of(question: Question, answers: Answers, language: str) -> Sequence[str]:
    """What was answered, a line for each; `keine Angabe` where nothing was."""
    if question.kind is QuestionKind.TEXT:
        return answers.texts.get(question.key, around(language)["nothing"]).split("\n")
    rows = answers.choices.get(question.key, {})
    if question.kind is QuestionKind.RANKING:
        order = sorted((int(values[0]), row) for row, values in rows.items())
        called = {each.key: said(each.text, language) for each in question.rows}
        return [f"{place}. {called[row]}" for place, row in order] or [around(language)["nothing"]]
    if question.rows:
        called = {each.key: said(each.text, language).rstrip(".") for each in question.rows}
        return [
            f"{text}: {_chosen(question, answers, row, language)}" for row, text in called.items()
        ]
    return [_chosen(question, answers, "", language)]


def _chosen(question: Question, answers: Answers, row: str, language: str) -> str:
    values = answers.choices.get(question.key, {}).get(row, ())
    if not values:
        return around(language)["nothing"]
    if question.kind is QuestionKind.NUMBER:
        return shown(Decimal(values[0]))
    if question.kind is QuestionKind.DATE:
        return short_date(date.fromisoformat(values[0]))
    chosen = [each for each in question.options if each.key in values]
    return ", ".join(_with_own_words(question, each, answers, language) for each in chosen)


def _with_own_words(question: Question, option: Option, answers: Answers, language: str) -> str:
    called = said(option.text, language)
    if not option.own_words:
        return called
    words = answers.texts.get(own_words_key(question.key, option.key))
    return f"{called} ({words or around(language)['wordless']})"
