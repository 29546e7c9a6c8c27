"""Chapters are commented, revised and adopted alike on SQLite and PostgreSQL."""

import asyncio
from collections import Counter

import pytest
from sqlalchemy import func, select, update

from services.surveys.ballots import queries as votes
from services.surveys.ballots import rules
from services.surveys.ballots import use_cases as ballots
from services.surveys.ballots.forms import VoteForm
from services.surveys.ballots.models import FrameworkVote
from services.surveys.ballots.values import Choice
from services.surveys.framework import queries, use_cases
from services.surveys.framework.values import WRITTEN, Adopted
from services.surveys.framework_comments import queries as comments
from services.surveys.framework_comments import use_cases as commenting
from services.surveys.framework_comments.forms import DecisionForm
from services.surveys.framework_comments.models import FrameworkComment
from services.surveys.framework_comments.values import CommentKind, Decision
from services.surveys.people.models import people
from shared.contracts.accounts import AccessRole
from shared.contracts.framework import ChapterVoteAsked, FrameworkVoted
from shared.messaging.tables import outbox
from tests.surveys.council import TITLES, Council, somebody
from tests.surveys.urn_town import TENANT, Town

YES, NO, ABSTAIN = Choice.YES, Choice.NO, Choice.ABSTAIN


async def told(council: Council, name: str) -> int:
    async with council.town.database.reading() as session:
        found = select(func.count()).select_from(outbox).where(outbox.c.type == name)
        return (await session.execute(found)).scalar_one()


@pytest.mark.parametrize(
    ("yes", "no", "abstained", "entitled", "accepted"),
    [
        (2, 1, 0, 6, True),
        (2, 1, 0, 7, False),
        (3, 2, 0, 5, False),
        (1, 0, 2, 6, True),
        (0, 0, 6, 6, False),
        (0, 0, 0, 0, False),
    ],
)
def test_two_thirds_of_yes_and_no_and_half_of_the_entitled(
    yes: int, no: int, abstained: int, entitled: int, accepted: bool
) -> None:
    said = Counter({YES: yes, NO: no, ABSTAIN: abstained})
    assert rules.is_accepted(said, entitled) is accepted


async def test_a_text_under_comment_stays_and_a_comment_shows_what_its_author_saw(
    town: Town,
) -> None:
    council = Council(town)
    [kim] = [somebody()]
    await council.join(kim)
    await council.begin()
    assert await council.discuss() == "no-chapters"
    await council.write(*TITLES[:2])
    assert await council.discuss() == ""
    commented = await council.texts()
    assert await council.change(0, "Anders.") == "framework-stage"
    key = await council.comment(kim, 0, CommentKind.CHANGE)
    council.pass_days(8)
    assert await council.consolidate() == "replies-missing"
    assert await council.change(0, "Anders.") == ""
    async with town.database.reading() as session:
        assert await queries.chapters(session, TENANT, council.version_id, WRITTEN) == commented
        row = (await session.scalars(select(FrameworkComment))).one()
    assert row.sha256 == commented[0].sha256 != (await council.texts())[0].sha256
    decided = DecisionForm(decision=Decision.PARTLY, reason="So weit es geht.")
    act = commenting.decide
    assert (
        await council.act(lambda u: act(u, council.office, council.version_id, key, decided)) == ""
    )
    assert await council.consolidate() == ""
    assert await council.change(0, "Noch anders.") == "framework-stage"
    assert [each.body for each in await council.texts()] == ["Anders.", commented[1].body]


async def test_somebody_supports_once_and_never_their_own_even_under_another_id(
    town: Town,
) -> None:
    council = Council(town)
    kim, toni, old = somebody(), somebody(), somebody()
    await council.join(kim, toni, old)
    await council.begin()
    await council.write(TITLES[0])
    await council.discuss()
    key = await council.comment(kim, 0, CommentKind.CRITICISM)

    async def support(who: object) -> str:
        return await council.act(lambda u: commenting.support(u, who, council.version_id, key))  # type: ignore[arg-type]

    assert [await support(each) for each in (kim, old, old, toni)] == [
        "own-comment",
        "",
        "supported",
        "",
    ]
    async with town.database.transaction() as uow:
        merged = people.c.person_id == old.person_id
        await uow.session.execute(update(people).where(merged).values(merged_into=toni.person_id))
    async with town.database.reading() as session:
        [seen] = await comments.of_chapter(
            session, toni, council.version_id, (await council.texts())[0].key
        )
    assert (seen.supporters, seen.supported, seen.mine) == (1, True, False)


async def test_a_vote_belongs_to_its_text_may_change_and_is_hidden_until_the_end(
    town: Town,
) -> None:
    council = Council(town)
    await council.join(*(somebody() for _ in range(4)))
    await council.to_vote(*TITLES[:2])
    kim, toni, *_ = council.voters
    late = somebody()
    await council.join(late)
    assert await council.vote(late, 0, YES) == "not-entitled"
    assert await council.vote(kim, 0, YES, sha256="0" * 64) == "other-text"
    assert [await council.vote(kim, 0, each) for each in (NO, YES)] == ["", ""]
    assert await council.vote(toni, 0, YES) == ""
    assert await council.outcomes() == []
    assert await told(council, ChapterVoteAsked.type_name) == 4
    council.pass_days(6)
    await council.look_after()
    assert await told(council, ChapterVoteAsked.type_name) == 8, "nobody has said all"
    await council.look_after()
    assert await told(council, ChapterVoteAsked.type_name) == 8, "once"
    council.pass_days(2)
    assert await council.vote(kim, 0, NO) == "vote-over"
    await council.look_after()
    first, second = await council.outcomes()
    assert (first.yes, first.no, first.cast, first.entitled, first.accepted) == (2, 0, 2, 4, True)
    assert (second.cast, second.accepted) == (0, False)
    assert [name for name, *_ in first.votes] == ["Kim Nummer 0", "Kim Nummer 1"]
    assert await told(council, FrameworkVoted.type_name) == 4
    assert await council.vote(kim, 1, YES) == "vote-over"
    assert await council.open_vote() == "framework-stage", "never again"


