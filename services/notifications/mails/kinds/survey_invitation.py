"""The invitation to a pulse survey, for the worker who is asked."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from services.notifications.mails.rules import DAYS
from services.notifications.mails.values import AT_ONCE, MailContext, MailKind, MailText, Topic
from services.notifications.messages.values import About, Draft, Fact, ToRole
from services.notifications.texts.values import (
    ABOUT_A_WORKER,
    CONTACT_PART,
    Placeholder,
    Wording,
    part,
)
from shared.contracts.directory import Role
from shared.contracts.notifications import LetterKind
from shared.contracts.surveys import SURVEY_PAGE, InvitationIssued, Occasion
from shared.messaging.router import Received


def invite_to_survey(event: Received[InvitationIssued]) -> Iterable[Draft]:
    """Nobody is invited any more once it is closed."""
    body = event.body
    yield Draft(
        LetterKind.SURVEY_INVITATION,
        ToRole(Role.WORKER, About(body.worker_id, body.employment_id)),
        body.invitation_id,
        payload={
            "invitation_id": str(body.invitation_id),
            "occasion": body.occasion.value,
            "closes_on": body.closes_on.isoformat(),
        },
        expires_on=body.closes_on,
    )


def question(occasion: Occasion) -> str:
    """Wie geht es Ihnen nach 30 Tagen?"""
    days = DAYS.get(occasion)
    if occasion is Occasion.EXIT:
        return "Was nehmen Sie mit?"
    return f"Wie geht es Ihnen nach {days} Tagen?" if days else f"Wie geht es Ihnen? ({occasion})"


def write(context: MailContext) -> MailText:
    payload = context.letter.payload
    closes_on = date.fromisoformat(payload["closes_on"])
    survey = Occasion(payload["occasion"])
    invitation = UUID(payload["invitation_id"])
    url = context.links.url(SURVEY_PAGE, invitation, closes_on)
    return MailText(
        subject=f"Kurzbefragung: {question(survey)}",
        reason=f"Sie erhalten diese Nachricht, weil Sie {_WHY.get(survey, _BEGUN)}. Die Teilnahme"
        " ist freiwillig.",
        values={
            "question": question(survey),
            "days": DAYS.get(survey),
            "leaving": survey is Occasion.EXIT,
            "closes_on": closes_on,
            "url": url,
        },
        links=[url],
    )


_BEGUN = "eine neue Stelle in der Schulsozialarbeit angetreten haben"
_WHY = {Occasion.EXIT: "Ihre Stelle in der Schulsozialarbeit bald verlassen"}


def _since(said: Mapping[str, Any]) -> str:
    if said.get("leaving"):
        return "Sie verlassen bald Ihre Stelle."
    return (
        f"Sie sind jetzt seit {said['days']} Tagen an Ihrer neuen Stelle." if said["days"] else ""
    )


def _asked(said: Mapping[str, Any]) -> str:
    if said.get("leaving"):
        return "Wir möchten wissen, was gut war und was anders werden sollte."
    return "Wir möchten wissen, ob Sie gut angekommen sind und was noch fehlt."


WORDING = Wording(
    "Guten Tag {name},\n\n{dauer} {frage} Die Befragung ist kurz: ein paar Klicks, ein Satz,"
    " wenn Sie mögen.\n\n{befragung}\n\n{anonym}"
    "\n\n{kontakt}",
    (
        *(each for each in ABOUT_A_WORKER if each.name != "fachkraft"),
        Placeholder(
            "dauer",
            "ein Satz, wie lange jemand da ist; leer, wo es nicht um Tage geht",
            "Sie sind jetzt seit 30 Tagen an Ihrer neuen Stelle.",
            _since,
        ),
        Placeholder(
            "frage",
            "was wir wissen möchten",
            "Wir möchten wissen, ob Sie gut angekommen sind und was noch fehlt.",
            _asked,
        ),
        part(
            "befragung",
            "der Link zur Befragung, und bis wann er gilt",
            "Zur Kurzbefragung. Sie ist bis Montag, 1. Februar 2027 geöffnet.",
            required=True,
        ),
        part(
            "anonym",
            "wie Antworten gespeichert werden, und was man nicht schreibt",
            "Ihre Antworten kommen ohne Ihren Namen in eine versiegelte Urne.",
            required=True,
        ),
        CONTACT_PART,
    ),
)


MAIL = MailKind(
    "Befragung",
    Topic.SURVEYS,
    priority=2,
    height=670,
    write=write,
    gathered=AT_ONCE,
    facts=(Fact(InvitationIssued, invite_to_survey),),
    wording=WORDING,
)
