"""An office puts its mails into its own words, tries them, and can always go back."""

from html import unescape

import pytest
from sqlalchemy import select, update

from services.notifications.mails.values import every_kind
from services.notifications.texts.models import editions, mail_texts
from services.notifications.texts.values import KEPT_EDITIONS, TEXTS
from shared.contracts.accounts import AccessRole
from shared.contracts.directory import PersonRecord, Role
from shared.messaging.event import SANDBOX
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN, House
from tests.notifications.conftest import kept, settled, tell
from tests.notifications.desk import Writing, office, refused, usual
from tests.notifications.test_codes import erase
from tests.notifications.test_preferences import at, door
from tests.notifications.test_sandbox_mails import sandbox
from tests.notifications.town import Town, task
from tests.towns import KAMEN

REFUSED = [
    ("Hallo {vornam}\n\n{beratung}", "", "Zeile 1: Den Platzhalter {vornam} gibt es hier nicht"),
    ("Hallo {vorname}", "", "Bitte lassen Sie {beratung} stehen"),
    ("{beratung}", "Für {vorname}", "{vorname} darf nicht im Betreff stehen"),
    ("{beratung}", "An mara@example.org", "woraus Mailprogramme einen Link machen"),
    ("{beratung}", "a\nb", "Bitte"),
    ("{beratung} \u202e", "", "Bitte entfernen Sie unsichtbare Steuerzeichen."),
    ("{beratung}" + "x" * 5000, "", "Bitte geben Sie höchstens 5000 Zeichen ein."),
    ("{beratung}", "x" * 121, "Bitte geben Sie höchstens 120 Zeichen ein."),
    ("", "", "Bitte füllen Sie dieses Feld aus."),
    ("{beratung} http://x.example", "", "Bitte nennen Sie nur Adressen, die mit https://"),
]
"""A text and a subject, and what is said about them."""


@pytest.fixture
async def house(open_house: OpenHouse, town: Town) -> House:
    house = await open_house("notifications", municipalities=frozenset({BERGKAMEN, KAMEN}))
    await tell(house, *town.everything())
    return house


async def welcomed(house: House, town: Town) -> str:
    """The text of the next welcome."""
    before = len(await kept(house))
    await tell(house, town.hired_often(1)[0])
    await settled(house, *["sent"] * (before + 1))
    text: str = (await kept(house))[-1].text
    return text


async def test_a_draft_changes_nothing_until_it_holds_and_then_every_mail(
    house: House, town: Town
) -> None:
    desk = await office(house, person=town.coordinator)
    assert "üblicher Text" in unescape((await desk.http.get(TEXTS)).text)
    assert (await desk.save(subject="Moin aus {kommune}")).status_code == 303
    assert "willkommen an Bord" not in await welcomed(house, town)
    assert (await desk.hold()).status_code == 303
    text = await welcomed(house, town)
    assert text.startswith(
        "Hallo Jörg-Uwe,\n\nwillkommen an Bord in Stadt Bergkamen!\n\nIhr erster"
    )
    assert "ETWAS ZU BESPRECHEN?" in text
    assert "WIE ES WEITERGEHT" not in text
    mail = (await kept(house))[-1]
    assert mail.subject == "Moin aus Stadt Bergkamen"
    assert "Hallo Jörg-Uwe," in mail.html
    assert "Warum bekomme ich das?" in mail.html
    listed = unescape((await desk.http.get(TEXTS)).text)
    assert "eigener Text" in listed
    assert "Ayşe Yıldız" in listed


async def test_what_lies_ready_goes_out_with_the_text_that_holds_then(
    open_house: OpenHouse, town: Town
) -> None:
    house = await open_house("notifications")
    await tell(house, *town.organizations(), town.titles(), town.hired())
    await (await office(house)).publish()
    await tell(house, *town.people())
    await settled(house, "sent")
    assert "willkommen an Bord" in (await kept(house))[0].text


