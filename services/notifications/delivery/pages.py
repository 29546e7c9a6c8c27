"""Delivery as operators see it: does it run, what waits, what was given up."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Form, Request, Response

from services.notifications.delivery.values import PauseCause
from services.notifications.letters import queries as letters
from services.notifications.mails.values import title_of
from services.notifications.outages import queries as outages
from services.notifications.undeliverable import queries as given_up
from services.notifications.undeliverable import use_cases as undeliverable
from services.notifications.undeliverable.values import FailureCause
from shared.context import CurrentContext, Reading, Uow
from shared.contracts.directory import Role
from shared.contracts.notifications import LetterKind
from shared.web.audience import operator
from shared.web.kit.router import PageRouter
from shared.web.kit.words import word

PER_PAGE = 25
PAUSES = {
    PauseCause.UNREACHABLE: "Der Mailserver ist nicht erreichbar. Stimmen Name und Port in"
    " KNOTENPUNKT_SMTP_URL, und läuft er?",
    PauseCause.TLS: "Mit dem Mailserver kommt keine verschlüsselte Verbindung zustande: Er bietet"
    " sie nicht an, oder sein Zertifikat ist nicht vertrauenswürdig (KNOTENPUNKT_SMTP_TLS,"
    " KNOTENPUNKT_SMTP_CA_FILE).",
    PauseCause.CREDENTIALS: "Der Mailserver weist die Anmeldung ab. Stimmen Benutzer und Passwort"
    " in KNOTENPUNKT_SMTP_URL?",
    PauseCause.UNWILLING: "Der Mailserver nimmt zurzeit nichts von uns an.",
    PauseCause.SENDER: "Der Mailserver lehnt unsere Absenderadresse ab (KNOTENPUNKT_MAIL_FROM).",
    PauseCause.REFUSED: "Der Mailserver lehnt alle Empfänger ab, vermutlich unseretwegen: Darf"
    " dieser Rechner mit dieser Absenderadresse nach außen senden?",
    PauseCause.INTERRUPTED: "Die Verbindung zum Mailserver bricht während der Übergabe ab.",
}
FAILURES = {
    FailureCause.RECIPIENT: "Der Mailserver lehnt den Empfänger ab",
    FailureCause.CONTENT: "Der Mailserver lehnt die Nachricht ab",
    FailureCause.PATIENCE: "Fünf Tage lang vergeblich versucht",
    FailureCause.ADDRESS: "An die Adresse kann keine Mail gehen",
    FailureCause.UNKNOWN: "Name oder Adresse kam drei Tage lang nicht an",
    FailureCause.TOO_LATE: "Wozu eingeladen wird, ist vorbei",
}

pages = PageRouter(__name__, prefix="/versand", audience=Annotated[None, Depends(operator)])


@pages.get("")
async def show_delivery(
    request: Request, here: CurrentContext, session: Reading, before: UUID | None = None
) -> Response:
    """Whether mail goes out, and the letters that were given up, the newest first."""
    found = await given_up.find(session, None, before, PER_PAGE + 1)
    shown = found[:PER_PAGE]
    path = pages.address(request)
    older = len(found) > PER_PAGE
    return pages.render(
        request,
        "delivery.html",
        pause=await outages.current(session, here.clock.now()),
        sending=bool(here.settings.smtp_url),
        waiting=[(title_of(kind), *each) for kind, each in (await letters.depth(session)).items()],
        causes=await given_up.count(session),
        letters=shown,
        newer=path if before else None,
        older=f"{path}?before={shown[-1].letter_id}" if older else None,
        words={"pauses": PAUSES, "failures": FAILURES},
        kind_of=lambda letter: title_of(LetterKind(letter.kind)),
        role_of=lambda letter: word(Role, letter.role),
    )


@pages.post("/wieder-einreihen")
async def put_back_all(
    cause: Annotated[FailureCause, Form()], request: Request, uow: Uow
) -> Response:
    """All letters of one cause, from the page."""
    return _back(request, await undeliverable.put_back_all(uow, cause))


@pages.post("/{letter_id}/wieder-einreihen")
async def put_back_one(letter_id: UUID, request: Request, uow: Uow) -> Response:
    """One letter, from the page."""
    return _back(request, await undeliverable.put_back(uow, [letter_id]))


def _back(request: Request, number: int) -> Response:
    said = {
        0: "Nichts davon ist noch nötig. Es wurde nur von der Liste genommen.",
        1: "Eine Nachricht liegt wieder in der Reihe.",
    }
    text = said.get(number, f"{number} Nachrichten liegen wieder in der Reihe.")
    return pages.saved(request, text, to=pages.address(request))
