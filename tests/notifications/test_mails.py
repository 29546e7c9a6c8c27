"""Every kind of mail that is found keeps what all of them promise."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from services.notifications.mails import kinds, use_cases
from services.notifications.mails.use_cases import UnknownKind, within_a_page
from services.notifications.mails.values import (
    CODE,
    DIGEST,
    FAREWELL,
    INVITATION,
    SECOND_STEP,
    Assignment,
    every_kind,
    mail_kinds,
    notice_kinds,
    title_of,
)
from services.notifications.values import (
    Content,
    Directory,
    Employment,
    Letter,
    Organization,
    Person,
)
from services.notifications.writing.use_cases import Writer
from shared.contracts.consultations import CONSULTATION_PAGE
from shared.contracts.directory import OrganizationKind, Role
from shared.contracts.notifications import LINKS, LetterKind
from shared.contracts.surveys import Occasion
from shared.ids import new_id
from shared.links import LinkMaker, Links
from shared.messaging.event import Cause
from tests.house import BERGKAMEN, URL
from tests.one_key import OneKey

NOW = datetime(2027, 1, 4, 8, tzinfo=UTC)
TODAY = date(2027, 1, 4)
LATER = "invented_later"
WORKER = Person(new_id(), "Jörg-Uwe", "O'Neill-Müßig", "joerg.oneill@awo.example")
HEAD = Person(new_id(), "Sabine", "Größchen", "sabine@overberg.schule.example")
OFFICE = Person(new_id(), "Ayşe", "Yıldız", "koordination@bergkamen.example")
CARRIER, SCHOOL, TEMPLATE, EMPLOYMENT = (new_id() for _ in range(4))
EVERY = sorted(mail_kinds())
KEY = OneKey(LINKS)
LINK_MAKER = LinkMaker(KEY, URL)
STARTS = [TODAY + timedelta(days=days) for days in (30, 0, -5, -90)]


def directory(start: date, *, again: bool) -> Directory:
    def organization(kind: OrganizationKind, name: str, **contacts: Any) -> Organization:
        found = {Role(role): person.person_id for role, person in contacts.items()}
        return Organization(new_id(), kind, name, found)

    school = organization(OrganizationKind.SCHOOL, "Overberger Schule", head=HEAD)
    carrier = organization(OrganizationKind.CARRIER, "AWO Bildung und Lernen")
    timeline = {start: [SCHOOL]}
    job = Employment(EMPLOYMENT, WORKER.person_id, CARRIER, start, None, timeline, again)
    return Directory(
        people={each.person_id: each for each in (WORKER, HEAD, OFFICE)},
        organizations={SCHOOL: school, CARRIER: carrier},
        employments={EMPLOYMENT: job},
        titles={TEMPLATE: {"office": "Büro/Beratungsraum"}},
        municipality=organization(OrganizationKind.MUNICIPALITY, "Bergkamen", coordinator=OFFICE),
    )


def letter(kind: LetterKind, role: Role = Role.WORKER, occasion: str = "day_30") -> Letter:
    """One that says everything that some kind of mail is about."""
    task = {"task_id": str(new_id()), "code": "office", "due_on": "2027-02-01", "mandatory": True}
    return Letter(
        id=new_id(),
        group_key=new_id(),
        tenant=BERGKAMEN,
        worker_id=WORKER.person_id,
        employment_id=EMPLOYMENT,
        onboarding_id=None,
        kind=kind,
        role=role,
        organization_id=SCHOOL,
        payload={
            "template_id": str(TEMPLATE),
            "tasks": [task],
            "invitation_id": str(new_id()),
            "occasion": occasion,
            "closes_on": "2027-02-01",
            "first_day": "2027-02-01",
            "last_day": None,
            "cover": [{"first_day": "2027-02-01", "last_day": None, "employment_id": None}],
        },
        priority=0,
        attempts=0,
        created_at=NOW,
        since=NOW,
        happened_at=NOW,
        cause=Cause(BERGKAMEN, new_id()),
    )


def written(
    given: Letter, to: Person = WORKER, start: date = TODAY, *, again: bool = False
) -> Content:
    writer = Writer(directory(start, again=again), LINK_MAKER, NOW)
    return writer.write(Assignment([given], to.person_id, stands_in=False)).content


def on_a_page(given: Letter, to: Person) -> Content:
    writer = Writer(directory(TODAY, again=False), LINK_MAKER, NOW, within_a_page)
    return writer.write(Assignment([given], to.person_id, stands_in=False)).content


def every_variant(kind: LetterKind) -> list[Content]:
    return [
        written(letter(kind, role, occasion), to, start, again=again)
        for role, to in ((Role.WORKER, WORKER), (Role.HEAD, HEAD), (Role.COORDINATOR, OFFICE))
        for occasion in (Occasion.DAY_100, Occasion.EXIT)
        for start in STARTS
        for again in (False, True)
    ]


@pytest.mark.parametrize("kind", EVERY)
def test_every_mail_says_in_german_for_whom_and_why_it_was_sent(kind: LetterKind) -> None:
    for mail in every_variant(kind):
        assert '<html lang="de">' in mail.html
        for text in (mail.text, mail.html):
            assert "Guten Tag " in text
            assert "Sie erhalten diese Nachricht" in text
            assert "Verantwortlich: Bergkamen." in text


@pytest.mark.parametrize("kind", EVERY)
def test_no_subject_names_anybody_or_anything(kind: LetterKind) -> None:
    names = {part for each in (WORKER, HEAD, OFFICE) for part in (*each.name.split(), each.email)}
    places = {"Overberger", "Bergkamen", "AWO"}
    for mail in every_variant(kind):
        assert mail.subject.strip()
        assert [name for name in names | places if name.lower() in mail.subject.lower()] == []


@pytest.mark.parametrize("kind", EVERY)
def test_every_link_of_a_mail_stands_in_both_of_its_forms(kind: LetterKind) -> None:
    for mail in every_variant(kind):
        assert all(link in mail.text and link in mail.html for link in mail.links)


@pytest.mark.parametrize("kind", EVERY)
def test_on_a_page_a_mail_says_the_same_without_its_frame(kind: LetterKind) -> None:
    given = letter(kind, Role.HEAD)
    mail, page = written(given, HEAD), on_a_page(given, HEAD)
    assert page.subject == mail.subject
    assert page.text in mail.text
    assert words_of(page.html) in words_of(mail.html)
    assert not re.search(r"<h1|<style|style=|Verantwortlich", page.html)


def test_of_several_mails_at_once_only_the_first_says_where_an_address_comes_from() -> None:
    """And says it again if it is repeated."""
    writer = Writer(directory(TODAY, again=False), LINK_MAKER, NOW)
    first, second = letter(LetterKind.WELCOME), letter(LetterKind.TASKS)
    mails = [
        writer.write(Assignment([each], WORKER.person_id, stands_in=False))
        for each in (first, second, first)
    ]
    assert ["Ihre Daten: " in each.content.text for each in mails] == [True, False, True]
    assert [each.introduces for each in mails] == [True, False, True]


def words_of(html: str) -> str:
    return re.sub(r"<[^>]*>|\s", "", unescape(html))


async def test_a_worker_and_a_head_may_ask_for_a_consultation_by_a_link_of_their_own() -> None:
    links = Links(KEY, lambda: NOW)

    async def whose(mail: Content) -> list[UUID]:
        begin = f"{URL}{CONSULTATION_PAGE.path.removesuffix('{token}')}"
        found = [re.findall(rf"{begin}([\w-]+)", form) for form in (mail.text, mail.html)]
        assert found[0] == found[1]
        return [await links.open(CONSULTATION_PAGE, token) for token in found[0]]

    assert await whose(written(letter(LetterKind.WELCOME))) == [WORKER.person_id]
    head = letter(LetterKind.TASKS, Role.HEAD)
    assert await whose(written(head, HEAD)) == [HEAD.person_id]
    assert await whose(written(head, OFFICE)) == []
    assert await whose(written(letter(LetterKind.TASKS, Role.COORDINATOR), OFFICE)) == []


def test_a_kind_of_mail_is_a_file_and_two_templates_of_its_name() -> None:
    modules = {path.stem for path in Path(kinds.__path__[0]).glob("*.py")} - {"__init__"}
    templates = {path.name for path in (Path(use_cases.__file__).parent / "templates").iterdir()}
    assert {kind.value for kind in every_kind()} == modules
    special = (CODE, SECOND_STEP, INVITATION, DIGEST, FAREWELL)
    unlisted = {kind.value for kind in (*special, *notice_kinds())}
    assert modules - {kind.value for kind in EVERY} == unlisted
    assert {f"{kind}.{form}" for kind in EVERY for form in ("html", "txt")} <= templates


def test_the_contract_lists_every_kind_of_mail() -> None:
    assert set(EVERY) == set(LetterKind)


def test_the_first_mail_of_all_is_the_welcome() -> None:
    assert next(iter(mail_kinds())) is LetterKind.WELCOME


def test_a_role_and_an_occasion_nobody_knows_are_shown_as_they_are() -> None:
    tasks = written(letter(LetterKind.TASKS, Role(LATER)), HEAD)
    survey = written(letter(LetterKind.SURVEY_INVITATION, occasion=LATER))
    assert f"etwas bei Ihnen liegt: als {LATER}." in tasks.text
    assert survey.subject == f"Kurzbefragung: Wie geht es Ihnen? ({LATER})"
    assert "None" not in survey.text + survey.html


def test_a_letter_of_a_kind_nobody_knows_is_not_written() -> None:
    unknown = replace(letter(LetterKind.WELCOME), kind=LetterKind(LATER))
    with pytest.raises(UnknownKind):
        written(unknown)
    assert title_of(unknown.kind) == LATER