async def test_the_inbox_has_the_text_and_the_subject_of_the_mail(house: House, town: Town) -> None:
    await (await office(house)).publish(subject="Moin")
    await tell(house, town.hired())
    http = await door(house, town.worker, at(AccessRole.WORKER, town.carrier))
    listed = unescape((await http.get("/notifications/mitteilungen")).text)
    assert "Moin" in listed
    [message] = [row.message_id for row in await settled(house, "sent")]
    page = unescape((await http.get(f"/notifications/mitteilungen/{message}")).text)
    assert "willkommen an Bord in Stadt Bergkamen!" in page
    assert page.count("<h1") == 1


async def test_other_municipalities_and_the_sandbox_keep_theirs(house: House, town: Town) -> None:
    await (await office(house)).publish("Nur Bergkamen.\n\n{beratung}")
    other = await office(house, KAMEN)
    assert "Nur Bergkamen." not in await other.see()
    assert (await other.http.get(f"{other.page}/fassungen/1/wiederherstellen")).status_code == 404
    await other.publish("Nur Kamen.\n\n{beratung}")
    assert "Nur Bergkamen." in await welcomed(house, town)
    elsewhere = Town()
    await tell(house, *elsewhere.everything(), elsewhere.hired(), tenant=KAMEN)
    await settled(house, "sent", "sent")
    assert "Nur Kamen." in (await kept(house))[-1].text
    tried = Town()
    await sandbox(house, tried)
    await tell(house, tried.hired(), tenant=SANDBOX)
    await settled(house, "sent", "sent", "sent")
    assert "Schön, dass Sie" in (await kept(house))[-1].text


async def test_what_cannot_stand_there_is_said_and_what_was_typed_stays(house: House) -> None:
    """H2.24."""
    desk = await office(house)
    for text, subject, said in REFUSED:
        answer = await desk.save(text, subject, version=0)
        assert refused(answer, said), (text, subject)
        if "\n" not in subject:
            shown = unescape(answer.text)
            assert f">{text}</textarea>" in shown
            assert f'value="{subject}"' in shown
    assert refused(await desk.save("{beratung} \x00", version=0), "")
    assert await house.rows("notifications", select(mail_texts)) == []


async def test_two_who_write_at_once_see_both_texts(house: House) -> None:
    one, other = await office(house), await office(house)
    await one.save()
    assert refused(await other.save("Anders\n\n{beratung}", version=0), "Jemand hat inzwischen")
    version = await one.version()
    assert (await one.save("Erster\n\n{beratung}", version=version)).status_code == 303
    answer = await other.save("Zweiter\n\n{beratung}", version=version)
    assert answer.status_code == 409
    assert "Erster" in answer.text
    assert "Zweiter" in answer.text
    assert refused(await other.hold(version), "Bitte sehen Sie sich die Vorschau noch einmal an.")
    assert (await one.hold()).status_code == 303
    assert refused(await one.hold(), "Dieser Text gilt schon.")


async def test_each_edition_is_kept_with_who_and_when_and_one_click_away(
    house: House, town: Town
) -> None:
    desk = await office(house, person=town.coordinator)
    for text in ("Eins", "Zwei"):
        await desk.publish(f"{text}\n\n{{beratung}}")
    page = await desk.see()
    assert "Fassung 2" in page
    assert page.count("Ayşe Yıldız") == 2
    assert (await desk.http.post(f"{desk.page}/fassungen/1/wiederherstellen")).status_code == 303
    assert (await welcomed(house, town)).startswith("Eins")
    assert (await desk.http.post(f"{desk.page}/zuruecksetzen")).status_code == 303
    assert "willkommen in der Schulsozialarbeit" in await welcomed(house, town)
    assert "Herzlich willkommen in der Schulsozialarbeit!</h1>" in (await kept(house))[-1].html
    assert usual("welcome") in await desk.see("/bearbeiten")
    for gone in ("/fassungen/9/wiederherstellen", "/fassungen/x/wiederherstellen"):
        assert (await desk.http.post(f"{desk.page}{gone}")).status_code in (404, 422)
    await desk.http.post(f"{desk.page}/zuruecksetzen")
    rows = await house.rows("notifications", select(editions).order_by(editions.c.number))
    assert [(row.number, row.is_usual) for row in rows] == [
        (1, False),
        (2, False),
        (3, False),
        (4, True),
    ]
    await desk.http.post(f"{desk.page}/fassungen/3/wiederherstellen")
    assert (await welcomed(house, town)).startswith("Eins")


