"""Sets up endpoints, changes them, and notes whether they take what they are told."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, select, update

from services.notifications.attempts import use_cases as attempts
from services.notifications.endpoints import queries
from services.notifications.endpoints.forms import EndpointForm, NewEndpointForm, RotationForm
from services.notifications.endpoints.models import Endpoint, endpoints
from services.notifications.endpoints.rules import STAGES, to_tell
from services.notifications.endpoints.schemas import ChangedEndpoint, NewEndpoint
from services.notifications.endpoints.values import BOTH_FOR, Keeper, State, Vault, new_secret
from services.notifications.posting.values import Policy
from services.notifications.recipients.queries import carriers_of
from shared.contracts.notifications import EndpointFailing, EndpointStage
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import FieldError, Problem


async def add(
    uow: UnitOfWork,
    keeper: Keeper,
    vault: Vault,
    policy: Policy,
    given: NewEndpointForm | NewEndpoint,
) -> tuple[Endpoint, str]:
    """With its secret, which nobody is shown again; raises ``Problem``."""
    _refuse_url(given.url, policy)
    carrier_id = keeper.carrier_id
    if carrier_id is None and isinstance(given, NewEndpointForm):
        carrier_id = given.carrier_id
        if carrier_id and carrier_id not in await carriers_of(uow.session, keeper.tenant):
            errors = [FieldError("carrier_id", "is none")]
            raise Problem(422, "carrier-not-found", "There is no such carrier", errors=errors)
    secret = new_secret()
    endpoint = Endpoint(
        tenant=keeper.tenant,
        carrier_id=carrier_id,
        name=given.name,
        url=given.url,
        types=sorted(each.value for each in given.types),
        state=State.ACTIVE.value,
        secret=vault.encrypt(secret),
        secret_since=uow.now,
        created_at=uow.now,
    )
    uow.session.add(endpoint)
    await uow.session.flush()
    return endpoint, secret


async def change(
    uow: UnitOfWork,
    keeper: Keeper,
    endpoint_id: UUID,
    policy: Policy,
    given: EndpointForm | ChangedEndpoint,
) -> Endpoint:
    """What waits goes to the new address; raises ``Problem``, or ``Overtaken``."""
    endpoint = await queries.endpoint(uow.session, keeper, endpoint_id)
    _refuse_url(given.url, policy)
    endpoint.update(given)
    endpoint.types = sorted(str(each) for each in given.types)
    await uow.session.flush()
    return endpoint


async def rotate(
    uow: UnitOfWork, keeper: Keeper, endpoint_id: UUID, vault: Vault, seen: RotationForm | None
) -> str:
    """A new secret; the one before signs beside it for a day, and an older one no more.

    Raises ``Problem`` if there is a newer one than was ``seen``.
    """
    endpoint = await queries.endpoint(uow.session, keeper, endpoint_id)
    if seen is not None and seen.since != endpoint.secret_since:
        raise Problem(409, "rotated-meanwhile", "There is a newer secret by now")
    secret = new_secret()
    endpoint.former_secret, endpoint.former_until = endpoint.secret, uow.now + BOTH_FOR
    endpoint.secret, endpoint.secret_since = vault.encrypt(secret), uow.now
    await uow.session.flush()
    return secret


async def switch_off(uow: UnitOfWork, keeper: Keeper, endpoint_id: UUID) -> None:
    """What happens meanwhile is kept."""
    endpoint = await queries.endpoint(uow.session, keeper, endpoint_id)
    if State(endpoint.state).is_on:
        endpoint.state = State.SWITCHED_OFF.value
        await attempts.hold(uow, keeper.tenant, [endpoint_id])


async def switch_on(uow: UnitOfWork, keeper: Keeper, endpoint_id: UUID, *, again: bool) -> None:
    """Patience begins anew; what was kept is sent ``again``, or not at all."""
    endpoint = await queries.endpoint(uow.session, keeper, endpoint_id)
    if State(endpoint.state).is_on:
        return
    endpoint.state = State.ACTIVE.value
    endpoint.failing_since = endpoint.told = None
    if again:
        await attempts.send_left(uow, keeper.tenant, endpoint_id)
    else:
        await attempts.skip_left(uow, keeper.tenant, endpoint_id)


async def note_success(uow: UnitOfWork, endpoint_id: UUID) -> None:
    """It takes what it is told; those who look after it are told anew should it stop."""
    values = {"reached_at": uow.now, "failing_since": None, "told": None}
    await uow.session.execute(update(endpoints).where(_is(endpoint_id)).values(values))


async def note_failure(uow: UnitOfWork, endpoint_id: UUID, *, gone: bool) -> bool:
    """Since when it fails; one that wants nothing more is switched off. Returns if it is on."""
    first = update(endpoints).where(_is(endpoint_id), endpoints.c.failing_since.is_(None))
    await uow.session.execute(first.values(failing_since=uow.now))
    endpoint = await uow.session.get(Endpoint, endpoint_id, with_for_update=True)
    if endpoint is None or not State(endpoint.state).is_on:
        return False
    if gone:
        await _end(uow, endpoint, State.GONE, EndpointStage.GONE)
    return not gone


async def look_after(uow: UnitOfWork) -> None:
    """Tell of those that take nothing, after an hour, a day, four days; after five it is over."""
    for endpoint in await _failing(uow):
        stage = to_tell(endpoint.failing_since, endpoint.told, uow.now)
        if stage is EndpointStage.SWITCHED_OFF:
            await _end(uow, endpoint, State.FAILED, stage)
        elif stage is not None:
            _tell(uow, endpoint, stage)


async def _failing(uow: UnitOfWork) -> Sequence[Endpoint]:
    """Those that are on and have taken nothing for as long as somebody is told."""
    before = uow.now - min(STAGES.values())
    query = select(Endpoint).where(
        Endpoint.state == State.ACTIVE.value, Endpoint.failing_since <= before
    )
    locked = query.order_by(Endpoint.id).with_for_update(skip_locked=True)
    return (await uow.session.scalars(locked)).all()


async def _end(uow: UnitOfWork, endpoint: Endpoint, state: State, stage: EndpointStage) -> None:
    endpoint.state = state.value
    _tell(uow, endpoint, stage)
    await attempts.hold(uow, endpoint.tenant, [endpoint.id])


def _tell(uow: UnitOfWork, endpoint: Endpoint, stage: EndpointStage) -> None:
    endpoint.told = stage.value
    failing = EndpointFailing(endpoint_id=endpoint.id, carrier_id=endpoint.carrier_id, stage=stage)
    uow.announce(failing, Cause(endpoint.tenant, new_id()))


def _refuse_url(url: str, policy: Policy) -> None:
    if not policy.allows_url(url):
        errors = [FieldError("url", "is an address that events must not be sent to")]
        raise Problem(422, "url-refused", "Events must not be sent there", errors=errors)


def _is(endpoint_id: UUID) -> ColumnElement[bool]:
    return endpoints.c.id == endpoint_id