async def adopted(council: Council) -> Adopted:
    """All three chapters, by everybody."""
    await council.to_vote(*TITLES)
    for me in council.voters:
        for place in range(3):
            await council.vote(me, place, YES)
    council.pass_days(8)
    await council.look_after()
    found = await council.valid()
    assert found is not None
    return found


async def test_unchanged_chapters_stay_adopted_and_a_rejected_one_keeps_its_old_text(
    town: Town,
) -> None:
    council = Council(town)
    await council.join(*(somebody(AccessRole.HEAD) for _ in range(3)))
    first = await adopted(council)
    await council.begin()
    for place in (0, 1):
        assert await council.change(place, f"Neu {place}.") == ""
    await council.discuss()
    council.pass_days(8)
    assert await council.consolidate() == ""
    assert await council.open_vote() == ""
    assert await council.vote(council.voters[0], 2, YES) == "other-text", "it is valid already"
    for me, said in zip(council.voters, (NO, NO, YES), strict=True):
        await council.vote(me, 0, said)
        await council.vote(me, 1, YES)
    council.pass_days(8)
    await council.look_after()
    second = await council.valid()
    assert second is not None
    days = [since for _, since in second.chapters]
    assert [each.body for each, _ in second.chapters] == [
        "Grundsätze gelten.",
        "Neu 1.",
        "Steuerung gelten.",
    ]
    assert days == [first.adopted_on, second.adopted_on, first.adopted_on]
    assert [each.unchanged for each in await council.outcomes()] == [False, False, True]
    async with town.database.reading() as session:
        standards = await queries.standards(session, TENANT)
        before = [each for text, _ in first.chapters for each in text.standards]
    assert [each.sha256 for each in standards] == [each.sha256 for each in before]
    assert {each.version for each in standards} == {2}
    await council.begin()
    assert (await council.texts())[0].body == "Neu 0.", "it goes on"


async def test_a_vote_of_the_last_second_is_counted_though_the_count_began(town: Town) -> None:
    council = Council(town)
    await council.join(somebody())
    await council.to_vote(TITLES[0])
    [text] = await council.texts()
    form = VoteForm(choice=YES, sha256=text.sha256)
    async with town.database.transaction() as uow:
        await ballots.vote(uow, council.voters[0], council.version_id, text.key, form)
        council.pass_days(8)
        count = asyncio.create_task(council.look_after())
        await asyncio.wait({count}, timeout=0.3)
    await count
    [outcome] = await council.outcomes()
    assert (outcome.yes, len(outcome.votes), outcome.accepted) == (1, 1, True)


async def test_two_votes_of_one_merged_person_are_one(town: Town) -> None:
    council = Council(town)
    await council.join(*(somebody() for _ in range(3)))
    await council.to_vote(TITLES[0])
    kim, old, toni = council.voters
    await council.vote(old, 0, NO)
    await council.vote(kim, 0, YES)
    async with town.database.transaction() as uow:
        merged = people.c.person_id == old.person_id
        await uow.session.execute(update(people).where(merged).values(merged_into=kim.person_id))
    async with town.database.reading() as session:
        said = await votes.latest(session, TENANT, council.version_id)
        waiting = await votes.waiting(session, toni, town.clock.now())
        through = await votes.waiting(session, kim, town.clock.now())
        missing = await votes.to_remind(session, TENANT, council.version_id)
    assert [*said.values()] == [[YES]]
    assert [number for _, _, number in waiting] == [1]
    assert (through, missing) == ([], {toni.person_id})
    assert await council.vote(kim, 0, ABSTAIN) == ""
    async with town.database.reading() as session:
        rows = (await session.scalars(select(FrameworkVote))).all()
    assert [(each.person_id, each.choice) for each in rows] == [(kim.person_id, ABSTAIN)]


async def test_only_what_is_not_valid_leaves_a_draft_and_only_one_version_is_worked_on(
    town: Town,
) -> None:
    council = Council(town)
    await council.join(somebody())
    await council.to_vote(TITLES[0])
    assert await council.act(lambda u: use_cases.begin(u, council.office)) == "framework-running"
    await council.vote(council.voters[0], 0, YES)
    council.pass_days(8)
    await council.look_after()
    await council.begin()
    await council.write(TITLES[1])
    valid, new = await council.texts()
    remove = use_cases.remove_chapter
    for text, code in ((valid, "chapter-adopted"), (new, "")):
        key = text.key
        found = await council.act(lambda u: remove(u, council.office, council.version_id, key))  # noqa: B023
        assert found == code
    assert await council.discuss() == ""
    council.pass_days(8)
    await council.consolidate()
    assert await council.open_vote() == "nothing-changed"
