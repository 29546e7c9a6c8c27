"""Placeholders are names from a list and nothing else, and what has to stay stays."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.mails.use_cases import part_of_a_mail, within_a_page, write_notice
from services.notifications.mails.values import Assignment, NoticeContext, Told, Urgency, every_kind
from services.notifications.texts.rules import faults
from services.notifications.texts.values import FIRST_NAME, NAME, UNKNOWN, Filling, Wording
from services.notifications.values import Content, Edited, Person
from services.notifications.writing.use_cases import Writer
from shared.contracts.directory import Role
from shared.contracts.notifications import LetterKind
from shared.contracts.surveys import Occasion
from shared.web.kit.reasons import CHECK, in_german
from tests.notifications.test_mails import (
    HEAD,
    LINK_MAKER,
    NOW,
    OFFICE,
    STARTS,
    TODAY,
    WORKER,
    directory,
    letter,
)

WRITTEN = {kind: mail for kind, mail in every_kind().items() if mail.wording}
LETTERS = sorted(kind for kind, mail in WRITTEN.items() if not mail.notice)
NOTICES = sorted(kind for kind, mail in WRITTEN.items() if mail.notice)


def wording(kind: LetterKind) -> Wording:
    found = every_kind()[kind].wording
    assert found is not None
    return found


def notice(kind: LetterKind, edited: Edited | None, times: int, to: str = "Mara") -> Content:
    told = [Told(UUID(int=each + 1), TODAY, {"stage": "hour"}) for each in range(times)]
    mara = Person(UUID(int=9), to, "", "mara@example.org")
    known = NoticeContext(mara, "Bergkamen", told, LINK_MAKER, TODAY)
    return write_notice(kind, known, "https://x.example/u", edited=edited)


def words(content: Content) -> list[str]:
    return [content.subject, *content.text.split()]


@pytest.mark.parametrize("kind", LETTERS)
def test_what_an_office_begins_with_says_what_everybody_is_told(kind: LetterKind) -> None:
    usual = Edited("", wording(kind).text)
    for role, to in ((Role.WORKER, WORKER), (Role.HEAD, HEAD), (Role.COORDINATOR, OFFICE)):
        for start in STARTS:
            given, known = letter(kind, role), directory(start, again=False)
            told = Assignment([given], to.person_id, stands_in=role is Role.COORDINATOR)
            edited = replace(known, texts={kind: usual})
            both = [Writer(each, LINK_MAKER, NOW).write(told) for each in (known, edited)]
            assert words(both[0].content) == words(both[1].content)
            assert both[1].content.html.count("Warum bekomme ich das?") == 1


@pytest.mark.parametrize("kind", NOTICES)
def test_so_does_what_is_told_to_a_person(kind: LetterKind) -> None:
    for times in (1, 2):
        edited = notice(kind, Edited("", wording(kind).text), times)
        assert words(notice(kind, None, times)) == words(edited)


@pytest.mark.parametrize("kind", WRITTEN)
def test_no_link_and_no_line_of_the_law_can_be_left_out(kind: LetterKind) -> None:
    """Of a text that is too old: a save refuses it."""
    stale = Edited("", "Nur das.")
    if kind in NOTICES:
        mail, page = notice(kind, stale, 2), notice(kind, None, 2)
    else:
        known = directory(TODAY, again=False)
        told = Assignment([letter(kind, Role.HEAD)], HEAD.person_id, stands_in=False)
        page = Writer(known, LINK_MAKER, NOW).write(told).content
        mail = Writer(replace(known, texts={kind: stale}), LINK_MAKER, NOW).write(told).content
    assert page.links == mail.links
    for form in (mail.text, mail.html):
        assert all(link in form for link in mail.links)
        assert "Nur das." in form
        assert "Sie erhalten diese Nachricht" in form
        assert "Verantwortlich: Bergkamen." in form
        assert "abbestellen" in form
    assert list(mail.lacking) == sorted(each.name for each in wording(kind).missing(""))


@pytest.mark.parametrize("kind", WRITTEN)
def test_every_placeholder_is_explained_and_drawn_in_both_forms(kind: LetterKind) -> None:
    own = wording(kind)
    for each in own.placeholders:
        assert each.meaning
        assert each.example
        assert each.name.replace("_", "").isalpha()
    assert len({each.name for each in own.placeholders}) == len(own.placeholders)
    everything = Edited("", "\n\n".join(each.written for each in own.placeholders))
    if kind in NOTICES:
        assert UNKNOWN not in notice(kind, everything, 1).text
    else:
        known = replace(directory(TODAY, again=False), texts={kind: everything})
        told = Assignment([letter(kind)], WORKER.person_id, stands_in=True)
        for render in (None, within_a_page, part_of_a_mail):
            mail = Writer(known, LINK_MAKER, NOW, render).write(told).content
            assert UNKNOWN not in mail.text + mail.html


def test_what_protects_a_sign_in_is_the_same_everywhere() -> None:
    """H2.14: nor can a text make anything critical."""
    critical = [mail for mail in every_kind().values() if mail.urgency is Urgency.CRITICAL]
    assert len(critical) > 2
    assert [mail.title for mail in critical if mail.wording] == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Hallo {vornam}", "Zeile 2: Den Platzhalter {vornam} gibt es hier nicht. Meinten Sie"),
        ("Hallo {Vorname}", "Meinten Sie {vorname}?"),
        ("Hallo {to.__class__}", "Den Platzhalter {to.__class__} gibt es".replace(".", ",")),
        ("Hallo {xyz}", "Zeile 2: Den Platzhalter {xyz} gibt es hier nicht."),
        ("Hallo {vorname", "Zeile 2: Zu einer geschweiften Klammer fehlt die zweite."),
        ("Hallo vorname}", "Zeile 2: Zu einer geschweiften Klammer fehlt die zweite."),
        ("{{ 7 * 7 }}", "Zeile 2: Zu einer geschweiften Klammer fehlt die zweite."),
        ("{% for x in y %}", "Zeile 2: Den Platzhalter {% for x in y %} gibt es hier nicht."),
        ("https://x.example/{vorname}", "Zeile 2: In einer Adresse kann kein Platzhalter stehen"),
        (f"{{{'x' * 3000}}}", "Zeile 2: Den Platzhalter {xxx"),
    ],
)
def test_what_cannot_be_filled_in_is_refused_with_its_line(line: str, said: str) -> None:
    """H2.24."""
    found = faults(wording(LetterKind.WELCOME), "", f"Guten Tag\n{line}\n{{beratung}}")
    told = in_german(found[0].reason)
    assert said in told
    assert len(told) < 200
    assert found[0].field == "text"


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        ("Willkommen {vorname}", "{vorname} darf nicht im Betreff stehen"),
        ("{erster_tag}", "{erster_tag} darf nicht im Betreff stehen"),
        ("{stelle}", "{stelle} darf nicht im Betreff stehen"),
        ("In {komune}", "Den Platzhalter {komune} gibt es hier nicht. Meinten Sie {kommune}?"),
        ("In {", "Zu einer geschweiften Klammer fehlt die zweite."),
    ],
)
def test_a_subject_names_nobody(subject: str, said: str) -> None:
    [found] = faults(wording(LetterKind.WELCOME), subject, "{beratung}")
    assert found.field == "subject"
    assert said in in_german(found.reason)


def test_what_has_to_stay_is_asked_for_and_what_may_stand_in_a_subject_does() -> None:
    [missing] = faults(wording(LetterKind.WELCOME), "Willkommen in {kommune}", "Hallo {name}")
    assert "Bitte lassen Sie {beratung} stehen" in in_german(missing.reason)
    assert in_german("must hold nothing") == CHECK
    assert "Überschrift" in in_german("this heading is not known")


@given(st.text("{}vornamekl\n .\\%$", max_size=60), st.text("{}<&\n\r\x00kom", max_size=20))
def test_nothing_but_a_name_of_the_list_is_ever_looked_up(text: str, value: str) -> None:
    """Values are put in once and stay what they are, even if they look like placeholders."""
    own = Wording("", (NAME, FIRST_NAME))
    to = Person(UUID(int=1), value, "", "a@b.example")
    filled = Filling(own, {"to": to}).blocks(text, str)
    shown = "\n".join("".join(p.text for p in line) for block in filled for line in block.lines)
    expected = " ".join(value.split()) or NAME.neutral
    if "{" not in text:
        assert shown.split() == text.split()
    if "{vorname}" in text:
        assert expected in shown


def test_what_a_value_holds_is_neither_markup_nor_a_link_nor_a_second_line() -> None:
    evil = "<b>{kommune}</b> https://evil.example\r\nBcc: x@y.example"
    mail = notice(
        LetterKind("consultation_requested"), Edited("Neu in {kommune}", "{name}"), 1, evil
    )
    assert "&lt;b&gt;{kommune}&lt;/b&gt; https://evil.example Bcc: x@y.example" in mail.html
    assert 'href="https://evil.example' not in mail.html
    assert mail.subject == "Neu in Bergkamen"
    own = Edited("", "Mehr: https://bergkamen.example/neu.\n<i>Gruß</i>\n\n{anfragen}")
    mail = notice(LetterKind("consultation_requested"), own, 1)
    assert '<a href="https://bergkamen.example/neu"' in mail.html
    assert "&lt;i&gt;Gruß&lt;/i&gt;" in mail.html
    assert "<i>Gruß</i>" in mail.text


def test_who_has_no_name_here_is_greeted_all_the_same() -> None:
    mail = notice(LetterKind("consultation_requested"), Edited("", "Guten Tag {name},"), 1, "")
    assert "Guten Tag liebe Kollegin, lieber Kollege," in mail.text
    assert mail.lacking == ("anfragen", "name")


def test_a_survey_says_since_when_or_nothing_about_it() -> None:
    kind = LetterKind.SURVEY_INVITATION
    known = replace(directory(TODAY, again=False), texts={kind: Edited("", wording(kind).text)})
    for occasion, said in ((Occasion.DAY_30, "seit 30 Tagen"), ("later", "Wir möchten wissen")):
        given = letter(kind, occasion=occasion)
        told = Assignment([given], WORKER.person_id, stands_in=False)
        mail = Writer(known, LINK_MAKER, NOW).write(told).content
        assert said in mail.text
        assert mail.lacking == ()
