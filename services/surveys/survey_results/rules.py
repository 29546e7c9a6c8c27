"""How much of a survey is shown: below five nothing, below ten words and the median, then all."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from statistics import median_high, median_low

from services.surveys.openings.values import ANSWERED, OF, TOTAL, TallyKey
from services.surveys.paths.values import classes_of, wording_hash
from services.surveys.questionnaires.values import (
    GERMAN,
    SEEN,
    SHOWN,
    Document,
    Question,
    QuestionKind,
    own_words_key,
    said,
)
from services.surveys.survey_results.values import (
    MEAN,
    MEDIAN,
    Bar,
    Breakdown,
    Finding,
    Groups,
    Report,
    Series,
    Trend,
)
from shared.german import MONTHS, number, short_date
from shared.small_numbers.sizes import IN_NUMBERS, IN_SINGLE_PERCENTS, LEAST, in_words, percent

Place = tuple[str, str, str]
"""Question, row, group."""
Counts = Mapping[Place, Mapping[str, int]]
"""How often each value was chosen there; the empty one is how many answered at all."""
Texts = Mapping[str, Sequence[str]]
REST = "Übrige (zusammengefasst)"
ORDINAL = (QuestionKind.SCALE, QuestionKind.MATRIX, QuestionKind.NUMBER, QuestionKind.RANKING)


def placed(counts: Mapping[TallyKey, int]) -> Counts:
    """The same by place."""
    found: defaultdict[Place, dict[str, int]] = defaultdict(dict)
    for (question, row, group, value), n in counts.items():
        found[question, row, group][value] = n
    return found


def _base(counts: Counts, *place: str) -> int:
    question, row, group = place
    return counts.get((question, row, group), {}).get(ANSWERED, 0)


def report(
    document: Document,
    counts: Counts,
    texts: Texts,
    groups: Sequence[Groups],
    asked: int,
    answered: int,
) -> Report:
    """``texts`` are there from ten sheets on; by the question's key, or that of own words."""
    seen = counts.get((SEEN, SHOWN, TOTAL), {})
    findings = (
        _finding(each, counts, texts, groups, seen.get(each.key, 0), answered)
        for each in document.questions.values()
    )
    return Report(asked=asked, answered=answered, findings=tuple(findings))


def _finding(
    question: Question,
    counts: Counts,
    texts: Texts,
    groups: Sequence[Groups],
    shown: int,
    sheets: int,
) -> Finding:
    rows = [(each.key, said(each.text, GERMAN)) for each in question.rows] or [("", "")]
    answered = _base(counts, question.key, rows[0][0], TOTAL)
    told = shown >= LEAST and (shown == sheets or sheets >= IN_NUMBERS)
    known = answered >= LEAST and not question.rows
    return Finding(
        key=question.key,
        kind=question.kind,
        text=said(question.text, GERMAN),
        wording=wording_hash(question),
        follows=question.follows or "",
        shown=shown if told else None,
        answered=answered if known else None,
        silent=max(shown - answered, 0) if told and known else None,
        series=tuple(
            _series(question, counts, (row, TOTAL), text, shown=shown if told else 0)
            for row, text in rows
        )
        if question.kind is not QuestionKind.TEXT
        else (),
        breakdowns=tuple(_breakdowns(question, counts, rows, groups)),
        texts=_texts(question, texts, answered if question.options else shown),
        wordless=_wordless(question, counts, texts) if answered >= IN_SINGLE_PERCENTS else None,
    )


def _texts(question: Question, texts: Texts, base: int) -> tuple[str, ...] | None:
    """What was written to it and to options such as `Sonstiges`, of no group and of no sheet."""
    if base < IN_NUMBERS:
        return None
    own = [own_words_key(question.key, each.key) for each in question.options if each.own_words]
    return tuple(text for key in (question.key, *own) for text in texts.get(key, ()))


def _wordless(question: Question, counts: Counts, texts: Texts) -> int | None:
    """Of a question without rows."""
    own = [each.key for each in question.options if each.own_words]
    if not own or question.rows:
        return None
    of = counts.get((question.key, "", TOTAL), {})
    said_so = sum(len(texts.get(own_words_key(question.key, key), ())) for key in own)
    return max(sum(of.get(key, 0) for key in own) - said_so, 0)


def _breakdowns(
    question: Question,
    counts: Counts,
    rows: Sequence[tuple[str, str]],
    groups: Sequence[Groups],
) -> Iterator[Breakdown]:
    """As the urn was counted; all groups in words where one of them may be said in words only."""
    for each in groups:
        codes = [(f"{each.attribute}{OF}{code}", name) for code, name in each.names]
        codes.append((each.attribute, REST))
        for row, text in rows:
            sizes = {code: _base(counts, question.key, row, code) for code, _ in codes}
            there = [(code, name) for code, name in codes if sizes[code] >= LEAST]
            coarse = any(sizes[code] < IN_NUMBERS for code, _ in there)
            found = [
                _series(question, counts, (row, code), name, coarse=coarse) for code, name in there
            ]
            if len(found) > 1:
                yield Breakdown(by=each.called, row=text, groups=tuple(found))


