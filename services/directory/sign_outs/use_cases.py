"""Ends what the provider has ended, and the provider's after ours."""

import asyncio
from uuid import UUID

import structlog

from services.directory.identities.queries import people_with_sub
from services.directory.oidc import queries as oidc
from services.directory.oidc.use_cases import use_once
from services.directory.oidc.values import LoggedOut
from services.directory.sessions import queries as signed_in
from services.directory.sessions import use_cases as sessions
from shared.context import Context
from shared.ids import new_id
from shared.messaging.event import EVERYONE, Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.sessions import cookies

SECONDS_TO_LEAVE = 2.0
"""Until somebody who signs out waits for the provider no longer."""

log = structlog.get_logger(__name__)


async def end_by_logout(uow: UnitOfWork, told: LoggedOut) -> int:
    """End what the provider has ended; raises ``OidcRefused`` for a token that comes again.

    A session nobody knows is no fault: it may have ended here first.
    """
    if told.token_id:
        await use_once(uow, told)
    ended = 0
    if told.ends_all:
        whose: set[UUID] = set()
        if told.sub:
            whose.update(await people_with_sub(uow.session, told.issuer, told.sub))
        if told.sid:
            whose.update(await signed_in.of_provider(uow.session, told.issuer, told.sid))
        for person_id in whose:
            ended += await sessions.end_by_provider(uow, told.issuer, person_id=person_id)
    elif told.sid:
        ended = await sessions.end_by_provider(uow, told.issuer, sid=told.sid)
    log.info("signed out by the provider", ended=ended)
    return ended


async def sign_out(here: Context, secret: str) -> str | None:
    """End this sign-in everywhere; returns where the provider ends its own, if it has one.

    Ours has ended before the provider is asked anything.
    """
    session_id = cookies.digest_of(secret)
    async with here.database.transaction() as uow:
        made = await signed_in.at_provider(uow.session, session_id)
        await sessions.end(uow, [session_id], Cause(EVERYONE, new_id()))
    if made is None or made[0] != here.settings.oidc_issuer:
        return None
    try:
        async with asyncio.timeout(SECONDS_TO_LEAVE):
            return await oidc.logout_address(here, made[1])
    except TimeoutError:
        return None
