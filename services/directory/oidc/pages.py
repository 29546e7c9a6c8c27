"""Signing in at the provider, and coming back from it, signed in or not."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import Form, Request, Response
from fastapi.responses import PlainTextResponse, RedirectResponse

from services.directory.codes import use_cases as codes
from services.directory.codes.values import WRONG, Asking, Verdict
from services.directory.identities import queries as identities
from services.directory.identities.use_cases import (
    arrive,
    ask_office,
    prove_by_code,
)
from services.directory.identities.values import Entered, Outcome, Unknown
from services.directory.oidc import queries, use_cases
from services.directory.oidc.forms import AskedOffice, OwnAddress, ProvingCode
from services.directory.oidc.values import (
    BROWSER_SECONDS,
    CHECK_PATH,
    OidcRefused,
    Reason,
    Returned,
    RolesGiven,
    SignedInByProvider,
)
from services.directory.pages import (
    asked,
    asked_at,
    browser_name,
    is_known,
    paced,
    remember_asked,
)
from services.directory.refusals.values import Proof
from services.directory.sign_outs.use_cases import end_by_logout
from shared.context import Context, CurrentContext, Uow
from shared.contracts.accounts import AccessRole
from shared.web.audience import address_of
from shared.web.kit import forms
from shared.web.kit.forms import Posted
from shared.web.kit.person import Anybody
from shared.web.kit.router import PageRouter
from shared.web.kit.seal import read_sealed, set_sealed
from shared.web.security import allow_framing, allow_leaving, origin_of
from shared.web.sessions import cookies
from shared.web.sessions.person import signed_in
from shared.web.throttle import Pace, count_refused

pages = PageRouter(__package__, prefix="/oidc", audience=Anybody)

FLOWS = "knotenpunkt-oidc"
"""The cookie that binds sign-ins under way to this browser; its tabs share it."""
ARRIVAL = "knotenpunkt-konto"
"""The cookie of a browser in which an account waits that is nobody's yet."""
A_MINUTE = 120
"""Sign-ins begun, and returns, of one address: a whole town hall may share one."""


@pages.post("/beginnen")
async def begin(
    request: Request,
    here: CurrentContext,
    weiter: Annotated[str, Form(max_length=2000)] = "",
    erneut: Annotated[bool, Form()] = False,
) -> Response:
    """To the provider, ``erneut`` for another proof there; afterwards on to ``weiter``."""
    here.single(_pace).admit(address_of(request))
    try:
        begun = await use_cases.begin(here, weiter, _browser(request), anew=erneut)
    except OidcRefused as refused:
        return await _refused(request, refused)
    allow_leaving(request, begun.address)
    response = Response(status_code=303, headers={"Location": begun.address})
    set_sealed(request, response, FLOWS, begun.browser, BROWSER_SECONDS)
    return response


@pages.get("/zurueck")
async def come_back(request: Request, here: CurrentContext) -> Response:
    """From the provider: signed in, unknown, or told why not."""
    here.single(_pace).admit(address_of(request))
    try:
        came = await use_cases.complete(here, _returned(request))
    except OidcRefused as refused:
        return await _refused(request, refused)
    if came.target == CHECK_PATH and await _is_operator(request):
        roles = _told_roles(came, here)
        return pages.render(request, "tried.html", came=came, settings=here.settings, roles=roles)
    outcome = await arrive(here, came, browser_name(request), cookies.presented(request))
    return _on(request, outcome)


@pages.get("/unbekannt")
async def ask_address(request: Request, here: CurrentContext) -> Response:
    """Somebody whom the provider knows and we do not: who are they?"""
    return await _unknown(request, here, OwnAddress.empty())


@pages.post("/unbekannt", dependencies=[paced])
async def send_code(
    request: Request, here: CurrentContext, uow: Uow, form: Posted[OwnAddress]
) -> Response:
    """Owe a code to the address; the answer is the same whoever's it is."""
    if form.value is None:
        return await _unknown(request, here, form)
    secret, address = cookies.new_secret(), form.value.address
    asking = Asking(secret, browser_name(request), is_known(request, address))
    await codes.ask(uow, asking, address)
    response = RedirectResponse(pages.address(request, "unbekannt/code"), 303)
    remember_asked(request, response, secret, address)
    return response


@pages.get("/unbekannt/code")
async def ask_code(request: Request, here: CurrentContext) -> Response:
    """The form for the code that says whose account it is."""
    return await _code(request, here, ProvingCode.empty())


@pages.post("/unbekannt/code", dependencies=[paced])
async def check_code(request: Request, here: CurrentContext, form: Posted[ProvingCode]) -> Response:
    """Linked and signed in, or told what is wrong with the code."""
    if form.value is None:
        return await _code(request, here, form)
    outcome = await prove_by_code(
        here,
        _arrival(request),
        asked(request)[0],
        form.value.code,
        browser_name(request),
        cookies.presented(request),
    )
    if isinstance(outcome, Verdict):
        count_refused(Proof.CODE)
        return await _code(request, here, form.refused("code", WRONG[outcome]))
    response = _on(request, outcome)
    cookies.drop(request, response, ARRIVAL)
    return response


