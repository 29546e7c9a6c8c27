"""Keeps planned posts, and announces when one is vacant or filled."""

from datetime import date
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.organizations.queries import organizations_by_id
from services.directory.posts import queries, rules
from services.directory.posts.forms import PostForm
from services.directory.posts.models import Post
from shared.clock import local_date
from shared.contracts.directory import OrganizationKind
from shared.contracts.funding import PostFilled, PostVacant
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import FieldError
from shared.web.sessions.person import Me


async def add(uow: UnitOfWork, me: Me, given: PostForm) -> Post:
    """Store a new one; raises ``Problem``."""
    await _refuse(uow.session, me.tenant, given)
    known = given.model_dump(exclude={"version", "last_day"})
    post = Post(tenant=me.tenant, id=new_id(), **known)
    post.last_day = given.last_day
    uow.session.add(post)
    await uow.session.flush()
    await tell(uow, me.tenant, local_date(uow.now))
    return post


async def change(uow: UnitOfWork, me: Me, post_id: UUID, given: PostForm) -> Post:
    """Store it; raises ``Problem``, or ``Overtaken`` if somebody was faster."""
    post = await queries.one(uow.session, me.tenant, post_id)
    await _refuse(uow.session, me.tenant, given)
    post.update(given)
    await uow.session.flush()
    await tell(uow, me.tenant, local_date(uow.now))
    return post


async def _refuse(session: AsyncSession, tenant: str, given: PostForm) -> None:
    known = await organizations_by_id(session, tenant, [given.school_id, given.carrier_id])
    errors = []
    school, carrier = known.get(given.school_id), known.get(given.carrier_id)
    if school is None or school.kind != OrganizationKind.SCHOOL:
        errors.append(FieldError("school_id", "names no school of the municipality"))
    if carrier is None or carrier.kind != OrganizationKind.CARRIER:
        errors.append(FieldError("carrier_id", "names no carrier of the municipality"))
    if given.last_day is not None and given.last_day < given.valid_from:
        errors.append(FieldError("last_day", "must not lie before the first day"))
    rules.refuse(errors)


async def tell(uow: UnitOfWork, tenant: str, today: date) -> None:
    """Announce what has become vacant or filled by a day.

    What was told is no change by somebody, and makes no form that is open old. Of two who see the
    same at once one tells it: the other finds that it is said.
    """
    query = select(Post).where(Post.tenant == tenant).order_by(Post.id)
    posts = (await uow.session.scalars(query)).all()
    vacant = await queries.vacancies_of(uow.session, tenant, posts, today)
    for each in posts:
        since, before = vacant[each.id].since, each.vacant_since
        if since == before:
            continue
        unsaid = (Post.tenant == tenant, Post.id == each.id, Post.vacant_since == before)
        told = update(Post).where(*unsaid).values(vacant_since=since).returning(Post.id)
        if (await uow.session.execute(told)).first() is None:
            continue
        cause = Cause(tenant, new_id())
        if since is None:
            filled = PostFilled(
                post_id=each.id, school_id=each.school_id, carrier_id=each.carrier_id
            )
            uow.announce(filled, cause)
        elif before is None:
            event = PostVacant(
                post_id=each.id,
                school_id=each.school_id,
                carrier_id=each.carrier_id,
                since=since,
            )
            uow.announce(event, cause)
