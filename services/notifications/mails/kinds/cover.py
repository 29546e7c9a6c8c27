"""Who is at a school while somebody is away: for its head. Never why somebody is away."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from services.notifications.mails.rules import ROLES, day_of_month, joined
from services.notifications.mails.values import MailContext, MailKind, MailText, Topic
from services.notifications.messages.values import About, Draft, Fact, ToRole
from services.notifications.texts.values import (
    ABOUT_A_WORKER,
    CONTACT_PART,
    Placeholder,
    Wording,
    part,
)
from services.notifications.values import Person
from shared.contracts.directory import Role
from shared.contracts.leaves import OWN_SCHOOLS, CoverAnnounced, CoverFact
from shared.contracts.notifications import LetterKind
from shared.messaging.router import Received

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ShownPart:
    """Days, and who is at the school on them; nobody, if empty."""

    days: str
    names: str


def tell_school_of_cover(event: Received[CoverAnnounced]) -> Iterable[Draft]:
    body = event.body
    yield Draft(
        LetterKind.COVER,
        ToRole(Role.HEAD, About(body.worker_id, body.employment_id), body.school_id),
        event.message.id,
        payload=body.model_dump(
            mode="json", include={"leave_id", "first_day", "last_day", "cover"}
        ),
    )


def span(first: date, last: date | None, today: date) -> str:
    """vom 1. März 2027 bis 31. Juli 2027"""
    if last is None:
        return "bis auf Weiteres" if first <= today else f"ab {day_of_month(first)}"
    if first == last:
        return f"am {day_of_month(first)}"
    if first <= today:
        return f"bis {day_of_month(last)}"
    return f"vom {day_of_month(first)} bis {day_of_month(last)}"


def write(context: MailContext) -> MailText:
    payload, today = context.letter.payload, context.today
    school_id = context.letter.organization_id
    assert school_id is not None
    first, last = (_day(payload[name]) for name in ("first_day", "last_day"))
    facts = [CoverFact.model_validate(each) for each in payload["cover"]]
    ahead = [each for each in facts if each.last_day is None or each.last_day >= today]
    back = last + DAY if last is not None and last < today else None
    link = context.links.page(OWN_SCHOOLS)
    there = _people(context, ahead)
    carrier = context.directory.organization(context.employment.carrier_id)
    asked = carrier.contacts.get(Role.CARRIER)
    asked_person = context.directory.person(asked) if asked else None
    named = {*there.values(), *([asked_person] if asked_person else [])}
    return MailText(
        subject="Schulsozialarbeit an Ihrer Schule: wer in nächster Zeit da ist",
        reason=f"Sie erhalten diese Nachricht als {ROLES[Role.HEAD]}, damit Sie wissen, wer an"
        " Ihrer Schule da ist.",
        values={
            "school": context.directory.organization(school_id).name,
            "takes_place": first is not None,
            "back": back,
            "days": span(first, last, today) if first and back is None else "",
            "parts": _parts(ahead, there, today),
            "carrier": carrier.name,
            "asked": asked_person,
            "page": link,
        },
        links=[link],
        mentions=frozenset(each.person_id for each in named),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _people(context: MailContext, facts: Sequence[CoverFact]) -> dict[UUID, Person]:
    """By employment; raises ``NotYet``."""
    known = context.directory
    ids = {each.employment_id for each in facts if each.employment_id is not None}
    return {each: known.person(known.employment(each).worker_id) for each in ids}


def _parts(facts: Sequence[CoverFact], there: dict[UUID, Person], today: date) -> list[ShownPart]:
    found: dict[tuple[date, date | None], list[str]] = {}
    for each in facts:
        names = found.setdefault((max(each.first_day, today), each.last_day), [])
        if each.employment_id is not None and (name := there[each.employment_id].name) not in names:
            names.append(name)
    return [
        ShownPart(span(first, last, today), joined(sorted(names)) if names else "")
        for (first, last), names in found.items()
    ]


WORDING = Wording(
    "Guten Tag {name},\n\n{abwesenheit}\n\n{vertretung}\n\n{kontakt}\n\n{seite}",
    (
        *ABOUT_A_WORKER,
        Placeholder("schule", "Name der Schule", "Overberger Schule", lambda said: said["school"]),
        part(
            "abwesenheit",
            "wer nicht im Dienst ist und wie lange; nie, warum",
            "Mara Beispiel ist vom 1. März 2027 bis 31. Juli 2027 nicht im Dienst.",
            required=True,
        ),
        part(
            "vertretung",
            "wer so lange an der Schule ist",
            "vom 1. März 2027 bis 31. Juli 2027: Jan Beispiel",
            required=True,
        ),
        CONTACT_PART,
        part("seite", "der Link zu „Meine Schulen“", "Meine Schulen ansehen", required=True),
    ),
)


MAIL = MailKind(
    "Abwesenheit und Vertretung",
    Topic.COVER,
    priority=1,
    height=900,
    write=write,
    facts=(Fact(CoverAnnounced, tell_school_of_cover),),
    wording=WORDING,
)
