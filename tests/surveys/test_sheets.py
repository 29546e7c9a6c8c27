"""Each kind of question as a form shows it and as what was sent is read."""

from collections.abc import Mapping, Sequence
from html.parser import HTMLParser

import pytest

from services.surveys.questionnaires.values import Question, Row
from services.surveys.sheets.queries import drawn, in_words, read
from services.surveys.sheets.values import around, names_of
from shared.web.kit.reasons import CHOOSE
from tests.surveys.papers import (
    DATE,
    EVERY,
    MATRIX,
    MULTIPLE,
    NUMBER,
    RANKING,
    SCALE,
    SINGLE,
    TEXT,
    WELL,
)

Raw = Mapping[str, Sequence[str]]
MISSING_CHOICE, MISSING = around("de")["choose"], around("de")["fill"]


def faults_of(question: Question, raw: Raw) -> dict[str, str]:
    return {each.name: each.text for each in read([question], raw).faults}


def test_what_was_sent_of_every_kind_becomes_its_answer() -> None:
    found = read(EVERY, WELL)

    assert found.faults == []
    assert found.answers.choices == {
        "single": {"": ["other"]},
        "multiple": {"": ["a", "b"]},
        "matrix": {"x": ["a"]},
        "ranking": {"x": ["2"], "z": ["1"]},
        "number": {"": ["3.5"]},
        "date": {"": ["2026-09-01"]},
    }
    assert found.answers.texts == {"single.other": "Verein", "text": "Räume\nund Zeit"}


def test_everything_that_is_missing_is_said_at_once_and_each_where_it_is() -> None:
    faults = read(EVERY, {}).faults

    assert [(each.name, each.text) for each in faults] == [
        ("q_single", MISSING_CHOICE),
        ("q_multiple", MISSING_CHOICE),
        ("q_matrix_x", MISSING_CHOICE),
        ("q_matrix_y", MISSING_CHOICE),
        ("q_text", MISSING),
    ]


def test_whoever_does_not_want_to_answer_is_never_held_up() -> None:
    required = [each.model_copy(update={"required": True}) for each in EVERY]
    declined = {name: ["-"] for each in required for name in names_of(each)}

    found = read(required, declined)

    assert found.faults == []
    assert (found.answers.choices, found.answers.texts) == ({}, {})


@pytest.mark.parametrize(
    ("question", "raw", "fault"),
    [
        (SINGLE, {"q_single": ["other"], "q_single__other": [" "]}, "meinen"),
        (SINGLE, {"q_single": ["zzz"]}, CHOOSE),
        (MULTIPLE, {"q_multiple": ["a", "none"]}, "„nichts davon“ passt zu keiner anderen"),
        (MULTIPLE, {"q_multiple": ["a", "-"]}, "„keine Angabe“ passt zu keiner anderen"),
        (MATRIX, {"q_matrix_x": ["a"], "q_matrix_y": ["z"]}, CHOOSE),
        (RANKING, {"q_ranking_x": ["4"]}, CHOOSE),
        (NUMBER, {"q_number": ["viel"]}, "zum Beispiel 3,5"),
        (NUMBER, {"q_number": ["1e3"]}, "zum Beispiel 3,5"),
        (NUMBER, {"q_number": ["1.000"]}, "ohne Punkt"),
        (NUMBER, {"q_number": ["40,5"]}, "höchstens 40"),
        (NUMBER, {"q_number": ["-11"]}, "mindestens -10"),
        (DATE, {"q_date__tag": ["31"]}, "Tag, Monat und Jahr"),
        (
            DATE,
            {"q_date__tag": ["31"], "q_date__monat": ["2"], "q_date__jahr": ["2026"]},
            "gibt es nicht",
        ),
        (
            DATE,
            {"q_date__tag": ["1"], "q_date__monat": ["2"], "q_date__jahr": ["26"]},
            "zwischen 1900",
        ),
        (TEXT, {"q_text": ["x" * 51]}, "höchstens 50"),
        (TEXT, {"q_text": ["a\0b"]}, "Steuerzeichen"),
    ],
)
def test_bad_input_is_answered_in_german(question: Question, raw: Raw, fault: str) -> None:
    assert fault in " ".join(faults_of(question, raw).values())


def test_two_things_on_one_place_are_wrong_at_both() -> None:
    raw = {"q_ranking_x": ["1"], "q_ranking_y": ["1"], "q_ranking_z": ["2"]}

    assert set(faults_of(RANKING, raw)) == {"q_ranking_x", "q_ranking_y"}


