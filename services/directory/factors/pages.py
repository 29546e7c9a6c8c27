"""The second step of signing in, in the browser that did the first."""

from dataclasses import dataclass, replace

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.accounts.queries import display_of, name_of
from services.directory.factors import use_cases
from services.directory.factors.forms import FirstStep, PasskeyStep, RecoveryStep, SecondStep
from services.directory.factors.queries import set_up_of, waiting, whose_waits
from services.directory.factors.values import AppKey, Attempt, Outcome, Vault, Verdict
from services.directory.pages import WAITING, begun_in, browser_name, remember_known
from services.directory.passkeys.values import Site
from services.directory.refusals.use_cases import note
from services.directory.refusals.values import Proof
from services.directory.sessions import use_cases as sessions
from services.directory.sessions.values import Proven
from shared.clock import local_date
from shared.context import Context, CurrentContext, Reading, Uow
from shared.contracts.accounts import SignInMethod
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.audience import address_of
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import Anybody
from shared.web.kit.router import PageRouter
from shared.web.security import path_of
from shared.web.sessions import cookies
from shared.web.throttle import Throttle

pages = PageRouter(__package__, prefix="/anmelden/zweiter-schritt", audience=Anybody)

_WRONG = {
    Verdict.WRONG: "Dieser Code passt nicht. Codes der App gelten eine halbe Minute, und jeder nur"
    " einmal: Bitte nehmen Sie den nächsten.",
    Verdict.USED_UP: "Das waren zu viele Versuche. Bitte melden Sie sich von vorn an.",
    Verdict.EXPIRED: "Es sind mehr als zehn Minuten vergangen. Bitte melden Sie sich von vorn an.",
}
_WRONG_PASSKEY = _WRONG | {
    Verdict.WRONG: "Das hat nicht geklappt. Bitte versuchen Sie es noch einmal, oder nehmen Sie den"
    " anderen Weg.",
    Verdict.COPIED: "Dieser Passkey wird nicht mehr angenommen: Es scheint eine Kopie von ihm zu"
    " geben. Bitte nehmen Sie einen anderen Weg, und entfernen Sie ihn danach.",
}


@pages.get("")
async def ask_second(request: Request, here: CurrentContext, session: Reading) -> Response:
    """The form for the code; with the key for the app, where it is the first time."""
    return await _page(request, here, session, SecondStep.empty())


@pages.post("")
async def check_second(
    request: Request, here: CurrentContext, uow: Uow, form: Posted[SecondStep]
) -> Response:
    """Signed in, or told what is wrong; recovery codes are shown this once."""
    if form.value is None:
        return await _page(request, here, uow.session, form)
    tries = await _admitted(request, here, uow.session)
    outcome = await use_cases.check(uow, Vault.of(here), _attempt(request), form.value.code)
    tries.count(uow, outcome)
    if outcome.person_id is None:
        wrong = form.refused("code", _WRONG[outcome.verdict])
        return await _page(request, here, uow.session, wrong)
    return await _arrived(request, uow, outcome)


@pages.post("/passkey")
async def check_passkey(
    request: Request, here: CurrentContext, uow: Uow, form: Posted[PasskeyStep]
) -> Response:
    """The same with a passkey instead of a code."""
    site = Site.at(here.settings.base_url)
    if form.value is None or site is None:
        trouble = " ".join(form.errors.values()) or _WRONG_PASSKEY[Verdict.WRONG]
        return await _page(request, here, uow.session, SecondStep.empty(), trouble)
    tries = await _admitted(request, here, uow.session)
    outcome = await use_cases.check_passkey(
        uow, Vault.of(here), site, _attempt(request), form.value.brought
    )
    tries.count(uow, outcome)
    if outcome.person_id is None:
        trouble = _WRONG_PASSKEY[outcome.verdict]
        return await _page(request, here, uow.session, SecondStep.empty(), trouble)
    return await _arrived(request, uow, outcome)


@dataclass(frozen=True, slots=True)
class _Tries:
    """Whose second step is tried, and from which address."""

    throttle: Throttle
    address: str
    account: str

    def count(self, uow: UnitOfWork, outcome: Outcome) -> None:
        if outcome.person_id is None:
            self.throttle.failed(self.address, self.account, Proof.SECOND_FACTOR)
            note(uow, Proof.SECOND_FACTOR)
        else:
            self.throttle.succeeded(self.address, self.account)


async def _admitted(request: Request, here: Context, session: AsyncSession) -> _Tries:
    """Raises ``Problem`` where too many were wrong."""
    whose = await whose_waits(session, begun_in(request).secret)
    tries = _Tries(here.second_steps, address_of(request), str(whose or ""))
    tries.throttle.admit(tries.address, tries.account)
    return tries


def _attempt(request: Request) -> Attempt:
    return Attempt(begun_in(request).secret, browser_name(request))


async def _arrived(request: Request, uow: Uow, outcome: Outcome) -> Response:
    begun = begun_in(request)
    assert outcome.person_id is not None
    proven = Proven(outcome.person_id, SignInMethod.CODE, _attempt(request).browser)
    given = await sessions.begin(uow, proven, cookies.presented(request))
    display = await display_of(uow.session, outcome.person_id)
    if outcome.recovery_codes:
        onward = path_of(begun.target) if begun.target.startswith("/") else "/"
        response = pages.render(
            request,
            "recovery.html",
            codes=outcome.recovery_codes,
            today=local_date(uow.now),
            onward=onward,
        )
        cookies.admit(request, response, given, display)
    else:
        response = cookies.arrived(request, given, begun.target, display)
    remember_known(request, response, begun.address)
    cookies.drop(request, response, WAITING)
    return response


async def _page(
    request: Request,
    here: Context,
    session: AsyncSession,
    form: Entered[SecondStep],
    trouble: str = "",
) -> Response:
    found = await waiting(session, here.clock.now(), begun_in(request).secret)
    status = 422 if trouble or form.errors else 200
    if found is None:
        return pages.render(request, "too_late.html", status)
    vault, site = Vault.of(here), Site.at(here.settings.base_url)
    known = await set_up_of(session, found.person_id)
    challenge = vault.challenge_of(found.browser_hash, found.attempts)
    if known.is_any:
        wants = site.to_sign_in(challenge, known.passkeys) if site and known.passkeys else None
        asked = form if known.app_since else replace(form, form=RecoveryStep)
        return pages.render(
            request, "second.html", status, form=asked, trouble=trouble, known=known, wants=wants
        )
    if found.sealed_key is None:
        return pages.render(request, "too_late.html", status)
    name = await name_of(session, found.person_id)
    wants = site.to_register(challenge, found.person_id, name, ()) if site else None
    key, asked = AppKey(vault.decrypt(found.sealed_key), name), replace(form, form=FirstStep)
    return pages.render(
        request, "set_up.html", status, form=asked, trouble=trouble, key=key, wants=wants
    )
