"""Who asks: read from this service's own copy in one indexed query."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Request, Security
from fastapi.security import APIKeyCookie
from sqlalchemy import bindparam, select

from shared.clock import local_date
from shared.context import context_of
from shared.contracts.accounts import AccessRole, Grant, SignInMethod, effective
from shared.ids import new_id
from shared.messaging.event import EVERYONE, Cause
from shared.web import audit
from shared.web.audience import Audience, admitting, marks
from shared.web.problem import Problem
from shared.web.security import refuse_other_sites
from shared.web.sessions import cookies
from shared.web.sessions.models import access, sessions
from shared.web.unread import refuse_unread

_Session = Annotated[
    str | None,
    Security(
        APIKeyCookie(
            name=cookies.SESSION,
            scheme_name="session",
            description="The cookie of somebody who has signed in",
            auto_error=False,
        )
    ),
]

SIGNED_OUT = "signed-out"
ARRIVING = "sign-in-arriving"
UNPROVEN = "proof-needed"
"""Signed in, and too long ago for what would let others in."""

_SIGNED_IN = (
    select(
        sessions.c.person_id,
        sessions.c.method,
        sessions.c.ends_at,
        access.c.grants,
    )
    .join(access, access.c.person_id == sessions.c.person_id)
    .where(sessions.c.session_id == bindparam("session"))
)


@dataclass(frozen=True)
class SignedIn:
    """A person whose sign-in holds, and everything they may do here today."""

    session_id: UUID
    person_id: UUID
    method: SignInMethod
    grants: tuple[Grant, ...]
    choice: str = ""

    @property
    def roles(self) -> frozenset[AccessRole]:
        """Those in the municipality they act in now, and everywhere."""
        return frozenset(each.role for each in self.near)

    @property
    def near(self) -> list[Grant]:
        """The chosen one first, then others in the same municipality or for everywhere."""
        others = [each for each in self.grants if each != self.chosen]
        here = {self.municipality, EVERYONE}
        return [self.chosen, *(each for each in others if each.municipality in here)]

    @property
    def municipality(self) -> str:
        """The one they act in now; of somebody who acts everywhere, the first one besides."""
        own = [each.municipality for each in (self.chosen, *self.grants)]
        return next((each for each in own if each != EVERYONE), EVERYONE)

    @property
    def chosen(self) -> Grant:
        """In what capacity they act: as they chose, or the first of theirs."""
        return next((each for each in self.grants if name_of(each) == self.choice), self.grants[0])

    def acting(self, grant: Grant) -> "Me":
        """In the capacity of one of ``near``."""
        return Me(
            grant.municipality,
            grant.role,
            self.person_id,
            grant.organization_id,
            Cause(grant.municipality, new_id()),
            self.session_id,
        )


@dataclass(frozen=True)
class Me:
    """The person who asks, in the capacity in which they may."""

    tenant: str
    role: AccessRole
    person_id: UUID
    organization_id: UUID | None
    cause: Cause
    session_id: UUID

    @property
    def caller(self) -> str:
        """Whose Idempotency-Keys these are."""
        return str(self.person_id)

    @property
    def actor(self) -> str:
        return str(self.person_id)


def name_of(grant: Grant) -> str:
    """What the choice of it is called in a cookie."""
    return f"{grant.municipality}.{grant.role}.{grant.organization_id or ''}"


def sign_in_address(target: str) -> str:
    """Where somebody signs in who then wants to see ``target``."""
    return "/directory/anmelden" + (f"?{urlencode({'weiter': target})}" if target else "")


def proof_address(target: str) -> str:
    """Where somebody proves anew who they are, and then goes on to ``target``."""
    return "/directory/bestaetigen" + (f"?{urlencode({'weiter': target})}" if target else "")


async def signed_in(request: Request) -> SignedIn | None:
    """None if nobody is, or not any more; looked up once for each request."""
    state = request.state
    if not hasattr(state, "signed_in"):
        state.signed_in = await _look_up(request)
    found: SignedIn | None = state.signed_in
    return found


async def signed_in_still(request: Request) -> SignedIn | None:
    """The same by now, for what lasts longer than its request was meant to."""
    request.state.signed_in = await _look_up(request)
    return await signed_in(request)


async def _look_up(request: Request) -> SignedIn | None:
    secret = cookies.presented(request)
    if secret is None:
        return None
    here, session_id = context_of(request), cookies.digest_of(secret)
    row = (await here.database.engine.reader.execute(_SIGNED_IN, {"session": session_id})).first()
    now = here.clock.now()
    if row is None or row.ends_at <= now:
        return None
    given = [Grant.model_validate(each) for each in row.grants]
    grants = tuple(effective(given, here.settings.municipalities, local_date(now)))
    if not grants:
        return None
    choice = cookies.choice_of(request)
    return SignedIn(session_id, row.person_id, SignInMethod(row.method), grants, choice)


async def require(request: Request, roles: Collection[AccessRole]) -> Me:
    """Whoever asks, in one of these roles; raises ``Problem`` if they may not."""
    someone = await signed_in(request)
    if someone is None:
        raise _nobody(request)
    grant = _fitting(someone, roles)
    if grant is None:
        raise Problem(403, "forbidden", "Not allowed in any of your roles")
    me = someone.acting(grant)
    audit.acts(request, me)
    return me


def _fitting(someone: SignedIn, roles: Collection[AccessRole]) -> Grant | None:
    """The chosen one if it may, else another in the same municipality, or for everywhere."""
    return next((each for each in someone.near if each.role in roles), None)


def _nobody(request: Request) -> Problem:
    """Asked to sign in, or to wait for a sign-in that is on its way here."""
    if cookies.presented(request) is not None and cookies.is_arriving(request):
        headers = {"Retry-After": "1", "Refresh": "1"}
        return Problem(503, ARRIVING, "The sign-in has not arrived yet", headers=headers)
    return Problem(401, SIGNED_OUT, "Sign in")


def person(*roles: AccessRole) -> Callable[..., Awaitable[Me]]:
    """A dependency: whoever is signed in and has one of these roles; all roles if none is named."""
    allowed = frozenset(roles or AccessRole)

    @marks(Audience.PERSON)
    async def asks(request: Request, _: _Session) -> Me:
        refuse_other_sites(request, strict=True)
        me = await require(request, allowed)
        refuse_unread(request)
        return me

    async def admit(request: Request) -> Me:
        refuse_other_sites(request, strict=True)
        return await require(request, allowed)

    vars(asks)["roles"] = allowed
    admitting(asks, admit)
    return asks
