"""Begins versions, writes their chapters, and takes them from one state to the next."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import insert, select

from services.surveys.framework import queries, rules
from services.surveys.framework.forms import ChapterForm
from services.surveys.framework.models import (
    ChapterText,
    FrameworkVersion,
    framework_adopted,
)
from services.surveys.framework.values import (
    REVISED,
    WRITTEN,
    Chapter,
    Round,
    Stage,
    Standard,
    VersionState,
    sha256_of,
    standards_of,
    stored,
)
from services.surveys.people import queries as people
from shared.clock import local_date
from shared.contracts.accounts import AccessRole
from shared.contracts.framework import CommentsAsked
from shared.database.versions import Overtaken
from shared.ids import new_id
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import Problem
from shared.web.sessions.person import Me

VOTERS = (AccessRole.WORKER, AccessRole.HEAD, AccessRole.CARRIER)
"""Who comments, and decides."""
_WRITABLE = (Stage.DRAFT, Stage.REPLYING)


async def begin(uow: UnitOfWork, me: Me) -> FrameworkVersion:
    """The next version, with the texts as they stand, rejected ones too; raises ``Problem``."""
    known = await queries.versions(uow.session, me.tenant)
    if known and known[0].state is not VersionState.ADOPTED:
        raise Problem(409, "framework-running", "There is one that is not adopted")
    row = FrameworkVersion(
        tenant=me.tenant, id=new_id(), number=known[0].number + 1 if known else 1
    )
    uow.session.add(row)
    await uow.session.flush()
    if known:
        before = await queries.newest(uow.session, me.tenant, known[0].id)
        _write(uow, row, WRITTEN, before)
    return row


async def add_chapter(uow: UnitOfWork, me: Me, version_id: UUID, given: ChapterForm) -> UUID:
    """The last one of a draft; raises ``Problem``."""
    row = await hold(uow, me.tenant, version_id)
    rules.refuse_stage(rules.stage(row, uow.now), Stage.DRAFT)
    known = await queries.chapters(uow.session, me.tenant, version_id, WRITTEN)
    rules.refuse_chapter([each.title for each in known], given.title)
    chapter = ChapterText(
        tenant=me.tenant,
        version_id=version_id,
        chapter_key=new_id(),
        edition=WRITTEN,
        position=max((each.position for each in known), default=0) + 1,
        title=given.title,
        body=given.body,
        standards=[],
        sha256=sha256_of(given.title, given.body, ()),
    )
    uow.session.add(chapter)
    await uow.session.flush()
    return chapter.chapter_key


async def write_chapter(
    uow: UnitOfWork, me: Me, version_id: UUID, key: UUID, given: ChapterForm
) -> None:
    """Its newest text, while it may be changed; raises ``Problem``, ``Overtaken``."""
    row = await hold(uow, me.tenant, version_id)
    before = await queries.chapter(uow.session, me.tenant, version_id, key)
    if before.version != given.version:
        kept = {"title": before.title, "body": before.body, "version": before.version}
        raise Overtaken(given, kept)
    others = await queries.newest(uow.session, me.tenant, version_id)
    rules.refuse_chapter([each.title for each in others if each.key != key], given.title)
    chapter = await _writable(uow, row, key)
    chapter.title, chapter.body = given.title, given.body
    _sign(chapter)


async def remove_chapter(uow: UnitOfWork, me: Me, version_id: UUID, key: UUID) -> None:
    """From a draft, unless it is valid: that takes a vote; raises ``Problem``."""
    row = await hold(uow, me.tenant, version_id)
    rules.refuse_stage(rules.stage(row, uow.now), Stage.DRAFT)
    chapter = await _writable(uow, row, key)
    if key in await queries.valid(uow.session, me.tenant):
        raise Problem(409, "chapter-adopted", "It is valid")
    await uow.session.delete(chapter)
    await uow.session.flush()


async def _writable(uow: UnitOfWork, row: FrameworkVersion, key: UUID) -> ChapterText:
    """The text of a chapter that may be changed now; raises ``Problem``, ``NoResultFound``.

    What was commented stays: the first change after the comments makes the text to vote on.
    """
    stage = rules.stage(row, uow.now)
    rules.refuse_stage(stage, *_WRITABLE)
    edition = WRITTEN if stage is Stage.DRAFT else REVISED
    query = select(ChapterText).where(
        ChapterText.tenant == row.tenant,
        ChapterText.version_id == row.id,
        ChapterText.chapter_key == key,
        ChapterText.edition == edition,
    )
    found = (await uow.session.scalars(query)).first()
    if found is None:
        before = await queries.chapter(uow.session, row.tenant, row.id, key)
        [found] = _write(uow, row, edition, [before])
    return found


async def write_standards(
    uow: UnitOfWork, row: FrameworkVersion, key: UUID, standards: Sequence[Standard]
) -> None:
    """In place of those that the chapter has; raises ``Problem``."""
    chapter = await _writable(uow, row, key)
    chapter.standards = stored(standards)
    _sign(chapter)


def _sign(chapter: ChapterText) -> None:
    """After each change: comments and votes belong to the hash."""
    standards = standards_of(chapter.standards)
    chapter.sha256 = sha256_of(chapter.title, chapter.body, standards)


async def open_comments(uow: UnitOfWork, me: Me, version_id: UUID, last_day: date) -> None:
    """The texts stay as they are from now on, and people say what they think of them."""
    row = await hold(uow, me.tenant, version_id)
    rules.refuse_stage(rules.stage(row, uow.now), Stage.DRAFT)
    if not await queries.chapters(uow.session, me.tenant, version_id, WRITTEN):
        raise Problem(409, "no-chapters", "There is nothing to comment")
    today = local_date(uow.now)
    row.comments_until = rules.closing(last_day, today)
    row.state = VersionState.COMMENT
    for each in sorted(await people.with_roles(uow.session, me.tenant, VOTERS, today)):
        asked = CommentsAsked(
            version_id=row.id, number=row.number, person_id=each, closes_on=last_day
        )
        uow.announce(asked, me.cause)


async def revise(uow: UnitOfWork, tenant: str, version_id: UUID) -> None:
    """What was written since the comments, and the rest as it was, is the text to vote on."""
    row = await hold(uow, tenant, version_id)
    rules.refuse_stage(rules.stage(row, uow.now), Stage.REPLYING)
    texts = await queries.newest(uow.session, tenant, version_id)
    _write(uow, row, REVISED, [each for each in texts if each.edition == WRITTEN])
    row.revised_at = uow.now


async def write_again(uow: UnitOfWork, tenant: str, version_id: UUID) -> None:
    """The texts to vote on may be changed once more, until a vote is opened on them."""
    row = await hold(uow, tenant, version_id)
    rules.refuse_stage(rules.stage(row, uow.now), Stage.REVISED)
    row.revised_at = None


async def open_vote(
    uow: UnitOfWork, tenant: str, version_id: UUID, last_day: date
) -> Sequence[Chapter]:
    """The texts that are voted on until the end of that day; raises ``Problem``."""
    row = await hold(uow, tenant, version_id)
    rules.refuse_stage(rules.stage(row, uow.now), Stage.REVISED)
    row.votes_until = rules.closing(last_day, local_date(uow.now))
    row.state = VersionState.VOTE
    return await queries.chapters(uow.session, tenant, version_id, REVISED)


async def adopt(
    uow: UnitOfWork, tenant: str, version_id: UUID, accepted: Collection[UUID], at: datetime
) -> int:
    """Accepted texts are valid from the day of ``at``, the others' old ones stay so.

    Returns the number of the version.
    """
    row = await hold(uow, tenant, version_id)
    rules.refuse_stage(rules.stage(row, uow.now), Stage.COUNTING)
    before = await queries.adopted(uow.session, tenant)
    old = {chapter.key: (chapter, since) for chapter, since in before.chapters} if before else {}
    today = local_date(at)
    valid = []
    for each in await queries.chapters(uow.session, tenant, version_id, REVISED):
        text, since = (each, today) if each.key in accepted else old.get(each.key, (None, today))
        if text is not None:
            valid.append(
                {
                    "tenant": tenant,
                    "version_id": version_id,
                    "chapter_key": each.key,
                    "position": each.position,
                    "text_version_id": text.version_id,
                    "adopted_on": since,
                }
            )
    row.state, row.adopted_on = VersionState.ADOPTED, today
    if valid:
        await uow.session.execute(insert(framework_adopted), valid)
    return row.number


async def hold(uow: UnitOfWork, tenant: str, version_id: UUID) -> FrameworkVersion:
    """Nobody else changes it, comments or votes meanwhile; raises ``NoResultFound``."""
    mine = (FrameworkVersion.tenant == tenant, FrameworkVersion.id == version_id)
    query = select(FrameworkVersion).where(*mine).with_for_update()
    return (await uow.session.scalars(query.execution_options(populate_existing=True))).one()


async def hold_at(uow: UnitOfWork, tenant: str, version_id: UUID, *allowed: Stage) -> Round:
    """The same for who sees no rows; raises ``Problem`` where it is at none of these stages."""
    found = queries.seen(await hold(uow, tenant, version_id), uow.now)
    rules.refuse_stage(found.stage, *allowed)
    return found


def _write(
    uow: UnitOfWork, row: FrameworkVersion, edition: int, texts: Sequence[Chapter]
) -> list[ChapterText]:
    """Copies of texts for another edition."""
    made = [
        ChapterText(
            tenant=row.tenant,
            version_id=row.id,
            chapter_key=each.key,
            edition=edition,
            position=each.position,
            title=each.title,
            body=each.body,
            standards=stored(each.standards),
            sha256=each.sha256,
        )
        for each in texts
    ]
    uow.session.add_all(made)
    return made
