"""Keeps somebody's picture, shows it, and takes it away."""

import asyncio
from hashlib import sha256

from sqlalchemy import delete, update
from sqlalchemy.exc import NoResultFound

from services.directory.documents import use_cases as files
from services.directory.people.queries import people_by_id
from services.directory.people.use_cases import lock_person
from services.directory.people.values import SeenBy
from services.directory.photos import queries
from services.directory.photos.models import Photo, photos
from services.directory.photos.rules import redrawn
from services.directory.photos.values import HEADERS, Handed, Picture
from shared.context import Context
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.sessions.person import Me

Lies = tuple[str, str]
"""Where content lies in the store, and its digest."""


async def drawn(here: Context, content: bytes) -> Lies:
    """What a picture is once it is drawn anew; raises ``Problem``."""
    picture = await asyncio.to_thread(redrawn, content)
    return await files.put_aside(here, picture), sha256(picture).hexdigest()


async def put_up(uow: UnitOfWork, me: Me, lies: Lies, seen_by: SeenBy) -> None:
    """The one before is gone; raises ``NoResultFound`` for who belongs elsewhere."""
    if me.person_id not in await people_by_id(uow.session, me.tenant, [me.person_id]):
        raise NoResultFound
    await lock_person(uow, me.person_id)
    if (before := await queries.of_person(uow.session, me.tenant, me.person_id)) is not None:
        await take_away(uow, me.tenant, before)
    key, digest = lies
    uow.session.add(
        Photo(
            tenant=me.tenant,
            person_id=me.person_id,
            key=key,
            sha256=digest,
            seen_by=seen_by,
            uploaded_at=uow.now,
        )
    )
    await files.taken(uow, key)


async def show_to(uow: UnitOfWork, me: Me, seen_by: SeenBy) -> None:
    """Others see the same picture from now on; raises ``NoResultFound``."""
    mine = (photos.c.tenant == me.tenant, photos.c.person_id == me.person_id)
    changed = update(photos).where(*mine).values(seen_by=seen_by).returning(photos.c.id)
    (await uow.session.execute(changed)).one()


async def take_away(uow: UnitOfWork, tenant: str, found: Picture) -> None:
    """With the next request it is nowhere; its content is deleted at once."""
    this = (photos.c.tenant == tenant, photos.c.id == found.id)
    gone = await uow.session.execute(delete(photos).where(*this).returning(photos.c.key))
    await files.let_go(uow, gone.scalars().all())


async def handed(here: Context, found: Picture, known: str) -> Handed:
    """What who may see it is shown; ``known`` is their ``If-None-Match``. Raises ``Problem``."""
    etag = f'"{found.sha256[:32]}"'
    headers = {**HEADERS, "ETag": etag}
    if etag in known:
        return Handed(304, b"", headers)
    return Handed(200, await files.content_of(here, found.key, found.sha256), headers)
