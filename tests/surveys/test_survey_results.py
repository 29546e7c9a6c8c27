"""What may be said of a survey, and how it is counted."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from services.surveys.openings.rules import merge_of, tally
from services.surveys.openings.values import Merge, totals_only
from services.surveys.paths.values import counted
from services.surveys.questionnaires.values import (
    Answers,
    Condition,
    Document,
    Option,
    Question,
    Section,
)
from services.surveys.survey_results import rules
from services.surveys.survey_results.queries import lines
from services.surveys.survey_results.values import MEAN, Bar, Finding, Groups, Report
from services.surveys.urns.values import OpenedSheet
from tests.surveys.papers import DATE, MATRIX, MULTIPLE, NUMBER, RANKING, SCALE, TEXT, options

UNABLE = Option(key="unable", text={"de": "kann ich nicht beurteilen"}, outside=True)
STEPS = SCALE.model_copy(update={"options": (*options("a", "b", "c"), UNABLE), "scored": True})
OTHERS = MULTIPLE.model_copy(
    update={"options": (*MULTIPLE.options, Option(key="own", text={"de": "Sonst"}, own_words=True))}
)


def asked(*questions: Question) -> Document:
    return Document(sections=(Section(key="s1", title={"de": "Teil"}, questions=questions),))


def of(document: Document, given: Sequence[Answers], merge: Merge = totals_only) -> Report:
    sheets = [OpenedSheet(counted(document, each), {}) for each in given]
    texts: dict[str, list[str]] = {}
    for each in sheets if len(sheets) >= 10 else ():
        for key, text in each.sheet.texts.items():
            texts.setdefault(key, []).append(text)
    placed = rules.placed(tally(sheets, merge))
    return rules.report(document, placed, texts, (), 30, len(sheets))


def said(question: Question, *values: Sequence[str]) -> Finding:
    """Of sheets that have these values, each."""
    given = [Answers({question.key: {"": value}} if value else {}) for value in values]
    return of(asked(question), given).findings[0]


def percents(found: Finding) -> Mapping[str, int | None]:
    return {bar.text: bar.percent for bar in found.series[0].bars}


def test_below_five_nothing_below_ten_words_below_twenty_fives_then_numbers() -> None:
    """Cases 34 and 36: the rule holds for every base that is published."""
    four, seven, twelve, twenty = (said(STEPS, *[["a"]] * n) for n in (4, 7, 12, 20))
    assert (four.answered, four.series[0].bars, four.series[0].median) == (None, (), "")
    assert {bar.said for bar in seven.series[0].bars} == {"die meisten", "wenige"}
    assert (seven.series[0].median, seven.series[0].mean) == ("Antwort a", "")
    third = said(STEPS, *[["a"]] * 8, *[["b"]] * 4)
    assert (percents(third)["Antwort a"], third.series[0].bars[0].number) == (65, None)
    assert twelve.series[0].mean == "1 (1 bis 3)"
    assert twenty.series[0].bars[0] == Bar(text="Antwort a", said="100 %", percent=100, number=20)


def test_percents_of_several_answers_are_of_people_and_nothing_of_it_is_an_answer() -> None:
    """Cases 48 and 49."""
    both, none = ["a", "b"], ["none"]
    found = said(MULTIPLE, *[both] * 10, *[none] * 10, *[[]] * 5)
    assert percents(found) == {"Antwort a": 50, "Antwort b": 50, "nichts davon": 50}
    assert (found.shown, found.answered, found.silent) == (25, 20, 5)


def test_whoever_cannot_judge_is_counted_but_in_no_mean_and_no_median() -> None:
    """Cases 50 and 52: the median first, a mean only of a scale that is declared to have one."""
    found = said(STEPS, *[["a"]] * 8, *[["c"]] * 8, *[["unable"]] * 4)
    assert percents(found)["kann ich nicht beurteilen"] == 20
    assert found.series[0].mean == "2 (1 bis 3)"
    assert found.series[0].median == "zwischen „Antwort a“ und „Antwort c“"
    unscored = STEPS.model_copy(update={"scored": False})
    assert said(unscored, *[["a"]] * 20).series[0].mean == ""
    assert said(STEPS, *[["a"]] * 2, *[["unable"]] * 4).series[0].median == ""


def test_not_shown_is_told_from_no_answer() -> None:
    """Case 51, and how many saw it is no way to what fewer than ten said before."""
    follow = STEPS.model_copy(update={"key": "more", "show_if": (_if("a"),)})
    document = Document(
        sections=(
            Section(key="s1", title={"de": "1"}, questions=(STEPS,)),
            Section(key="s2", title={"de": "2"}, questions=(follow,)),
        )
    )
    first = {"scale": {"": ["a"]}}
    given = [*[Answers({**first, "more": {"": ["b"]}})] * 6, *[Answers(first)] * 6]
    elsewhere = [Answers({"scale": {"": ["b"]}})] * 8
    found = of(document, [*given, *elsewhere]).findings[1]
    assert (found.shown, found.answered, found.silent) == (12, 6, 6)
    few = of(document, [*given[:6], *elsewhere[:3]]).findings[1]
    assert (few.shown, few.answered, few.silent) == (None, 6, None)


def test_what_has_rows_has_a_number_for_each_and_a_partial_order_counts() -> None:
    """Case 54: n per item; columns stand whether anybody chose them or not."""
    sheets = [Answers({"ranking": {"x": ["1"], "y": ["2"]}, "matrix": {"x": ["a"]}})] * 12
    matrix, ranking = of(asked(MATRIX, RANKING), sheets).findings
    assert [each.answered for each in ranking.series] == [12, 12, None]
    assert ranking.series[1].median == "Platz 2"
    assert [(each.answered, each.silent) for each in matrix.series] == [(12, 0), (None, None)]
    assert [bar.text for bar in matrix.series[0].bars] == ["Antwort a", "Antwort b"]


def test_numbers_are_shown_in_classes_and_days_as_months() -> None:
    number = NUMBER.model_copy(update={"classes": (Decimal(0), Decimal(5)), "key": "number"})
    sheets = [Answers({"number": {"": ["3.5"]}, "date": {"": ["2026-09-01"]}})] * 10
    hours, since = of(asked(number, DATE), sheets).findings
    assert percents(hours) == {"0 bis unter 5": 100, "ab 5": 0}
    assert percents(since) == {"September 2026": 100}
    few = of(asked(DATE), sheets[:6]).findings[0].series[0]
    assert (few.bars, few.median) == ((), "September 2026")


def test_classes_that_nobody_named_lie_between_what_can_be_answered() -> None:
    """A bound of nought is a bound, and one without the other is no reason to count backwards."""
    for least, most, value, begin, end in (
        (-10, 0, "-3", "-10 bis unter -8", "ab -2"),
        (1000, None, "1070", "1000 bis unter 1020", "ab 1080"),
        (None, -50, "-60", "-150 bis unter -130", "ab -70"),
    ):
        bounds = {
            "least": least and Decimal(least),
            "most": None if most is None else Decimal(most),
        }
        number = NUMBER.model_copy(update=bounds)
        [found] = of(asked(number), [Answers({"number": {"": [value]}})] * 10).findings
        bars = found.series[0].bars
        assert (bars[0].text, bars[-1].text) == (begin, end)
        assert [each.percent for each in bars].index(100) == (4 if least is None else 3)


def test_texts_are_there_from_ten_who_saw_the_question() -> None:
    said_so = Answers(texts={"text": "Mehr Zeit"})
    assert of(asked(TEXT), [said_so] * 9).findings[0].texts is None
    assert of(asked(TEXT), [said_so] * 10).findings[0].texts == ("Mehr Zeit",) * 10
    own = Answers({"multiple": {"": ["own"]}}, {"multiple.own": "Rat"})
    wordless = Answers({"multiple": {"": ["own"]}})
    found = of(asked(OTHERS), [own] * 12 + [wordless] * 8).findings[0]
    assert found.texts == ("Rat",) * 12
    assert found.wordless == 8


def test_groups_are_all_in_words_where_one_of_them_has_fewer_than_ten() -> None:
    groups = [{"carrier": "awo"}] * 14 + [{"carrier": "kirche"}] * 6
    document = asked(STEPS)
    answer = counted(document, Answers({"scale": {"": ["a"]}}))
    counts = tally([OpenedSheet(answer, each) for each in groups], merge_of(groups, []))
    names = Groups("carrier", "Träger", [("awo", "AWO"), ("kirche", "Kirche")])
    found = rules.report(document, rules.placed(counts), {}, [names], 20, 20).findings[0]
    [by] = found.breakdowns
    assert [(each.text, each.answered) for each in by.groups] == [("AWO", 14), ("Kirche", 6)]
    assert {bar.percent for each in by.groups for bar in each.bars} == {None}
    assert rules.side_by_side(by)[0] == ["Antwort", "AWO (14)", "Kirche (6)"]


def test_the_table_has_every_question_in_order_and_numbers_as_numbers() -> None:
    """Cases 38, 39, 41 and 45: columns come from the version, never from what was answered."""
    table = lines(of(asked(STEPS, TEXT), [Answers({"scale": {"": ["a"]}})] * 20))
    assert [each.figure for each in table if each.number == 1][2:] == [
        "Antwort a",
        "Antwort b",
        "Antwort c",
        "kann ich nicht beurteilen",
    ]
    assert [each.percent for each in table if each.value == 20] == [100]
    assert table[-1].figure == "nichts geschrieben"
    assert [each.in_words for each in table if each.figure == MEAN] == ["1 (1 bis 3)"]


def test_waves_are_compared_where_the_wording_is_the_same_and_broken_where_not() -> None:
    on = date(2026, 6, 1)
    before = of(asked(STEPS), [Answers({"scale": {"": ["a"]}})] * 20)
    more = [*[["a"]] * 12, *[["b"]] * 9, ["c"]]
    now = of(asked(STEPS), [Answers({"scale": {"": value}}) for value in more])
    [trend] = rules.trends(now, before, on)
    changes = {row[0]: row[-1] for row in trend.rows}
    assert changes["Antwort a"] == "−45 Punkte"
    assert changes["Antwort c"] == "mehr"
    assert changes["kann ich nicht beurteilen"] == "gleich"

    anew = STEPS.model_copy(update={"text": {"de": "Wie froh?"}})
    [broken] = rules.trends(of(asked(anew), [Answers({"scale": {"": ["a"]}})] * 20), before, on)
    assert (broken.broken, broken.old, broken.rows) == (True, "Wie zufrieden?", ())


def _if(option: str) -> tuple[Condition, ...]:
    return (Condition(question="scale", option=option),)
