"""The second step of signing in, in the browser that did the first."""

from io import BytesIO

import segno
from fastapi import Request, Response
from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.accounts.queries import display_of, name_of
from services.directory.codes.values import remember_known
from services.directory.factors import use_cases
from services.directory.factors.forms import SecondStep
from services.directory.factors.queries import waiting
from services.directory.factors.rules import address_for_apps, groups
from services.directory.factors.use_cases import Outcome, Verdict
from services.directory.factors.values import WAITING, Vault, begun_in
from services.directory.refusals.use_cases import note
from services.directory.refusals.values import Proof
from services.directory.sessions import use_cases as sessions
from services.directory.sessions.values import Proven, browser_of
from shared.context import Context, CurrentContext, Reading, Uow
from shared.contracts.accounts import SignInMethod
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import Anybody
from shared.web.kit.router import PageRouter
from shared.web.security import path_of
from shared.web.sessions import cookies
from shared.web.throttle import count_refused

pages = PageRouter(__package__, prefix="/anmelden/zweiter-schritt", audience=Anybody)

_WRONG = {
    Verdict.WRONG: "Dieser Code passt nicht. Codes der App gelten eine halbe Minute, und jeder nur"
    " einmal: Bitte nehmen Sie den nächsten.",
    Verdict.USED_UP: "Das waren zu viele Versuche. Bitte melden Sie sich von vorn an.",
    Verdict.EXPIRED: "Es sind mehr als zehn Minuten vergangen. Bitte melden Sie sich von vorn an.",
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
    vault = Vault.of(here)
    if form.value is None:
        return await _page(request, here, uow.session, form)
    outcome = await use_cases.check(uow, vault, begun_in(request).secret, form.value.code)
    if outcome.person_id is None:
        count_refused(Proof.SECOND_FACTOR)
        note(uow, Proof.SECOND_FACTOR)
        return await _page(
            request, here, uow.session, form.refused("code", _WRONG[outcome.verdict])
        )
    return await _arrived(request, uow, outcome)


async def _arrived(request: Request, uow: Uow, outcome: Outcome) -> Response:
    begun = begun_in(request)
    assert outcome.person_id is not None
    agent = browser_of(request.headers.get("user-agent", ""))
    proven = Proven(outcome.person_id, SignInMethod.CODE, agent)
    given = await sessions.begin(uow, proven, cookies.presented(request))
    if outcome.recovery_codes:
        onward = path_of(begun.target) if begun.target.startswith("/") else "/"
        response = pages.render(
            request, "recovery.html", codes=outcome.recovery_codes, onward=onward
        )
        cookies.give(request, response, given, cookies.LONGEST_SECONDS)
    else:
        display = await display_of(uow.session, outcome.person_id)
        response = cookies.arrived(request, given, begun.target, display)
    remember_known(request, response, begun.address)
    response.delete_cookie(WAITING)
    return response


async def _page(
    request: Request, here: Context, session: AsyncSession, form: Entered[SecondStep]
) -> Response:
    found = await waiting(session, here.clock.now(), begun_in(request).secret)
    if found is None:
        return pages.render(request, "too_late.html", 200 if not form.errors else 422)
    if found.sealed_key is None:
        return pages.render(request, "second.html", form=form)
    key = Vault.of(here).decrypt(found.sealed_key)
    picture = picture_of(address_for_apps(key, await name_of(session, found.person_id)))
    return pages.render(request, "set_up.html", form=form, picture=picture, key=groups(key))


def picture_of(text: str) -> Markup:
    """A QR code as SVG, dark on light whatever the page's colours."""
    file = BytesIO()
    segno.make(text, error="m").save(
        file, kind="svg", xmldecl=False, scale=5, light="#fff", title="QR-Code für die App"
    )
    return Markup(file.getvalue().decode().replace("<svg ", '<svg role="img" ', 1))  # noqa: S704 of our own text
