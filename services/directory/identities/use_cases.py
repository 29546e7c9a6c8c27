"""Links accounts at the provider to people, and begins sign-ins by them."""

from secrets import token_urlsafe
from uuid import UUID

import structlog
from sqlalchemy import delete, select, update

from services.directory.accounts.queries import display_of, grants_of
from services.directory.codes import use_cases as codes
from services.directory.codes.values import Verdict
from services.directory.factors.queries import set_up_of
from services.directory.identities import queries
from services.directory.identities.models import (
    Arrival,
    Identity,
    UnmatchedSignIn,
    arrivals,
    identities,
    unmatched,
)
from services.directory.identities.rules import ARRIVAL_KEPT, UNMATCHED_KEPT, to_be_told
from services.directory.identities.values import (
    Account,
    Entered,
    LinkedBy,
    OneSelf,
    Outcome,
    Unknown,
    WithoutRole,
)
from services.directory.oidc.values import RolesGiven, SignedInByProvider
from services.directory.people.use_cases import lock_people
from services.directory.refusals.use_cases import note
from services.directory.refusals.values import Proof
from services.directory.scim.use_cases import keep_key
from services.directory.sessions import use_cases as sessions
from services.directory.sessions.values import Proven
from services.directory.values import digest_of
from shared.clock import local_date
from shared.context import Context
from shared.contracts.accounts import SignInMethod, effective
from shared.database.tables import row_of
from shared.database.writes import insert_rows
from shared.ids import new_id
from shared.messaging.event import EVERYONE
from shared.messaging.unit_of_work import UnitOfWork
from shared.web import audit
from shared.web.problem import Problem
from shared.web.sessions.one_time import PURPOSE
from shared.web.sessions.person import Me
from shared.web.tenants import refuse_unserved

SERVED_ALONE = 1
LINKED = "account linked by a code"
"""As it is recorded; nobody is signed in before."""
NUMBERED = "account linked by a personnel number"
KNOWN_BY = "personnel"
"""The numbers by which an account was linked, among the keys of people in other systems."""

log = structlog.get_logger(__name__)


async def arrive(
    here: Context, came: SignedInByProvider, browser: str, replaced: str | None
) -> Outcome:
    """Sign in whose account it is; an account that is nobody's waits in a list."""
    async with here.database.transaction() as uow:
        identity = await _identity(uow, came.issuer, came.subject)
        identity = identity or await _by_number(here, uow, came)
        if identity is None:
            return await _wait(here, uow, came)
        given = came.roles.given if here.settings.oidc_roles_path else None
        notice = to_be_told(identity.roles_given, given)
        identity.sub, identity.address = came.sub, came.address
        identity.roles_given, identity.roles = given, list(came.roles.names)
        proven = Proven(
            identity.person_id,
            SignInMethod.OIDC,
            browser,
            came.issuer,
            came.idp_sid,
            came.id_token,
            came.proven_at,
        )
        return await _begin(here, uow, proven, replaced, came.target, notice)


async def prove_by_code(
    here: Context, secret: str, asked: str, typed: str, browser: str, replaced: str | None
) -> Outcome | Verdict:
    """Link what this browser brought to the person whose code was entered, and sign them in.

    ``secret`` is of the account that waits, ``asked`` of the request for a code. Raises ``Problem``
    where somebody has a second step: then a code alone does not prove who they are.
    """
    async with here.database.transaction() as uow:
        arrival = await queries.find_arrival(uow.session, here, secret)
        if arrival is None:
            return Verdict.EXPIRED
        key = here.key(PURPOSE)
        verdict, person_id = await codes.check(uow, key, asked, typed)
        if person_id is None:
            note(uow, Proof.CODE)
            return verdict
        if (await set_up_of(uow.session, person_id)).is_any:
            raise Problem(409, "second-step", "A code alone does not prove who they are")
        await link(uow, arrival, person_id, LinkedBy.CODE)
        await audit.record_of(uow, await _self(uow, person_id), LINKED, ("person", str(person_id)))
        given = RolesGiven(arrival.roles_given) if arrival.roles_given else None
        proven = Proven(
            person_id,
            SignInMethod.OIDC,
            browser,
            arrival.issuer,
            arrival.idp_sid,
            arrival.id_token,
        )
        target = arrival.target
        await uow.session.delete(arrival)
        notice = to_be_told(None, given)
        return await _begin(here, uow, proven, replaced, target, notice)


async def link(uow: UnitOfWork, account: Account, person_id: UUID, how: LinkedBy) -> Identity:
    """From now on this account is this person's; raises ``Problem`` if it is another's.

    The one way in which accounts and people come together, whoever knows that they do.
    """
    came = account if isinstance(account, Arrival) else None
    row = row_of(Identity)(
        id=new_id(),
        issuer=account.issuer,
        subject=account.subject,
        sub=account.sub,
        person_id=person_id,
        linked_by=how,
        address=came.address if came else None,
        roles_given=came.roles_given if came else None,
        roles=came.roles if came else [],
    )
    await insert_rows(uow.session, identities, [row], ignore_conflicts=True)
    known = await _identity(uow, account.issuer, account.subject)
    if known is None or known.person_id != person_id:
        raise Problem(409, "account-taken", "The account is another person's")
    mine = (unmatched.c.issuer == account.issuer, unmatched.c.subject == account.subject)
    await uow.session.execute(delete(unmatched).where(*mine))
    log.info("account linked", how=how)
    return known


