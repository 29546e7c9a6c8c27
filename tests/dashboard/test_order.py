"""The order of a story, for every story that could be told."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.dashboard.journeys.rules import in_order, nested, steps


@dataclass(frozen=True)
class Fact:
    id: UUID
    causation_id: UUID | None
    time: datetime
    kind: str


def _id(number: int) -> UUID:
    return UUID(int=number)


@st.composite
def stories(draw: st.DrawFn, cycles: bool) -> list[Fact]:
    size = draw(st.integers(1, 30))
    facts = []
    for number in range(1, size + 1):
        known = st.integers(1, size if cycles else max(1, number - 1)).map(_id)
        unknown = st.integers(1000, 1005).map(_id)
        cause = draw(st.none() | known | unknown)
        if not cycles and cause == _id(number):
            cause = None
        time = datetime(2027, 1, 1, tzinfo=UTC) + timedelta(seconds=draw(st.integers(0, 5)))
        facts.append(Fact(_id(number), cause, time, draw(st.sampled_from("abc"))))
    return draw(st.permutations(facts))


@given(stories(cycles=True))
def test_every_event_appears_exactly_once_even_if_causes_run_in_circles(facts: list[Fact]) -> None:
    assert sorted(p.fact.id for p in in_order(facts)) == sorted(f.id for f in facts)


@given(stories(cycles=True))
def test_a_cause_that_is_named_comes_before(facts: list[Fact]) -> None:
    before: set[UUID] = set()
    for placed in in_order(facts):
        assert placed.cause is None or placed.cause.id in before
        before.add(placed.fact.id)


@given(stories(cycles=False))
def test_known_causes_are_kept_and_unknown_ones_become_roots(facts: list[Fact]) -> None:
    known = {fact.id for fact in facts}
    for placed in in_order(facts):
        expected = placed.fact.causation_id if placed.fact.causation_id in known else None
        assert (placed.cause.id if placed.cause else None) == expected


@given(stories(cycles=False))
def test_what_has_no_cause_is_told_by_time(facts: list[Fact]) -> None:
    roots = [p.fact for p in in_order(facts) if p.cause is None]
    assert roots == sorted(roots, key=lambda fact: (fact.time, fact.id))


@given(stories(cycles=True))
def test_a_step_holds_facts_of_one_kind_whose_causes_share_a_step(facts: list[Fact]) -> None:
    placed = in_order(facts)
    found = steps(placed, {fact.id: fact.kind for fact in facts})
    step_of = {fact.id: step.number for step in found for fact in step.facts}
    assert len(step_of) == len(facts) == sum(len(step.facts) for step in found)
    for step in found:
        assert {fact.kind for fact in step.facts} == {step.first.kind}
        assert step.cause is None or step.cause < step.number
    for each in placed:
        own = found[step_of[each.fact.id] - 1]
        assert own.cause == (step_of[each.cause.id] if each.cause else None)


@given(stories(cycles=True))
def test_the_outline_opens_and_closes_every_list_and_holds_every_step(facts: list[Fact]) -> None:
    found = steps(in_order(facts), {fact.id: fact.kind for fact in facts})
    lines = list(nested(found))
    assert sorted(line.step.number for line in lines) == [step.number for step in found]
    path: list[int] = []
    for line in lines:
        assert line.step.cause == (path[-1] if path else None)
        if line.opens:
            path.append(line.step.number)
        for _ in range(line.closes):
            path.pop()
    assert path == []


@given(stories(cycles=False))
def test_whatever_comes_before_something_earlier_is_its_cause(facts: list[Fact]) -> None:
    order = [p.fact for p in in_order(facts)]
    for before, after in pairwise(order):
        if (after.time, after.id) < (before.time, before.id):
            assert after.causation_id == before.id
