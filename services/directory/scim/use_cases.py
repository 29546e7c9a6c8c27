"""Keeps users as their identity system says; what follows for work, the office decides."""

from datetime import date
from uuid import UUID

from services.directory.departures import use_cases as departing
from services.directory.employments.queries import known_by_number, of_workers
from services.directory.employments.values import State, state_of
from services.directory.people.queries import people_by_id, written_to_at
from services.directory.people.use_cases import save_people
from services.directory.people.values import names_of as names_known
from services.directory.schemas import NewDeparture
from services.directory.scim import queries, rules
from services.directory.scim.models import PersonKey, ScimQuestion, ScimUser
from services.directory.scim.schemas import CarrierUser
from services.directory.scim.values import SYSTEM, QuestionKind, Settled
from services.directory.staff import use_cases as staff
from shared.clock import local_date
from shared.contracts.directory import DepartureReason
from shared.ids import new_id
from shared.json import Json
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.settings import Settings
from shared.web.problem import Problem
from shared.web.sessions.person import Me
from shared.web.tokens import ApiClient

_STANDING = (State.CURRENT, State.COMING)
"""As long as a carrier says what somebody is called."""


async def create(
    uow: UnitOfWork, client: ApiClient, user: CarrierUser, settings: Settings
) -> tuple[ScimUser, bool]:
    """A new user; or, with the external id of one that was locked or deleted, that one again.

    Says whether it is new. Raises ``Problem`` (409) for what is there already, or may be.
    """
    rules.refuse_unreachable(user, settings)
    if user.external_id and (
        before := await queries.with_number(uow.session, client, user.external_id)
    ):
        if before.active is not False and before.deleted_at is None:
            raise _taken("externalId", "A user with this externalId is there already")
        await _refuse_name(uow, client, user, before)
        return await _again(uow, client, before, user), False
    await _refuse_name(uow, client, user, None)
    row = ScimUser(
        id=new_id(),
        tenant=client.tenant,
        carrier_id=client.organization_id,
        person_id=None,
        user_name_key=_key(user),
        external_id=user.external_id,
        attributes={},
        active=user.active is not False,
        version=1,
        created_at=uow.now,
        changed_at=uow.now,
    )
    _store(row, user)
    uow.session.add(row)
    await uow.session.flush()
    await _link(uow, client, row, user)
    if row.active is False:
        await _ask(uow, client, row, QuestionKind.LEAVES)
    await _open_or_close(uow, client, row)
    return row, True


async def replace(
    uow: UnitOfWork,
    client: ApiClient,
    user_id: UUID,
    body: Json,
    expected: str,
    settings: Settings,
) -> tuple[ScimUser, bool]:
    """All attributes but ``active``, which stays unless it is named. Says whether that changed."""
    row = await _held(uow, client, user_id, expected)
    user = rules.read_put(body)
    rules.refuse_unreachable(user, settings)
    user.active = row.active if user.active is None else user.active
    return row, await _change(uow, client, row, user)


async def patch(
    uow: UnitOfWork,
    client: ApiClient,
    user_id: UUID,
    body: Json,
    expected: str,
    settings: Settings,
) -> tuple[ScimUser, bool]:
    """All operations, or none. Says whether they changed anything."""
    row = await _held(uow, client, user_id, expected)
    user = rules.patched(rules.user_of(row, settings.base_url), body)
    rules.refuse_unreachable(user, settings)
    return row, await _change(uow, client, row, user)


async def delete(uow: UnitOfWork, client: ApiClient, user_id: UUID, expected: str) -> None:
    """Nobody finds it any more; of somebody who works here the office is asked.

    Its id and number stay, so that whoever is posted again is the same.
    """
    row = await _held(uow, client, user_id, expected)
    if row.active is not False:
        await _ask(uow, client, row, QuestionKind.LEAVES)
    row.active, row.deleted_at = False, uow.now
    await _open_or_close(uow, client, row)
    row.attributes, row.user_name_key = {}, ""
    row.version += 1


async def _again(uow: UnitOfWork, client: ApiClient, row: ScimUser, user: CarrierUser) -> ScimUser:
    row.deleted_at = None
    user.active = user.active is not False
    await _change(uow, client, row, user)
    return row


async def _held(uow: UnitOfWork, client: ApiClient, user_id: UUID, expected: str) -> ScimUser:
    query = queries.own(client).where(ScimUser.id == user_id).with_for_update()
    row = (await uow.session.scalars(query)).one()
    if expected not in ("", "*") and rules.version_of(row) not in expected:
        raise Problem(412, "changed-meanwhile", "The user has changed since it was read")
    return row


async def _change(uow: UnitOfWork, client: ApiClient, row: ScimUser, user: CarrierUser) -> bool:
    locked, known = row.active is False, row.person_id
    same = rules.stored(user) == row.attributes and user.active == row.active
    if same and user.external_id == row.external_id:
        return False
    await _refuse_name(uow, client, user, row)
    await _refuse_number(uow, client, user, row)
    _store(row, user)
    row.version, row.changed_at = row.version + 1, uow.now
    await _link(uow, client, row, user)
    row.active = user.active
    if locked is not (row.active is False):
        await _note(uow, client, row)
    if locked is not (row.active is False) or known != row.person_id:
        await _open_or_close(uow, client, row)
    return True


async def _open_or_close(uow: UnitOfWork, client: ApiClient, row: ScimUser) -> None:
    """Whoever works there may sign in as a worker, until their last day; not while locked."""
    if row.person_id is not None:
        change = staff.shut_out if row.active is False else staff.let_in
        await change(uow, client, row.person_id)


