"""What is said about surveys, and what follows from them."""

from datetime import date

from services.surveys.invitations.values import Running
from shared.clock import A_DAY
from shared.contracts.cards import Card, Urgency, told_of
from shared.contracts.measures import MEASURES, OWN_MEASURES
from shared.contracts.phrases import counted
from shared.german import long_date

SOON = A_DAY * 7


def surveys(running: Running, link: str) -> list[Card]:
    """One card while anybody may still answer."""
    return told_of(
        running.surveys,
        code="surveys",
        title="Offene Befragungen",
        sentence=f"{counted(running.invitations, 'Einladung gilt', 'Einladungen gelten')} noch,"
        f" die letzte bis {long_date(running.last_day)}.",
        link=link,
        order=6,
    )


def feedback(fresh: int, link: str) -> list[Card]:
    """One card while results are new."""
    return told_of(
        fresh,
        code="feedback",
        title="Neue Rückmeldungen",
        sentence=f"Zu {counted(fresh, 'Veranstaltung', 'Veranstaltungen')} sind die Ergebnisse da.",
        link=link,
        order=7,
    )


def results(fresh: int, link: str) -> list[Card]:
    """One card while results of the office's own surveys are new."""
    return told_of(
        fresh,
        code="survey_results",
        title="Eigene Befragungen: Ergebnisse",
        sentence=f"{counted(fresh, 'Urne ist', 'Urnen sind')} geöffnet und ausgezählt.",
        link=link,
        order=6,
    )


def stopped(number: int, link: str) -> list[Card]:
    """One card where there will be no results, and somebody has to look why."""
    return told_of(
        number,
        code="survey_stopped",
        title="Befragung angehalten",
        sentence="Ihre Urne ist nicht mehr so, wie sie versiegelt wurde, und bleibt ungeöffnet."
        " Bitte sagen Sie das Ihrer Betriebsstelle.",
        urgency=Urgency.NOW,
        link=link,
        order=4,
    )


def late_measures(late: int, first: date | None) -> list[Card]:
    """What is not done in time."""
    return told_of(
        late,
        code="late_measures",
        title="Überfällige Maßnahmen",
        sentence="Die Zuständigen sind erinnert worden.",
        due=first,
        urgency=Urgency.NOW,
        link=MEASURES,
        order=4,
    )


def asked_measures(asked: int) -> list[Card]:
    """For which their owners ask for more time."""
    return told_of(
        asked,
        code="asked_measures",
        title="Mehr Zeit erbeten",
        sentence=f"Zu {counted(asked, 'Maßnahme', 'Maßnahmen')} bittet die zuständige Person um"
        " eine spätere Frist.",
        urgency=Urgency.SOON,
        link=f"{MEASURES}?asked=ja",
        order=4,
    )


def own_measures(count: int, late: int, first: date | None, today: date) -> list[Card]:
    """What somebody is to carry out."""
    said = f"{late} davon überfällig." if late else "Nichts davon ist überfällig."
    if count == 1:
        said = "Sie ist überfällig." if late else "Sie ist noch nicht überfällig."
    soon = first is not None and first <= today + SOON
    return told_of(
        count,
        code="own_measures",
        title="Meine Maßnahmen",
        sentence=said,
        due=first,
        urgency=Urgency.NOW if late else Urgency.SOON if soon else Urgency.CALM,
        link=OWN_MEASURES,
        order=2,
    )


def requests(number: int, link: str) -> list[Card]:
    """One card while somebody waits for a reply."""
    asked = counted(number, "Änderungswunsch wartet", "Änderungswünsche warten")
    return told_of(
        number,
        code="framework_requests",
        title="Rahmenkonzept: Kommentare",
        sentence=f"{asked} auf Ihre Antwort mit Begründung.",
        link=link,
        order=6,
    )


def vote(chapters: int, last: date, link: str) -> list[Card]:
    """One card as long as somebody may vote and has not."""
    missing = counted(chapters, "Kapitel fehlt", "Kapiteln fehlt")
    return told_of(
        chapters,
        code="framework_vote",
        title="Abstimmung über das Rahmenkonzept",
        sentence=f"Zu {missing} Ihre Stimme noch, Zeit ist bis {long_date(last)}.",
        link=link,
        order=2,
    )


def own_sheets(sheets: int, link: str) -> list[Card]:
    """Schools that somebody judges, and has not agreed yet."""
    return told_of(
        sheets,
        code="own_assessments",
        title="Selbsteinschätzung Ihrer Schule",
        sentence="Bitte schätzen Sie ein und stimmen Sie zu, wenn alles stimmt.",
        link=f"{link}?open=ja",
        order=3,
    )


def reports(fresh: int, link: str) -> list[Card]:
    """One card while a report is new."""
    said = counted(fresh, "Bericht ist", "Berichte sind")
    return told_of(
        fresh,
        code="survey_reports",
        title="Ergebnisse einer Befragung" if fresh == 1 else "Ergebnisse von Befragungen",
        sentence=f"{said} veröffentlicht.",
        link=link,
        order=8,
    )