def _series(
    question: Question,
    counts: Counts,
    place: tuple[str, str],
    text: str,
    *,
    coarse: bool = False,
    shown: int = 0,
) -> Series:
    """Of a row and a group."""
    answered = _base(counts, question.key, *place)
    if answered < LEAST:
        return Series(text=text)
    found = counts.get((question.key, *place), {})
    of = {value: n for value, n in found.items() if value != ANSWERED}
    steps = steps_of(question, of)
    full = answered >= IN_NUMBERS and not coarse
    listed = full or question.kind is not QuestionKind.DATE
    return Series(
        text=text,
        answered=answered,
        silent=max(shown - answered, 0) if shown else None,
        bars=tuple(_bar(each, of.get(key, 0), answered, full) for key, each in steps)
        if listed
        else (),
        median=_median(question, of, steps),
        mean=_mean(question, of) if full else "",
    )


def _bar(text: str, n: int, base: int, full: bool) -> Bar:
    if not full:
        return Bar(text=text, said=in_words(n, base))
    share = percent(n, base)
    return Bar(
        text=text,
        said=f"{share} %",
        percent=share,
        number=n if base >= IN_SINGLE_PERCENTS else None,
    )


def steps_of(question: Question, of: Mapping[str, int]) -> Sequence[tuple[str, str]]:
    """What is counted of it, in the order of the questionnaire, whether anybody chose it or not."""
    if question.kind is QuestionKind.NUMBER:
        return _classes(question)
    if question.kind is QuestionKind.DATE:
        return [(each, f"{MONTHS[int(each[5:]) - 1]} {each[:4]}") for each in sorted(of)]
    if question.kind is QuestionKind.RANKING:
        return [(str(n), f"Platz {n}") for n in range(1, len(question.rows) + 1)]
    return [(each.key, said(each.text, GERMAN)) for each in question.options]


def _classes(question: Question) -> Sequence[tuple[str, str]]:
    begin = classes_of(question)
    ends: list[Decimal | None] = [*begin[1:], None]
    return [
        (
            str(low),
            f"{_plain(low)} bis unter {_plain(high)}" if high is not None else f"ab {_plain(low)}",
        )
        for low, high in zip(begin, ends, strict=True)
    ]


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}".replace(".", ",")


def _median(question: Question, of: Mapping[str, int], steps: Sequence[tuple[str, str]]) -> str:
    """Of those on the scale; between two, both. Nothing where they are fewer than five."""
    if question.kind not in (*ORDINAL, QuestionKind.DATE):
        return ""
    outside = {each.key for each in question.options if each.outside}
    inside = [(key, text) for key, text in steps if key not in outside]
    places = [place for place, (key, _) in enumerate(inside) for _ in range(of.get(key, 0))]
    if len(places) < LEAST:
        return ""
    low, high = inside[median_low(places)][1], inside[median_high(places)][1]
    return low if low == high else f"zwischen „{low}“ und „{high}“"


def _mean(question: Question, of: Mapping[str, int]) -> str:
    """Only of steps equally far apart, and without what has no place among them."""
    if not question.scored:
        return ""
    steps = [each.key for each in question.options if not each.outside]
    points = [place for place, key in enumerate(steps, 1) for _ in range(of.get(key, 0))]
    if len(points) < LEAST:
        return ""
    return f"{number(round(sum(points) / len(points), 1))} (1 bis {len(steps)})"


HEADINGS = ("Antwort", "Anteil", "Zahl")


def middles(of: Series) -> Sequence[tuple[str, str]]:
    """The median first, and a mean where there is one."""
    return [(name, text) for name, text in ((MEDIAN, of.median), (MEAN, of.mean)) if text]


def side_by_side(of: Breakdown) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
    """A column for each group, a line for each answer."""
    columns = ["Antwort", *(f"{each.text} ({each.answered})" for each in of.groups)]
    bars = zip(*(each.bars for each in of.groups), strict=False)
    rows = [[each[0].text, *(bar.said for bar in each)] for each in bars]
    if any(each.median for each in of.groups):
        rows.insert(0, [MEDIAN, *(each.median for each in of.groups)])
    return columns, rows


def trends(now: Report, before: Report, on: date) -> Iterator[Trend]:
    """Only where the wording is the same; where it is not, what was asked then."""
    known = {each.key: each for each in before.findings}
    for each in now.findings:
        old = known.get(each.follows or each.key)
        if old is None or each.is_text:
            continue
        if old.key != each.key or old.wording != each.wording:
            yield Trend(each.text, on, old=old.text)
        elif rows := list(_changes(each, old)):
            yield Trend(each.text, on, columns=_columns(each, on), rows=rows)


def _columns(of: Finding, on: date) -> Sequence[str]:
    first = ("Zeile", "Antwort") if len(of.series) > 1 else ("Antwort",)
    return (*first, short_date(on), "Jetzt", "Veränderung")


def _changes(now: Finding, before: Finding) -> Iterator[Sequence[str]]:
    """Of answers that were given as percents both times."""
    for new, old in zip(now.series, before.series, strict=True):
        for one, other in zip(new.bars, old.bars, strict=False):
            if one.text == other.text and one.percent is not None and other.percent is not None:
                row = (new.text,) if len(now.series) > 1 else ()
                yield (*row, one.text, other.said, one.said, change(one, other))


def change(one: Bar, other: Bar) -> str:
    """In points where five people or more make it; else whether it is more, or less."""
    points = (one.percent or 0) - (other.percent or 0)
    if not points:
        return "gleich"
    if one.number is None or other.number is None or abs(one.number - other.number) < LEAST:
        return "mehr" if points > 0 else "weniger"
    return f"{points:+d} Punkte".replace("-", "−")
