"""The sign-ins and the second step of one account, as the office ends them."""

from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.accounts import queries
from services.directory.accounts.values import Account
from services.directory.factors import use_cases as factors
from services.directory.pages import freshly_proven
from services.directory.sessions import use_cases as sessions
from shared.context import Reading, Uow
from shared.web.kit.person import Office
from shared.web.kit.router import PageRouter
from shared.web.problem import Problem
from shared.web.sessions.person import Me

pages = PageRouter(__package__, prefix="/konten", audience=Office)


@pages.get("/{person_id}/abmelden")
async def ask_ending(request: Request, me: Office, session: Reading, person_id: UUID) -> Response:
    """What becomes of somebody who is signed out."""
    account = await queries.own_or_of_less(session, me, person_id)
    question = f"Alle Anmeldungen von {account.name} beenden?"
    text = "Die Person ist sofort überall abgemeldet. Konto und Rollen bleiben; sie kann sich neu"
    consequence = f"{text} anmelden."
    if person_id == me.person_id:
        consequence = "Nur dieser Browser bleibt angemeldet, alle anderen sind sofort abgemeldet."
    above = [(account.name, pages.address(request, person_id))]
    return pages.confirm(
        request, question, consequence, button="Alle beenden", final=False, above=above
    )


@pages.post("/{person_id}/abmelden")
async def end_sign_ins(request: Request, me: Office, uow: Uow, person_id: UUID) -> Response:
    """Signed out everywhere; whoever ends their own stays where they are."""
    await queries.own_or_of_less(uow.session, me, person_id)
    kept = me.session_id if person_id == me.person_id else None
    count = await sessions.end_of_person(uow, person_id, me.cause, but=kept)
    text = "Eine Anmeldung beendet." if count == 1 else f"{count} Anmeldungen beendet."
    return pages.saved(request, text, to=pages.address(request, person_id))


@pages.get("/{person_id}/zweiter-schritt", dependencies=[freshly_proven])
async def ask_resetting(
    request: Request, me: Office, session: Reading, person_id: UUID
) -> Response:
    """What becomes of somebody whose phone is lost."""
    account = await _of_whom_more_may_be_changed(session, me, person_id)
    consequence = (
        f"App, Passkeys und Wiederherstellungscodes von {account.name} gelten nicht mehr. Bei der"
        " nächsten Anmeldung genügt der Code aus der Mail, um etwas Neues einzurichten; die Person"
        " bekommt eine Nachricht. Überzeugen Sie sich vorher, am besten am Telefon, dass wirklich"
        " sie darum bittet."
    )
    question = "Zweiten Schritt zurücksetzen?"
    above = [(account.name, pages.address(request, person_id))]
    return pages.confirm(request, question, consequence, button="Zurücksetzen", above=above)


@pages.post("/{person_id}/zweiter-schritt", dependencies=[freshly_proven])
async def reset_second_step(request: Request, me: Office, uow: Uow, person_id: UUID) -> Response:
    """The next sign-in sets up another."""
    await _of_whom_more_may_be_changed(uow.session, me, person_id)
    done = await factors.reset(uow, person_id)
    text = "Zweiter Schritt zurückgesetzt." if done else "Es war keiner eingerichtet."
    return pages.saved(request, text, to=pages.address(request, person_id))


async def _of_whom_more_may_be_changed(session: AsyncSession, me: Me, person_id: UUID) -> Account:
    """Nobody resets their own, nor that of who may do more; raises ``Problem``."""
    if person_id == me.person_id:
        raise Problem(403, "may-do-more", "It is yours")
    return await queries.own_or_of_less(session, me, person_id)
