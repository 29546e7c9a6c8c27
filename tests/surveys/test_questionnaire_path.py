"""What somebody sees follows from their answers alone; any document and any answers."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from services.surveys.paths.values import counted, hash_of, path, pruned
from services.surveys.publishing_checks.values import faults
from services.surveys.questionnaires.values import (
    SEEN,
    SHOWN,
    Answers,
    Condition,
    Document,
    Option,
    Question,
    QuestionKind,
    Relation,
    Section,
)

OPTIONS = tuple(Option(key=key, text={"de": key}) for key in ("a", "b"))
KINDS = (QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.TEXT)


def question(key: str, *clauses: tuple[Condition, ...], kind: QuestionKind = KINDS[0]) -> Question:
    options = () if kind is QuestionKind.TEXT else OPTIONS
    return Question(key=key, kind=kind, text={"de": key}, options=options, show_if=clauses)


def document(*sections: tuple[Question, ...]) -> Document:
    """A section for each of these."""
    return Document(
        sections=tuple(
            Section(key=f"s{number}", title={"de": "Titel"}, questions=each)
            for number, each in enumerate(sections)
        )
    )


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Three sections of one or two questions, with conditions on what stands before."""
    sections: list[tuple[Question, ...]] = []
    before: list[Question] = []
    for number in range(3):
        made = [
            _draw_question(draw, f"q{number}{name}", before)
            for name in "xy"[: draw(st.integers(1, 2))]
        ]
        before = [*before, *made]
        sections.append(tuple(made))
    return document(*sections)


def _draw_question(draw: st.DrawFn, key: str, before: list[Question]) -> Question:
    clauses = [
        tuple(_draw_condition(draw, before) for _ in range(draw(st.integers(1, 2))))
        for _ in range(draw(st.integers(0, 2)) if before else 0)
    ]
    return question(key, *clauses, kind=draw(st.sampled_from(KINDS)))


def _draw_condition(draw: st.DrawFn, before: list[Question]) -> Condition:
    asked = draw(st.sampled_from(before))
    relations = [Relation.ANSWERED] if asked.kind is QuestionKind.TEXT else list(Relation)
    relation = draw(st.sampled_from(relations))
    option = None if relation is Relation.ANSWERED else draw(st.sampled_from("ab"))
    return Condition(question=asked.key, relation=relation, option=option)


@st.composite
def answered(draw: st.DrawFn) -> tuple[Document, Answers]:
    """A document, and answers to any of its questions, seen or not."""
    asked = draw(documents())
    choices, texts = {}, {}
    for key, each in asked.questions.items():
        if each.kind is QuestionKind.TEXT:
            texts[key] = draw(st.sampled_from(["", " ", "so"]))
        else:
            most = 2 if each.kind is QuestionKind.MULTIPLE else 1
            picked = draw(st.lists(st.sampled_from("abz"), unique=True, max_size=most))
            choices[key] = {"": picked}
    return asked, Answers(choices, texts)


@given(answered())
@settings(max_examples=200)
def test_what_is_not_seen_is_not_kept_and_pruning_twice_is_pruning_once(
    case: tuple[Document, Answers],
) -> None:
    asked, answers = case
    kept = pruned(asked, answers)
    seen = {each.key for page in path(asked, kept) for each in page.questions}
    assert {*kept.choices, *kept.texts} <= seen
    assert pruned(asked, kept) == kept


@given(answered())
@settings(max_examples=100)
def test_what_is_counted_says_what_was_seen(case: tuple[Document, Answers]) -> None:
    asked, answers = case
    seen = [each.key for page in path(asked, pruned(asked, answers)) for each in page.questions]
    assert counted(asked, answers).choices[SEEN] == {SHOWN: seen}


@given(documents())
@settings(max_examples=100, deadline=None)
def test_a_question_is_refused_exactly_where_no_answers_show_it(asked: Document) -> None:
    refused = {each.key for each in faults(asked) if "sieht niemand" in each.text}
    ways = [_ways(each) for each in asked.questions.values()]
    seen: set[str] = set()
    for given_answers in product(*ways):
        answers = Answers(
            {key: {"": picked} for key, picked in _of_kind(asked, given_answers, text=False)},
            {key: "so" for key, picked in _of_kind(asked, given_answers, text=True) if picked},
        )
        seen |= {each.key for page in path(asked, answers) for each in page.questions}
    assert refused == asked.questions.keys() - seen


def _ways(each: Question) -> list[list[str]]:
    single: list[list[str]] = [[], ["a"], ["b"]]
    both = {QuestionKind.MULTIPLE: [*single, ["a", "b"]], QuestionKind.TEXT: [[], ["so"]]}
    return both.get(each.kind, single)


def _of_kind(
    asked: Document, picked: tuple[list[str], ...], *, text: bool
) -> list[tuple[str, list[str]]]:
    every = zip(asked.questions.values(), picked, strict=True)
    return [(each.key, way) for each, way in every if (each.kind is QuestionKind.TEXT) is text]


def test_a_condition_on_what_one_does_not_see_does_not_hold_even_if_it_says_is_not() -> None:
    is_a = (Condition(question="first", option="a"),)
    is_not_b = (Condition(question="second", relation=Relation.IS_NOT, option="b"),)
    asked = document(
        (question("first"),), (question("second", is_a),), (question("third", is_not_b),)
    )
    assert [page.section.key for page in path(asked, Answers({"first": {"": ["b"]}}))] == ["s0"]
    assert len(path(asked, Answers({"first": {"": ["a"]}}))) == 3


def test_an_answer_to_a_follow_up_is_dropped_when_its_condition_is_made_false() -> None:
    is_a = (Condition(question="first", option="a"),)
    asked = document((question("first"),), (question("second", is_a),))
    answers = Answers({"first": {"": ["b"]}, "second": {"": ["a"]}})
    assert pruned(asked, answers).choices == {"first": {"": ["b"]}}


def test_a_condition_on_the_same_or_a_later_section_is_refused() -> None:
    on_second = (Condition(question="second", option="a"),)
    asked = document((question("first", on_second),), (question("second", on_second),))
    said = [each.text for each in faults(asked) if "Bedingung" in each.text]
    assert said == ["Die Frage einer Bedingung steht nicht in einem früheren Abschnitt."] * 2


def test_the_same_document_has_the_same_hash_and_another_wording_another() -> None:
    asked = document((question("first"),))
    again = Document.read(asked.model_dump_json())
    assert hash_of(asked) == hash_of(again) != hash_of(document((question("second"),)))


def test_whatever_is_not_said_in_one_of_the_languages_keeps_it_from_being_asked() -> None:
    """Case 13: or nobody could send it in that language."""
    german = document((question("a"),))
    both = german.model_copy(update={"languages": ("de", "tr")})
    assert faults(german) == []
    assert [(each.key, each.text) for each in faults(both)] == [
        ("s0", "Die Überschrift fehlt auf Türkçe."),
        ("a", "Der Wortlaut fehlt auf Türkçe."),
        ("a", "„a“ fehlt auf Türkçe."),
        ("a", "„b“ fehlt auf Türkçe."),
    ]
