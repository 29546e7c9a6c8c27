"""Begins and completes sign-ins at the provider, and believes its logouts."""

from datetime import timedelta
from secrets import token_urlsafe
from typing import Any
from uuid import uuid4

import structlog
from joserfc.errors import JoseError
from joserfc.jws import extract_compact
from joserfc.jwt import Token
from prometheus_client import Counter, Gauge
from sqlalchemy import delete, select

from services.directory.oidc.gateways import Provider, Question, provider_of
from services.directory.oidc.models import (
    Flow,
    Registration,
    UsedLogoutToken,
    flows,
    registrations,
    used_logout_tokens,
)
from services.directory.oidc.rules import (
    Expected,
    address_of,
    check_id_token,
    check_logout_token,
    proven_at,
    safe_target,
    shown_name,
    subject_of,
    suggested_roles,
    text_claim,
    verified,
)
from services.directory.oidc.values import (
    BROWSER_SECONDS,
    RETURN_PATH,
    Begun,
    LoggedOut,
    OidcRefused,
    Reason,
    Returned,
    SignedInByProvider,
)
from services.directory.refusals.use_cases import note
from services.directory.refusals.values import Proof
from services.directory.values import digest_of
from shared.context import Context
from shared.database.tables import row_of
from shared.database.writes import insert_rows
from shared.messaging.unit_of_work import UnitOfWork
from shared.settings import Settings

COOKIE_LETTERS = 43
KEPT = timedelta(hours=1)
"""Longer than a sign-in may take, and than a logout token is believed."""
REFUSED = Counter(
    "knotenpunkt_oidc_refused_total", "Sign-ins and logouts not believed", ["service", "reason"]
)
SKEW = Gauge(
    "knotenpunkt_oidc_clock_skew_seconds", "The provider's clock against ours", ["service"]
)

log = structlog.get_logger(__name__)

_RETURNED_ERRORS = {
    "access_denied": Reason.CANCELLED,
    "unauthorized_client": Reason.CLIENT_REFUSED,
    "invalid_scope": Reason.CLIENT_REFUSED,
    "unsupported_response_type": Reason.CLIENT_REFUSED,
}


async def begin(here: Context, target: str, browser: str = "", *, anew: bool = False) -> Begun:
    """Where the browser goes to sign in; ``browser`` is its cookie, so that tabs share it.

    ``target`` is where it goes afterwards, if that is a path of ours; ``anew`` asks even those for
    a proof whom the provider knows.
    """
    provider = provider_of(here)
    question = Question(token_urlsafe(32), token_urlsafe(32), token_urlsafe(64))
    known = browser if len(browser) == COOKIE_LETTERS else token_urlsafe(32)
    address = await provider.authorization_address(question, _ours(here, RETURN_PATH), anew=anew)
    async with here.database.transaction() as uow:
        flow = Flow(
            state_sha256=digest_of(question.state),
            browser_sha256=digest_of(known),
            nonce=question.nonce,
            verifier=question.verifier,
            target=safe_target(target),
            begun_at=uow.now,
        )
        uow.session.add(flow)
    return Begun(address, known)


async def complete(here: Context, returned: Returned) -> SignedInByProvider:
    """Who came back; raises ``OidcRefused``. What it used up stays used up."""
    provider = provider_of(here)
    try:
        return await _complete(here, provider, returned)
    except OidcRefused as refused:
        await _note(here, refused)
        raise


async def _complete(here: Context, provider: Provider, returned: Returned) -> SignedInByProvider:
    settings = here.settings
    flow = await _use_flow(here, returned)
    _check_answer(settings, returned)
    description = await provider.description()
    raw = await provider.redeem(returned.code, flow.verifier, _ours(here, RETURN_PATH))
    claims = (await _verify(provider, raw)).claims
    now = int(here.clock.now().timestamp())
    if isinstance(claims.get("iat"), int | float):
        SKEW.labels(here.database.service).set(claims["iat"] - now)
    check_id_token(claims, _expected(settings), flow.nonce, now)
    subject = subject_of(claims, settings.oidc_subject_claim)
    await _check_registration(here, description.pairwise)
    return SignedInByProvider(
        issuer=settings.oidc_issuer,
        subject=subject,
        sub=subject_of(claims, "sub"),
        idp_sid=text_claim(claims, "sid"),
        id_token=raw,
        shown_name=shown_name(claims),
        address=address_of(claims),
        roles=suggested_roles(claims, settings.oidc_roles_path),
        claims=tuple(sorted(claims)),
        target=flow.target,
        proven_at=proven_at(claims, now),
        personnel_number=text_claim(claims, settings.oidc_personnel_claim),
    )


