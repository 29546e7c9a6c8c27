"""Every kind of mail to a person says the same alone, among others and on a page."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from services.notifications.gatherings.values import Seat
from services.notifications.mails import use_cases
from services.notifications.mails.use_cases import (
    part_of_a_mail,
    render,
    within_a_page,
    write_notice,
)
from services.notifications.mails.values import (
    ANNOUNCEMENT,
    ANNOUNCEMENT_REMINDER,
    ANNOUNCEMENT_TO_CONFIRM,
    NoticeContext,
    Told,
    notice_kinds,
)
from services.notifications.matters.values import Matters, Motion, Offer
from services.notifications.values import News, Person
from shared.contracts.gatherings import Approval, DateFact, GatheringKind, Place, SlotFact
from shared.contracts.notifications import LINKS, EndpointStage, LetterKind
from shared.ids import new_id
from shared.links import LinkMaker
from tests.house import URL
from tests.notifications.test_mails import words_of
from tests.one_key import OneKey

TODAY = date(2027, 1, 4)
HEAD = Person(new_id(), "Sabine", "Größchen", "sabine@overberg.schule.example")
LINK_MAKER = LinkMaker(OneKey(LINKS), URL)
UNSUBSCRIBE = "https://abbestellen.example"
EVERY = sorted(notice_kinds())
NOW = datetime(2027, 1, 4, 9, tzinfo=UTC)
DAY = DateFact(
    date_id=new_id(), day=date(2027, 2, 1), starts=time(9), ends=time(12), place="Rathaus"
)
SEAT = Seat(
    registration_id=new_id(),
    gathering_id=new_id(),
    kind=GatheringKind.SYMPOSIUM,
    title="Fachtag",
    called_off=False,
    place=Place.OFFERED,
    approval=Approval.NOT_NEEDED,
    answer_until=NOW,
    sequence=0,
    move_up_until=None,
    dates=[DAY],
    known_at=NOW,
    gathering_known_at=NOW,
)


def context(kind: LetterKind, edition: int = 1) -> NoticeContext:
    """What some kind of notice is about."""
    subject = new_id()
    payload = {"stage": EndpointStage.DAY.value, "by_other": True, "reason": "lapsed"}
    payload |= {"date_id": str(DAY.date_id), "before": []}
    payload |= {"correction": 0, "revision": 1, "due_on": "", "assignment_id": str(new_id())}
    payload |= {"title": "Cybermobbing", "why": "Dazu gibt es schon ein Angebot."}
    payload |= {"again": True, "closes_on": TODAY.isoformat(), "right_id": str(new_id())}
    payload |= {"until": "2027-02-28", "gatherings": [str(subject)], "seats": 2}
    payload |= {"accepted": True, "published": False, "wish": 1}
    payload |= {"slot": SlotFact(day=DAY.day, starts=time(10), ends=time(11)).model_dump()}
    payload |= {"why": "withdrawn", "gathering_id": str(SEAT.gathering_id)}
    payload |= {"number": 2, "chapter": str(new_id()), "adopted": 3, "failed": 1}
    payload |= {"secret": "abc", "named": False}
    payload |= {"invited": 30, "answered": 17, "kind": "erasure"}
    payload |= {"ends_at": NOW.isoformat()}
    told = [Told(subject, TODAY, payload)]
    news = {
        subject: News("Wartung am Freitag", "das Netz\n\nfällt aus.", kind != ANNOUNCEMENT, edition)
    }
    seats = {subject: SEAT}
    motion = Motion("Mehr Stellen", NOW, published=False, dropped=False)
    offer = Offer("Fachtag", is_open=True, called_off=False, first=DAY, waiting=2)
    matters = Matters({subject: offer}, {subject: motion})
    return NoticeContext(HEAD, "Stadt Bergkamen", told, LINK_MAKER, TODAY, news, seats, matters)


@pytest.mark.parametrize("kind", EVERY)
def test_among_others_and_on_a_page_it_says_what_it_says_alone(kind: LetterKind) -> None:
    known = context(kind)
    alone, part, page = (
        write_notice(kind, known, UNSUBSCRIBE, each)
        for each in (render, part_of_a_mail, within_a_page)
    )
    assert part.subject == page.subject == alone.subject
    assert part.text[0].isupper()
    assert part.text[1:] in alone.text
    assert words_of(page.html) in words_of(alone.html)
    assert words_of(part.html)[-60:] in words_of(alone.html)
    for each in (part.text, part.html):
        assert not re.search(rf"Guten Tag|<style|Verantwortlich|{UNSUBSCRIBE}", each)
    assert not re.search(rf"<h1|<style|style=|Verantwortlich|{UNSUBSCRIBE}", page.html)


@pytest.mark.parametrize("kind", EVERY)
def test_a_title_is_no_markup_in_any_mail(kind: LetterKind) -> None:
    hostile, known = "=1+1<script>alert(1)</script>", context(kind)
    day = DAY.model_copy(update={"place": hostile})
    seats = {key: replace(SEAT, title=hostile, dates=[day]) for key in known.seats}
    told = [replace(each, payload={**each.payload, "title": hostile}) for each in known.told]
    head = replace(HEAD, given_name=hostile, family_name=hostile)
    mail = write_notice(kind, replace(known, to=head, seats=seats, told=told), UNSUBSCRIBE, render)
    assert "<script>" not in mail.html


@pytest.mark.parametrize(
    ("kind", "edition", "subject"),
    [
        (ANNOUNCEMENT, 1, "Wartung am Freitag"),
        (ANNOUNCEMENT, 2, "Geändert: Wartung am Freitag"),
        (ANNOUNCEMENT_TO_CONFIRM, 1, "Bitte bestätigen: Wartung am Freitag"),
        (ANNOUNCEMENT_TO_CONFIRM, 2, "Geändert, bitte bestätigen: Wartung am Freitag"),
        (ANNOUNCEMENT_REMINDER, 2, "Erinnerung: Wartung am Freitag"),
    ],
)
def test_a_subject_says_what_is_wanted_once(kind: LetterKind, edition: int, subject: str) -> None:
    assert write_notice(kind, context(kind, edition)).subject == subject


def test_whatever_has_a_colour_in_a_mail_has_another_one_in_the_dark() -> None:
    frame = Path(use_cases.__file__).parent / "templates" / "frame.html"
    light, _, dark = frame.read_text().partition("@media (prefers-color-scheme: dark)")
    assert coloured(light) - {"body", ".facts strong"} <= coloured(dark)


def coloured(styles: str) -> set[str]:
    """The selectors to which some colour is given."""
    rules = re.findall(r"^([^@{}\n]+) \{([^}]*#[0-9a-f]{6}[^}]*)\}", styles, re.MULTILINE)
    return {each.strip() for names, _ in rules for each in names.split(",")}