def _store(row: ScimUser, user: CarrierUser) -> None:
    row.attributes, row.external_id = rules.stored(user), user.external_id
    row.user_name_key = _key(user)


async def _link(uow: UnitOfWork, client: ApiClient, row: ScimUser, user: CarrierUser) -> None:
    """Find who it is by the carrier's own number; while it employs them they are called as it says.

    Raises ``Problem`` where an address alone would tell who it is: that is never enough.
    """
    number = rules.number_of(user)
    key = client.organization_id, number or ""
    known = (await known_by_number(uow.session, [key])).get(key) if number else None
    if known:
        row.person_id = known[-1].worker_id
        await keep_key(uow, row.tenant, SYSTEM, str(row.id), row.person_id)
    if row.person_id is not None:
        await _call(uow, client, row.person_id, user)
        return
    address = rules.address_of(user)
    if address and await written_to_at(uow.session, client.tenant, address.casefold()):
        raise _taken(
            "emails.value",
            "Somebody with this mail address is known already. Send the personnel number they"
            " were hired under as externalId or employeeNumber, or ask the coordination office",
        )


async def _call(uow: UnitOfWork, client: ApiClient, person_id: UUID, user: CarrierUser) -> None:
    theirs = (await of_workers(uow.session, client, [person_id])).get(person_id, ())
    if not any(state_of(each, local_date(uow.now)) in _STANDING for each in theirs):
        return
    person = (await people_by_id(uow.session, client.tenant, [person_id]))[person_id]
    before = names_known(person)
    names = rules.names_of(user, before)
    if names != before:
        await save_people(uow, {person_id: names}, Cause(client.tenant, new_id()))


async def keep_key(uow: UnitOfWork, tenant: str, system: str, value: str, person_id: UUID) -> bool:
    """Remember how somebody is called in another system; returns whether that is new."""
    if await queries.key_known(uow.session, tenant, system, value):
        return False
    uow.session.add(PersonKey(tenant=tenant, system=system, value=value, person_id=person_id))
    return True


async def _note(uow: UnitOfWork, client: ApiClient, row: ScimUser) -> None:
    """Locked: ask. Free again: take the question back, or say that somebody has come back."""
    if row.active is False:
        await _ask(uow, client, row, QuestionKind.LEAVES)
        return
    if not await _take_back(uow, row):
        await _ask(uow, client, row, QuestionKind.RETURNS)


async def _ask(uow: UnitOfWork, client: ApiClient, row: ScimUser, kind: QuestionKind) -> None:
    """Of somebody who stands in an employment whether they leave; of others, who come back."""
    if row.person_id is None:
        return
    theirs = await of_workers(uow.session, client, [row.person_id])
    today = local_date(uow.now)
    stands = any(not each.settled(today) for each in theirs.get(row.person_id, ()))
    if stands is (kind is QuestionKind.RETURNS):
        return
    uow.session.add(
        ScimQuestion(
            id=new_id(),
            tenant=row.tenant,
            user_id=row.id,
            carrier_id=row.carrier_id,
            person_id=row.person_id,
            kind=kind.value,
            asked_at=uow.now,
        )
    )


async def _take_back(uow: UnitOfWork, row: ScimUser) -> bool:
    query = queries.open_in(row.tenant).where(ScimQuestion.user_id == row.id)
    waiting = (await uow.session.scalars(query)).all()
    for each in waiting:
        each.settled_at, each.settled_as = uow.now, Settled.TAKEN_BACK.value
    return bool(waiting)


async def _refuse_name(
    uow: UnitOfWork, client: ApiClient, user: CarrierUser, row: ScimUser | None
) -> None:
    other = await queries.called(uow.session, client, _key(user))
    if other is not None and (row is None or other.id != row.id):
        raise _taken("userName", "A user with this userName is there already")


async def _refuse_number(
    uow: UnitOfWork, client: ApiClient, user: CarrierUser, row: ScimUser
) -> None:
    if not user.external_id or user.external_id == row.external_id:
        return
    if await queries.with_number(uow.session, client, user.external_id):
        raise _taken("externalId", "A user with this externalId is there already")


def _key(user: CarrierUser) -> str:
    return (user.user_name or "").casefold()


def _taken(attribute: str, title: str) -> Problem:
    return Problem(409, "uniqueness", f"{attribute}: {title}", members={"scimType": "uniqueness"})


async def settle_departure(
    uow: UnitOfWork, me: Me, question_id: UUID, last_day: date, reason: DepartureReason
) -> None:
    """They leave: what the carrier would have posted, by the office. Raises ``Problem``."""
    question = await queries.open_question(uow.session, me.tenant, question_id)
    client = ApiClient(f"person-{me.person_id}", me.tenant, question.carrier_id)
    given = NewDeparture(
        external_id=question.external_id,
        employment_id=question.employment_id,
        last_day=last_day,
        reason=reason,
    )
    await departing.depart(uow, client, given)
    await _settle(uow, me, question_id, Settled.DEPARTED)


async def settle(uow: UnitOfWork, me: Me, question_id: UUID) -> None:
    """Nothing follows; raises ``NoResultFound``."""
    await _settle(uow, me, question_id, Settled.STAYS)


async def _settle(uow: UnitOfWork, me: Me, question_id: UUID, settled: Settled) -> None:
    query = queries.open_in(me.tenant).where(ScimQuestion.id == question_id)
    row = (await uow.session.scalars(query)).one()
    row.settled_at, row.settled_as = uow.now, settled.value