@pages.post("/unbekannt/kommune")
async def choose_office(
    request: Request, here: CurrentContext, uow: Uow, form: Posted[AskedOffice]
) -> Response:
    """Show the account to the office that shall look after it."""
    await ask_office(here, uow, _arrival(request), form.sound.municipality)
    text = "Ihre Koordinierungsstelle sieht Ihr Dienstkonto jetzt."
    return pages.saved(request, text, to=pages.address(request, "unbekannt"))


@pages.get("/abmeldung-im-rahmen")
async def end_in_frame(
    request: Request, here: CurrentContext, iss: str = "", sid: str = ""
) -> Response:
    """The provider lets the browser load this to end a sign-in; the answer says nothing.

    The one GET that changes something: front-channel logout knows no other way. Nobody reads the
    answer (Front-Channel Logout 1.0 has no errors), so it is the same whether something ended, and
    whatever was left out. What cannot be read at all, or comes too often, is refused as elsewhere.
    """
    allow_framing(request, origin_of(here.settings.oidc_issuer) or "'none'")
    here.single(_pace).admit(address_of(request))
    told = queries.front_channel_logout(here.settings, iss, sid)
    if told is not None:
        async with here.database.transaction() as uow:
            await end_by_logout(uow, told)
    return PlainTextResponse("")


def _told_roles(came: SignedInByProvider, here: Context) -> str:
    """How many, and not which: the operator who tries it may be anybody."""
    if not here.settings.oidc_roles_path:
        return "kein Weg eingestellt"
    ours, told = [str(role) for role in AccessRole], came.roles
    if told.given is not RolesGiven.LISTED:
        return identities.NOTICES[told.given]
    return f"{len(told.known(ours))} bekannt, {len(told.unknown(ours))} unbekannt"


async def _unknown(request: Request, here: Context, form: forms.Entered[OwnAddress]) -> Response:
    waiting = await identities.stranger(here, _arrival(request))
    offices = await identities.municipalities(here)
    return pages.render(request, "unknown.html", form=form, waiting=waiting, offices=offices)


async def _code(request: Request, here: Context, form: forms.Entered[ProvingCode]) -> Response:
    waiting = await identities.stranger(here, _arrival(request))
    _, address = asked(request)
    at = asked_at(request)
    return pages.render(
        request, "proving_code.html", form=form, waiting=waiting, address=address, at=at
    )


def _on(request: Request, outcome: Outcome) -> Response:
    """Where somebody goes on whom the provider has signed in."""
    if isinstance(outcome, Unknown):
        response: Response = RedirectResponse(pages.address(request, "unbekannt"), 303)
        set_sealed(request, response, ARRIVAL, outcome.secret, BROWSER_SECONDS)
        return response
    if not isinstance(outcome, Entered):
        return pages.render(request, "without_role.html", 403)
    if outcome.notice is None:
        return cookies.arrived(request, outcome.secret, outcome.target, outcome.display)
    text = identities.NOTICES[outcome.notice]
    response = pages.render(request, "signed_in.html", text=text, target=outcome.target)
    cookies.admit(request, response, outcome.secret, outcome.display)
    return response


async def _refused(request: Request, refused: OidcRefused) -> Response:
    """Why not, with the names of claims; whoever is signed in already simply goes on."""
    someone = await signed_in(request)
    if refused.reason is Reason.FLOW_UNKNOWN and someone is not None:
        return RedirectResponse("/", 303)
    detail = refused.detail if await _is_operator(request) else ""
    status = _STATUS.get(refused.reason, 400)
    return pages.render(request, "refused.html", status, refused=refused, detail=detail)


_STATUS: Mapping[Reason, int] = {Reason.UNREACHABLE: 503, Reason.NOT_CONFIGURED: 404}


async def _is_operator(request: Request) -> bool:
    someone = await signed_in(request)
    return someone is not None and AccessRole.OPERATOR in someone.roles


def _returned(request: Request) -> Returned:
    query = request.query_params
    return Returned(
        state=query.get("state", ""),
        browser=_browser(request),
        code=query.get("code", ""),
        error=query.get("error", ""),
        issuer=query.get("iss", ""),
    )


def _browser(request: Request) -> str:
    return str(read_sealed(request, FLOWS, BROWSER_SECONDS) or "")


def _arrival(request: Request) -> str:
    return str(read_sealed(request, ARRIVAL, BROWSER_SECONDS) or "")


def _pace(_: Context) -> Pace:
    return Pace(A_MINUTE)