async def _use_flow(here: Context, returned: Returned) -> Any:
    """Of the same browser, and not used before."""
    mine = (
        flows.c.state_sha256 == digest_of(returned.state),
        flows.c.browser_sha256 == digest_of(returned.browser),
    )
    async with here.database.transaction() as uow:
        used = delete(flows).where(*mine).returning(*flows.c)
        flow = (await uow.session.execute(used)).first()
    late = flow is not None and (uow.now - flow.begun_at).total_seconds() > BROWSER_SECONDS
    if flow is None or late:
        raise OidcRefused(Reason.FLOW_UNKNOWN)
    return flow


def _check_answer(settings: Settings, returned: Returned) -> None:
    """The issuer, where it is named (RFC 9207), and that there is a code."""
    if returned.issuer and returned.issuer != settings.oidc_issuer:
        told = f'set is "{settings.oidc_issuer}", the answer is of another issuer'
        raise OidcRefused(Reason.WRONG_ISSUER, ["iss"], told)
    if not returned.code:
        raise OidcRefused(_RETURNED_ERRORS.get(returned.error, Reason.PROVIDER_REFUSED))


async def _check_registration(here: Context, pairwise: bool) -> None:
    """People are known by the same claim as ever, or those who came before are not found again.

    Pairwise subjects are others for another client. An operator who has moved the identities
    deletes the row.
    """
    settings = here.settings
    row = row_of(Registration)(
        issuer=settings.oidc_issuer,
        subject_claim=settings.oidc_subject_claim,
        client_id=settings.oidc_client_id,
    )
    async with here.database.transaction() as uow:
        query = select(registrations).where(registrations.c.issuer == settings.oidc_issuer)
        known = (await uow.session.execute(query)).first()
        if known is None:
            await insert_rows(uow.session, registrations, [row], ignore_conflicts=True)
            return
    if known.subject_claim != row["subject_claim"]:
        raise OidcRefused(Reason.SUBJECT_CHANGED, [known.subject_claim, row["subject_claim"]])
    if pairwise and known.subject_claim == "sub" and known.client_id != row["client_id"]:
        raise OidcRefused(Reason.SUBJECT_CHANGED, ["sub"], "another client has other subjects")


async def logout_token(here: Context, token: str) -> LoggedOut:
    """Whose sessions the provider ends; ``use_once`` in the transaction that ends them."""
    provider = provider_of(here)
    try:
        read = await _verify(provider, token)
        now = int(here.clock.now().timestamp())
        check_logout_token(read.header, read.claims, _expected(here.settings), now)
    except OidcRefused as refused:
        await _note(here, refused)
        raise
    return LoggedOut(
        issuer=here.settings.oidc_issuer,
        sub=text_claim(read.claims, "sub"),
        sid=text_claim(read.claims, "sid"),
        ends_all=here.settings.oidc_logout_ends_all or "sid" not in read.claims,
        token_id=str(read.claims["jti"]),
    )


async def use_once(uow: UnitOfWork, logged_out: LoggedOut) -> None:
    """Raises ``OidcRefused`` for a token that was used before; commit it with its effect."""
    digest, receipt = digest_of(f"{logged_out.issuer} {logged_out.token_id}"), uuid4()
    row = row_of(UsedLogoutToken)(token_sha256=digest, receipt=receipt, used_at=uow.now)
    await insert_rows(uow.session, used_logout_tokens, [row], ignore_conflicts=True)
    query = select(used_logout_tokens.c.receipt)
    first = await uow.session.scalar(query.where(used_logout_tokens.c.token_sha256 == digest))
    if first != receipt:
        raise OidcRefused(Reason.REPEATED, ["jti"])


async def forget(uow: UnitOfWork) -> None:
    """Drop what nobody can use any more."""
    await uow.session.execute(delete(flows).where(flows.c.begun_at < uow.now - KEPT))
    old = used_logout_tokens.c.used_at < uow.now - KEPT
    await uow.session.execute(delete(used_logout_tokens).where(old))


async def _verify(provider: Provider, raw: str) -> Token:
    try:
        header = extract_compact(raw.encode()).headers()
    except (JoseError, ValueError, TypeError):
        raise OidcRefused(Reason.UNREADABLE) from None
    key_id = header.get("kid")
    return verified(raw, await provider.keys(key_id if isinstance(key_id, str) else None))


def _expected(settings: Settings) -> Expected:
    return Expected(settings.oidc_issuer, settings.oidc_client_id, settings.oidc_leeway_seconds)


async def _note(here: Context, refused: OidcRefused) -> None:
    """For the operator: names of claims and nothing of anybody's."""
    REFUSED.labels(here.database.service, refused.reason).inc()
    if refused.reason in _ANYBODYS:
        return
    log.warning("not believed", reason=refused.reason, claims=refused.claims, error=refused.detail)
    async with here.database.transaction() as uow:
        note(uow, Proof.PROVIDER)


def _ours(here: Context, path: str) -> str:
    return here.settings.base_url + path


_ANYBODYS = (Reason.FLOW_UNKNOWN, Reason.CANCELLED)
"""Anybody causes these by opening an address; they are only counted."""
