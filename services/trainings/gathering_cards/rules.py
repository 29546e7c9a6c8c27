"""What is said about seats, minutes and action items, and how urgent it is."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from services.trainings.gathering_cards.values import FEW, OfOffice, OpenActions, OwnSeat
from shared.clock import local_date
from shared.contracts.cards import Card, Urgency, told_of
from shared.contracts.certificates import OWN_CERTIFICATES, QUALIFICATIONS
from shared.contracts.gatherings import APPROVALS, CATALOGUE, GATHERINGS, Approval, Place
from shared.contracts.meetings import ACTIONS, OWN_ACTIONS
from shared.german import long_date, time_of_day

SOON, NEAR = timedelta(days=7), timedelta(days=30)


def of_office(found: OfOffice) -> list[Card]:
    """What the office has to decide, to look at, and to write."""
    return [
        *pending(found.pending, found.pending_at),
        *crowded(found.full, found.waiting, found.few),
        *without_minutes(found.without_minutes),
        *late_actions(found.late_actions, found.first_due),
        *by_hand(found.by_hand, found.by_hand_waiting),
        *uncertified(found.uncertified),
        *ending(found.ending, found.ending_near, found.first_end),
    ]


def offers(seats: Sequence[OwnSeat]) -> list[Card]:
    """A seat that is kept for them, until when."""
    found = [(each.answer_until, each) for each in seats if each.place is Place.OFFERED]
    open_ones = sorted(((until, each) for until, each in found if until), key=lambda each: each[0])
    if not open_ones:
        return []
    until = open_ones[0][0]
    return [
        Card(
            code="offered_seats",
            title="Ein Platz ist für Sie frei",
            number=len(open_ones),
            sentence=f"Bitte antworten Sie bis {_moment(until)}.",
            due=local_date(until),
            urgency=Urgency.NOW,
            link=_page([each for _, each in open_ones]),
            order=0,
        )
    ]


def invited(count: int, first: UUID | None) -> list[Card]:
    """To what they have not answered yet."""
    return told_of(
        count,
        code="invited",
        title="Sie sind eingeladen",
        sentence="Bitte sagen Sie zu oder ab.",
        urgency=Urgency.SOON,
        link=f"{CATALOGUE}/{first}" if count == 1 else CATALOGUE,
        order=2,
    )


def own_dates(seats: Sequence[OwnSeat], today: date) -> list[Card]:
    """What they have a seat in."""
    held = [each for each in seats if each.place is Place.CONFIRMED and each.next_at]
    if not held:
        return []
    first = min(each.next_at for each in held if each.next_at)
    return [
        Card(
            code="own_dates",
            title="Meine nächsten Termine",
            number=len(held),
            sentence=f"Der nächste ist am {_moment(first)}.",
            urgency=Urgency.SOON if local_date(first) <= today + SOON else Urgency.CALM,
            link=_page(held),
            order=4,
        )
    ]


def own_waiting(seats: Sequence[OwnSeat]) -> list[Card]:
    """What they have no seat in yet."""
    waiting = [each for each in seats if each.place is Place.WAITING]
    if not waiting:
        return []
    pending = sum(each.approval is Approval.PENDING for each in waiting)
    said = "Wird ein Platz frei, bekommen Sie eine Mail."
    if pending == len(waiting):
        said = "Die Koordinierungsstelle entscheidet noch."
    elif pending:
        said = f"Über {pending} davon entscheidet die Koordinierungsstelle noch. {said}"
    return [
        Card(
            code="own_waiting",
            title="Freigabe ausstehend" if pending == len(waiting) else "Ich stehe auf Wartelisten",
            number=len(waiting),
            sentence=said,
            link=_page(waiting),
            order=6,
        )
    ]


def own_actions(actions: OpenActions, today: date) -> list[Card]:
    """What they have taken upon themselves."""
    said = f"{actions.late} davon überfällig." if actions.late else "Nichts davon ist überfällig."
    if actions.count == 1:
        said = "Es ist überfällig." if actions.late else "Es ist noch nicht überfällig."
    return told_of(
        actions.count,
        code="own_actions",
        title="Meine Vorhaben",
        sentence=said,
        due=actions.first_due,
        urgency=_urgency(actions.first_due, today),
        link=OWN_ACTIONS,
        order=2,
    )


def pending(count: int, places: int) -> list[Card]:
    """Whoever waits for the office."""
    where = "einer Veranstaltung" if places == 1 else f"{places} Veranstaltungen"
    said = f"Anmeldungen zu {where} warten auf Ihre Entscheidung."
    if count == 1:
        said = "Eine Anmeldung wartet auf Ihre Entscheidung."
    return told_of(
        count,
        code="pending_approvals",
        title="Freigaben ausstehend",
        sentence=said,
        urgency=Urgency.SOON,
        link=APPROVALS,
        order=3,
    )


def crowded(full: int, waiting: int, few: int) -> list[Card]:
    """Where people wait, or soon will."""
    said = []
    if full:
        people = "eine Person wartet" if waiting == 1 else f"{waiting} Personen warten"
        said.append(f"Mit Warteliste: {full}, {people}.")
    if few:
        said.append(f"Mit höchstens {FEW} freien Plätzen: {few}.")
    return told_of(
        full + few,
        code="crowded_gatherings",
        title="Veranstaltungen mit wenigen oder keinen Plätzen",
        sentence=" ".join(said),
        link=GATHERINGS,
        order=6,
    )


def without_minutes(count: int) -> list[Card]:
    """What nobody can read up although it was a week ago."""
    return told_of(
        count,
        code="missing_minutes",
        title="Protokolle fehlen",
        sentence="Das Treffen liegt mehr als eine Woche zurück, veröffentlicht ist nichts.",
        urgency=Urgency.SOON,
        link=f"{GATHERINGS}?past=true",
        order=4,
    )


def late_actions(count: int, first_due: date | None) -> list[Card]:
    """What anybody has promised and not done in time."""
    return told_of(
        count,
        code="late_actions",
        title="Überfällige Vorhaben",
        sentence="Die Zuständigen sind erinnert worden.",
        due=first_due,
        urgency=Urgency.NOW,
        link=ACTIONS,
        order=4,
    )


def by_hand(count: int, waiting: int) -> list[Card]:
    """Free seats for which an offer would come too late."""
    people = "eine Person wartet" if waiting == 1 else f"{waiting} Personen warten"
    return told_of(
        count,
        code="seats_by_hand",
        title="Plätze von Hand zu vergeben",
        sentence=f"Für ein Angebot mit Frist ist es zu spät, {people}. Bitte rufen Sie an, der"
        " Reihe nach.",
        urgency=Urgency.NOW,
        link=GATHERINGS,
        order=2,
    )


def uncertified(count: int) -> list[Card]:
    """Where somebody was a week ago, and has nothing to show for it."""
    return told_of(
        count,
        code="missing_certificates",
        title="Bescheinigungen ausstehend",
        sentence="Anwesenheit ist eingetragen, seit über einer Woche nichts ausgestellt.",
        urgency=Urgency.SOON,
        link=f"{GATHERINGS}?past=true",
        order=4,
    )


def ending(count: int, near: int, first: date | None) -> list[Card]:
    """What has to be refreshed soon."""
    said = f"Davon {near} in den nächsten 30 Tagen." if near else "Keine in den nächsten 30 Tagen."
    if count == 1 and near:
        said = "In den nächsten 30 Tagen."
    return told_of(
        count,
        code="ending_qualifications",
        title="Qualifikationen laufen in 90 Tagen ab",
        sentence=said,
        due=first,
        urgency=Urgency.SOON if near else Urgency.CALM,
        link=f"{QUALIFICATIONS}?standing=soon",
        order=5,
    )


def own_end(first: date | None, today: date) -> list[Card]:
    """What somebody has to refresh soon."""
    if first is None:
        return []
    return [
        Card(
            code="own_qualification",
            title="Meine Qualifikation läuft ab",
            sentence="Eine anerkannte Fortbildung verlängert sie.",
            due=first,
            urgency=Urgency.SOON if first <= today + NEAR else Urgency.CALM,
            link=OWN_CERTIFICATES,
            order=5,
        )
    ]


def _page(seats: Sequence[OwnSeat]) -> str:
    """Of the gathering if it is one, else of what there is."""
    ids = {each.gathering_id for each in seats}
    return f"{CATALOGUE}/{ids.pop()}" if len(ids) == 1 else CATALOGUE


def _moment(moment: datetime) -> str:
    return f"{long_date(local_date(moment))}, {time_of_day(moment)}"


def _urgency(due: date | None, today: date) -> Urgency:
    if due is None or due > today + SOON:
        return Urgency.CALM
    return Urgency.SOON if due >= today else Urgency.NOW