async def assign(uow: UnitOfWork, me: Me, key: UUID, person_id: UUID) -> str:
    """Say whose account it is; returns the person's name. Raises ``Problem``."""
    account = await queries.one_waiting(uow.session, me, key)
    await lock_people(uow, [person_id])
    person = await queries.candidate(uow.session, me, person_id)
    await link(uow, account, person_id, LinkedBy.OFFICE)
    return person.name


async def dismiss(uow: UnitOfWork, me: Me, key: UUID) -> None:
    """Drop it; whoever signs in with it again waits again."""
    account = await queries.one_waiting(uow.session, me, key)
    await uow.session.execute(delete(unmatched).where(unmatched.c.id == account.id))


async def unlink(uow: UnitOfWork, me: Me, key: UUID) -> None:
    """The account is nobody's again, and what was begun with it ends; raises ``Problem``."""
    identity, _ = await queries.one_linked(uow.session, me, key)
    issuer, person_id = identity.issuer, identity.person_id
    await uow.session.delete(identity)
    await sessions.end_by_provider(uow, issuer, person_id=person_id)
    log.info("account unlinked")


async def ask_office(here: Context, uow: UnitOfWork, secret: str, municipality: str) -> bool:
    """Show the account that waits in this browser to the office there; False if none does."""
    refuse_unserved(municipality, here.settings.municipalities, "municipality")
    arrival = await queries.find_arrival(uow.session, here, secret)
    if arrival is None:
        return False
    mine = (unmatched.c.issuer == arrival.issuer, unmatched.c.subject == arrival.subject)
    await uow.session.execute(update(unmatched).where(*mine).values(municipality=municipality))
    return True


async def forget(uow: UnitOfWork) -> None:
    """Drop what nobody can use any more, and accounts that were nobody's for long."""
    await uow.session.execute(delete(arrivals).where(arrivals.c.begun_at < uow.now - ARRIVAL_KEPT))
    old = unmatched.c.first_seen < uow.now - UNMATCHED_KEPT
    await uow.session.execute(delete(unmatched).where(old))


async def _by_number(here: Context, uow: UnitOfWork, came: SignedInByProvider) -> Identity | None:
    """The account is theirs who has the personnel number that it names: once, then never again.

    Whoever has an account there already has it; the office unlinks one, and then a number links
    nothing any more.
    """
    carrier = await queries.carrier_of_numbers(uow.session, here)
    if carrier is None or came.personnel_number is None:
        return None
    today = local_date(uow.now)
    person_id = await queries.numbered(uow.session, carrier, came.personnel_number, today)
    if person_id is None:
        return None
    await lock_people(uow, [person_id])
    if await queries.has_account(uow.session, came.issuer, person_id):
        return None
    key = f"{came.issuer} {carrier.organization_id} {came.personnel_number}"
    if not await keep_key(uow, carrier.tenant, KNOWN_BY, key, person_id):
        return None
    known = await link(uow, came, person_id, LinkedBy.PERSONNEL)
    themselves = OneSelf(carrier.tenant, str(person_id))
    await audit.record_of(uow, themselves, NUMBERED, ("person", str(person_id)))
    return known


async def _self(uow: UnitOfWork, person_id: UUID) -> OneSelf:
    held = await grants_of(uow.session, person_id)
    places = (each.municipality for each in held if each.municipality != EVERYONE)
    return OneSelf(next(places, EVERYONE), str(person_id))


async def _wait(here: Context, uow: UnitOfWork, came: SignedInByProvider) -> Unknown:
    served = here.settings.municipalities
    row = row_of(UnmatchedSignIn)(
        id=new_id(),
        issuer=came.issuer,
        subject=came.subject,
        sub=came.sub,
        shown_name=came.shown_name,
        first_seen=uow.now,
        municipality=next(iter(served)) if len(served) == SERVED_ALONE else None,
    )
    await insert_rows(uow.session, unmatched, [row], ignore_conflicts=True)
    mine = (unmatched.c.issuer == came.issuer, unmatched.c.subject == came.subject)
    again = {"shown_name": came.shown_name, "sub": came.sub}
    await uow.session.execute(update(unmatched).where(*mine).values(again))
    secret = token_urlsafe(32)
    uow.session.add(
        Arrival(
            secret_sha256=digest_of(secret),
            issuer=came.issuer,
            subject=came.subject,
            sub=came.sub,
            idp_sid=came.idp_sid,
            id_token=came.id_token,
            shown_name=came.shown_name,
            address=came.address,
            target=came.target,
            roles_given=came.roles.given if here.settings.oidc_roles_path else None,
            roles=list(came.roles.names),
            begun_at=uow.now,
        )
    )
    return Unknown(secret)


async def _begin(
    here: Context,
    uow: UnitOfWork,
    proven: Proven,
    replaced: str | None,
    target: str,
    notice: RolesGiven | None,
) -> Entered | WithoutRole:
    held = await grants_of(uow.session, proven.person_id)
    if not any(effective(held, here.settings.municipalities, local_date(uow.now))):
        return WithoutRole()
    secret = await sessions.begin(uow, proven, replaced)
    return Entered(secret, target, notice, await display_of(uow.session, proven.person_id))


async def _identity(uow: UnitOfWork, issuer: str, subject: str) -> Identity | None:
    mine = (Identity.issuer == issuer, Identity.subject == subject)
    return (await uow.session.scalars(select(Identity).where(*mine))).one_or_none()