def test_something_else_without_words_is_an_answer_where_nothing_must_be_said() -> None:
    free = SINGLE.model_copy(update={"required": False})

    assert in_words(free, {"q_single": ["other"]}) == ["Sonstiges (ohne Angabe)"]


@pytest.mark.parametrize(
    ("typed", "meant"), [("3,5", "3.5"), ("3.5", "3.5"), ("\N{MINUS SIGN}3", "-3")]
)
def test_a_number_is_read_as_people_write_it(typed: str, meant: str) -> None:
    assert read([NUMBER], {"q_number": [typed]}).answers.choices == {"number": {"": [meant]}}


def test_answers_are_said_in_words_for_checking() -> None:
    assert [in_words(each, WELL) for each in EVERY] == [
        ["Sonstiges (Verein)"],
        ["Antwort a, Antwort b"],
        ["keine Angabe"],
        ["Zeile x: Antwort a", "Zeile y: keine Angabe"],
        ["1. Zeile z", "2. Zeile x"],
        ["3,5"],
        ["01.09.2026"],
        ["Räume", "und Zeit"],
    ]


def test_a_row_that_is_a_sentence_loses_its_full_stop_before_its_answer() -> None:
    row = Row(key="x", text={"de": "Ich habe einen Raum."})
    asked = MATRIX.model_copy(update={"rows": (row,)})
    assert in_words(asked, WELL) == ["Ich habe einen Raum: Antwort a"]


class Markup(HTMLParser):
    """Ids, what labels and descriptions point to, and the names of fields."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.meant: set[str] = set()
        self.names: set[str] = set()
        self.depth: list[str] = []
        self.without: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids += [given["id"]] if "id" in given else []
        self.meant |= set(f"{given.get('for', '')} {given.get('aria-describedby', '')}".split())
        self.names |= {given["name"]} if "name" in given else set()
        if tag == "fieldset":
            self.depth.append(tag)
        if given.get("type") == "radio" and not self.depth:
            self.without.append(given["id"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "fieldset":
            self.depth.pop()


def test_every_field_has_a_label_and_every_group_a_legend() -> None:
    page = Markup(drawn(EVERY, WELL, read(EVERY, {}).faults))

    assert len(page.ids) == len(set(page.ids))
    assert page.meant <= set(page.ids)
    assert page.without == []
    assert page.names == {
        name for each in EVERY for name in names_of(each) if "keine" not in name
    } | {"q_text__keine"}


def test_a_link_of_the_summary_leads_to_what_is_wrong() -> None:
    faults = read(EVERY, {}).faults

    assert {each.anchor for each in faults} <= set(Markup(drawn(EVERY, {}, faults)).ids)


def test_the_first_fault_has_the_focus_and_no_other_field() -> None:
    assert drawn(EVERY, {}, read(EVERY, {}).faults).count(" autofocus") == 1


def test_what_was_typed_is_shown_again_and_never_as_markup() -> None:
    page = drawn([TEXT], {"q_text": ["<b>x</b>"]})

    assert "&lt;b&gt;x&lt;/b&gt;" in page


def test_a_choice_can_be_taken_back_without_scripts() -> None:
    assert 'value="-"' in drawn([SCALE], {"q_scale": ["a"]})


@pytest.mark.parametrize(("language", "known"), [("en", True), ("ar", True), ("xx", False)])
def test_what_the_program_says_beside_questions_is_in_their_language(
    language: str, known: bool
) -> None:
    asked = (SINGLE.model_copy(update={"required": False}), RANKING, DATE, TEXT)
    page = drawn(asked, {}, read(asked, {}, language).faults, language)
    said = [*in_words(SINGLE, {"q_single": ["other"]}, language), *in_words(TEXT, {}, language)]
    german = ("keine Angabe", "freiwillig", "nicht gereiht", "Platz 1", "Monat", "Bitte")
    there = " ".join([page, *said])
    assert [each for each in german if each in there] == ([] if known else list(german))


def test_every_language_says_the_same_and_leaves_nothing_out() -> None:
    german = around("de")
    for language in ("en", "tr", "ar", "uk", "ru"):
        words = around(language)
        assert words is not german
        assert {key: said.count("{}") for key, said in words.items()} == {
            key: said.count("{}") for key, said in german.items()
        }
        assert words["nothing"] in words["choose"]
        assert words["nothing"] in words["fill"]
