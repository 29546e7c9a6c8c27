"""Where somebody proves anew who they are, and goes on to what they wanted to change."""

from dataclasses import replace
from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.codes import use_cases as codes
from services.directory.codes.values import Asking
from services.directory.factors.values import Vault
from services.directory.factors.values import Verdict as OfSecondStep
from services.directory.pages import asked, asked_at, browser_name, paced, remember_asked
from services.directory.passkeys.values import Site
from services.directory.proofs import use_cases
from services.directory.proofs.forms import MailedCode, Onward, SecondStepCode, SignedByPasskey
from services.directory.proofs.queries import Means, challenge_of, means_of
from services.directory.proofs.values import WRONG_PASSKEY, Way, why_not
from services.directory.refusals.values import Proof
from shared.context import Context, CurrentContext, Reading, Uow
from shared.web.audience import address_of
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import Anyone
from shared.web.kit.router import PageRouter
from shared.web.problem import Problem
from shared.web.security import path_of
from shared.web.sessions import cookies
from shared.web.sessions.one_time import PURPOSE
from shared.web.sessions.person import signed_in
from shared.web.throttle import count_refused

pages = PageRouter(__package__, prefix="/bestaetigen", audience=Anyone)


@pages.get("")
async def ask_for_proof(
    request: Request, me: Anyone, here: CurrentContext, session: Reading, weiter: str = ""
) -> Response:
    """The one proof that is asked of them, or that it was given."""
    return await _page(request, me, here, session, MailedCode.empty(weiter=weiter))


@pages.post("/code", dependencies=[paced])
async def send_code(
    request: Request, me: Anyone, here: CurrentContext, uow: Uow, form: Posted[Onward]
) -> Response:
    """Owe a code to the address they sign in with."""
    means = await _means(request, here, uow.session)
    if form.value is None or means.way is not Way.MAIL:
        return await _page(request, me, here, uow.session, form)
    secret = cookies.new_secret()
    await codes.ask(uow, Asking(secret, browser_name(request), known=True), means.address)
    query = f"?{urlencode({'weiter': form.value.weiter})}" if form.value.weiter else ""
    response = RedirectResponse(pages.address(request) + query, 303)
    remember_asked(request, response, secret, means.address)
    return response


@pages.post("", dependencies=[paced])
async def check_code(
    request: Request, me: Anyone, here: CurrentContext, uow: Uow, form: Posted[MailedCode]
) -> Response:
    """Go on, or say what is wrong with the code."""
    means = await _means(request, here, uow.session)
    if form.value is None or means.way not in (Way.MAIL, Way.SECOND_STEP):
        return await _page(request, me, here, uow.session, form)
    typed, browser = form.value.code, browser_name(request)
    if means.way is Way.MAIL:
        key, held = here.key(PURPOSE), asked(request)[0]
        of_mail = await use_cases.by_mail(uow, key, me, held, typed)
        if of_mail is of_mail.RIGHT:
            return _on(request, form.value.weiter)
        count_refused(Proof.CODE)
        wrong = form.refused("code", why_not(of_mail))
        return await _page(request, me, here, uow.session, wrong)
    _admit(request, me, here)
    verdict = await use_cases.by_code(uow, Vault.of(here), me, browser, typed)
    if _counted(request, me, here, verdict):
        return _on(request, form.value.weiter)
    return await _page(request, me, here, uow.session, form.refused("code", why_not(verdict)))


@pages.post("/passkey", dependencies=[paced])
async def check_passkey(
    request: Request, me: Anyone, here: CurrentContext, uow: Uow, form: Posted[SignedByPasskey]
) -> Response:
    """The same with a passkey instead of a code."""
    site = Site.at(here.settings.base_url)
    weiter = str(form.typed["weiter"] or "")
    again = MailedCode.empty(weiter=weiter)
    if form.value is None or site is None:
        return await _page(request, me, here, uow.session, again, WRONG_PASSKEY)
    _admit(request, me, here)
    vault, browser = Vault.of(here), browser_name(request)
    verdict = await use_cases.by_passkey(uow, vault, site, me, browser, form.value.credential)
    if _counted(request, me, here, verdict):
        return _on(request, weiter)
    trouble = WRONG_PASSKEY if verdict is OfSecondStep.WRONG else why_not(verdict)
    return await _page(request, me, here, uow.session, again, trouble)


@pages.post("/klick")
async def click(
    request: Request, me: Anyone, here: CurrentContext, uow: Uow, form: Posted[Onward]
) -> Response:
    """Nothing is proved by it, so it is for the sample's people alone."""
    if (await _means(request, here, uow.session)).way is not Way.CLICK:
        raise Problem(403, "forbidden", "Only the sample's people prove nothing")
    await use_cases.by_click(uow, me)
    return _on(request, str(form.typed["weiter"] or ""))


def _admit(request: Request, me: Anyone, here: Context) -> None:
    here.second_steps.admit(address_of(request), str(me.person_id))


def _counted(request: Request, me: Anyone, here: Context, verdict: OfSecondStep) -> bool:
    """Whether it was right, after it was counted for or against them."""
    address, account = address_of(request), str(me.person_id)
    if verdict is OfSecondStep.RIGHT:
        here.second_steps.succeeded(address, account)
        return True
    here.second_steps.failed(address, account, Proof.SECOND_FACTOR)
    return False


def _on(request: Request, weiter: str) -> Response:
    """To what they wanted to change, or back here, where it says that they may."""
    return RedirectResponse(path_of(weiter) if weiter else pages.address(request), 303)


async def _means(request: Request, here: Context, session: AsyncSession) -> Means:
    someone = await signed_in(request)
    assert someone is not None
    return await means_of(session, here.settings, someone, here.clock.now())


async def _page(
    request: Request,
    me: Anyone,
    here: Context,
    session: AsyncSession,
    form: Entered[Onward] | Entered[MailedCode],
    trouble: str = "",
) -> Response:
    means, wants = await _means(request, here, session), None
    site, vault = Site.at(here.settings.base_url), Vault.of(here)
    if means.way is Way.SECOND_STEP:
        form = replace(form, form=SecondStepCode)
        if site and means.known.passkeys:
            challenge = await challenge_of(session, vault, me.session_id)
            wants = site.to_sign_in(challenge, means.known.passkeys)
    onward = str(form.typed.get("weiter") or "")
    sent = means.way is Way.MAIL and asked(request)[1] == means.address
    return pages.render(
        request,
        "prove.html",
        422 if trouble else 200,
        form=form,
        means=means,
        wants=wants,
        trouble=trouble,
        weiter=path_of(onward) if onward else "",
        at=asked_at(request) if sent else None,
    )