async def test_a_text_that_is_too_old_goes_out_with_a_neutral_word_and_the_office_sees_it(
    house: House, town: Town
) -> None:
    """H2.24: as if a later version had taken a placeholder away and asked for another."""
    desk = await office(house)
    await desk.publish()
    async with house.context("notifications").database.transaction() as uow:
        await uow.session.execute(update(editions).values(text="Hallo {spitzname}, guten Tag!"))
    text = await welcomed(house, town)
    assert text.startswith("Hallo …, guten Tag!\n\nETWAS ZU BESPRECHEN?")
    assert "bitte prüfen" in unescape((await desk.http.get(TEXTS)).text)
    assert "passt nicht mehr ganz" in await desk.see()
    await desk.publish("Neu\n\n{beratung}")
    answer = await desk.http.post(f"{desk.page}/fassungen/1/wiederherstellen")
    assert refused(answer, "Bitte bearbeiten Sie ihn.")


async def test_only_so_many_editions_are_kept_and_none_names_who_was_erased(
    house: House, town: Town
) -> None:
    desk = await office(house, person=town.coordinator)
    await desk.publish()
    async with house.context("notifications").database.transaction() as uow:
        await uow.session.execute(update(mail_texts).values(edition=KEPT_EDITIONS))
        await uow.session.execute(update(editions).values(number=KEPT_EDITIONS))
    await desk.publish("Neu\n\n{beratung}")
    async with house.context("notifications").database.transaction() as uow:
        await uow.session.execute(
            update(editions).where(editions.c.number == KEPT_EDITIONS).values(number=1)
        )
    await desk.publish("Noch neuer\n\n{beratung}")
    rows = await house.rows("notifications", select(editions).order_by(editions.c.number))
    assert [row.number for row in rows] == [KEPT_EDITIONS + 1, KEPT_EDITIONS + 2]
    await erase(house, PersonRecord, town.coordinator)
    rows = await house.rows("notifications", select(editions))
    assert {row.author_id for row in rows} == {None}
    assert "Noch neuer" in await (await office(house)).see()


async def test_every_kind_has_its_pages_and_the_others_have_none(house: House) -> None:
    desk = await office(house)
    for kind, mail in every_kind().items():
        writing = Writing(desk.http, kind)
        for path in ("", "/bearbeiten", "/vorschau", "/zuruecksetzen"):
            found = await desk.http.get(f"{writing.page}{path}")
            assert found.status_code == (200 if mail.wording else 404), (kind, path)
    listed = unescape((await desk.http.get(TEXTS)).text)
    assert "Code zum Anmelden" in listed.partition("Was überall gleich bleibt")[2]
    assert (await desk.http.get(f"{TEXTS}/sign_in_code/bearbeiten")).status_code == 404


async def test_one_round_asks_for_its_texts_with_what_it_asks_anyway(
    house: House, town: Town
) -> None:
    """Each of several in one mail has its own text, too."""
    desk = await office(house, kind="tasks")
    await desk.publish("Kurz:\n\n{aufgaben}\n\n{beratung}")
    await tell(house, town.hired())
    await tell(house, town.started(task("office", Role.HEAD, town.school)))
    await settled(house, "sent", "sent")
    texts = {mail.kind: mail.text for mail in await kept(house)}
    assert texts["tasks"].startswith("Kurz:\n\nIHRE AUFGABE")
    assert texts["welcome"].startswith("Guten Tag")
