"""How much is shown: below five nothing, below ten words and the median, then all."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from statistics import median

from services.surveys.feedback.values import SCALE, AnswerKind, Question
from services.surveys.feedback_results.values import (
    AGREE,
    KINDS,
    MEAN,
    MEDIAN,
    TEXT,
    Figures,
    Line,
    Results,
    Share,
)
from services.surveys.openings.values import TOTAL, Count
from shared.german import number
from shared.small_numbers.sizes import FEWER, IN_NUMBERS, LEAST, TOO_FEW, in_words

AGREEING = ("4", "5")
GLANCE = ("Aussage", "Antworten", MEDIAN, AGREE)
DISTRIBUTION = ("Aussage", *SCALE.values(), MEAN)


def figures(
    questions: Sequence[Question],
    counts: Sequence[Count],
    texts: Mapping[str, Sequence[str]],
    sheets: int,
) -> list[Figures]:
    """Of every question, in the order of the form; ``texts`` are there from ten sheets on."""
    values: dict[str, dict[str, int]] = {each.key: {} for each in questions}
    for each in counts:
        if each.value_key and each.group_code == TOTAL and each.question_key in values:
            values[each.question_key][each.value_key] = each.n
    return [
        Figures(each, None, texts=texts.get(each.key))
        if each.kind is AnswerKind.TEXT
        else _figures(each, values[each.key], sheets)
        for each in questions
    ]


def _figures(question: Question, counts: Mapping[str, int], sheets: int) -> Figures:
    answered = sum(counts.values())
    if answered < LEAST:
        return Figures(question, None)
    full = answered >= IN_NUMBERS
    shares = [
        Share(words, in_words(counts.get(key, 0), answered), counts.get(key, 0) if full else None)
        for key, words in question.answers.items()
    ]
    silent = sheets - answered
    if question.kind is AnswerKind.CHOICE:
        return Figures(question, answered, silent, shares=shares)
    given = list(chain.from_iterable([int(value)] * n for value, n in counts.items()))
    agreeing = sum(counts.get(each, 0) for each in AGREEING)
    return Figures(
        question,
        answered,
        silent,
        median=_words_of(median(given)),
        agreeing=in_words(agreeing, answered),
        shares=shares if full else (),
        mean=sum(given) / answered if full else None,
    )


def _words_of(middle: float) -> str:
    """trifft eher zu; between two, both."""
    low, high = str(int(middle)), str(int(middle + 0.5))
    return SCALE[low] if low == high else f"zwischen „{SCALE[low]}“ und „{SCALE[high]}“"


def lines(results: Results) -> list[Line]:
    """The table that is saved: figures of all sheets together, never a line of one sheet."""
    return [
        Line(
            number,
            each.question.text,
            KINDS.get(each.question.kind, ""),
            results.answered,
            each.answered,
            each.silent,
            *said,
        )
        for number, each in enumerate(results.figures, 1)
        for said in _said(each)
    ]


def _said(found: Figures) -> Iterator[tuple[str, int | float | None, str]]:
    if found.question.kind is AnswerKind.TEXT:
        for text in found.texts or ():
            yield TEXT, None, text
        if not found.texts:
            yield TEXT, None, TOO_FEW if found.texts is None else "nichts geschrieben"
    elif found.answered is None:
        yield TOO_FEW, None, ""
    else:
        if found.is_scale:
            yield MEDIAN, None, found.median
            yield AGREE, None, found.agreeing
        for each in found.shares:
            yield each.answer, each.number, each.in_words
        if found.mean is not None:
            yield MEAN, round(found.mean, 1), ""


def tables(results: Results) -> Iterator[tuple[str, Sequence[str], list[Sequence[object]]]]:
    """Heading, columns and rows of each table on paper."""
    scales = [each for each in results.figures if each.is_scale]
    yield (
        "Auf einen Blick",
        ("Aussage", "Antworten", MEDIAN, AGREE),
        [glance(each) for each in scales],
    )
    full = [each for each in scales if each.in_numbers]
    if full:
        rows = [distribution(each) for each in full]
        yield "Verteilung", DISTRIBUTION, rows
    for each in results.figures:
        if each.is_choice:
            rows = [(share.answer, share.in_words, share.number) for share in each.shares]
            yield each.question.text, ("Antwort", "In Worten", "Zahl"), rows or [(TOO_FEW, "", "")]
        elif each.texts:
            yield (
                each.question.text,
                ("In zufälliger Reihenfolge",),
                [(text,) for text in each.texts],
            )


def glance(found: Figures) -> Sequence[object]:
    """A statement in one line."""
    if found.answered is None:
        return (found.question.text, FEWER, TOO_FEW, "–")
    return (found.question.text, found.answered, found.median, found.agreeing)


def distribution(found: Figures) -> Sequence[object]:
    """The numbers of a statement that enough have answered."""
    numbers = [each.number for each in found.shares]
    return (found.question.text, *numbers, number(round(found.mean or 0, 1)))
