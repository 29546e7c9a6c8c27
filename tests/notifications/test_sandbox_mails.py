"""Mails about test hires: all to whoever tries things out, and to nobody whom a test names."""

from sqlalchemy import select

from services.notifications.models import messages
from shared.contracts.consultations import ConsultationRequested
from shared.contracts.directory import OrganizationKind, Role
from shared.contracts.trainings import ClosingReason
from shared.ids import new_id
from shared.messaging.event import SANDBOX
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN, House
from tests.notifications.conftest import kept, settled, tell
from tests.notifications.town import Town, organization, person, task

DEVELOPER = new_id()


async def sandbox(house: House, town: Town, developer: bool = True) -> None:
    """A developer of Bergkamen tries out a carrier of the sandbox."""
    await tell(house, person(DEVELOPER, "Dora", "Entwick", "dora@awo.example"), tenant=BERGKAMEN)
    acting = {Role.CARRIER: DEVELOPER} if developer else {}
    places = [
        organization(town.school, OrganizationKind.SCHOOL, "Testgrundschule am Anger", {}),
        organization(town.second_school, OrganizationKind.SCHOOL, "Testgesamtschule", {}),
        organization(town.carrier, OrganizationKind.CARRIER, "AWO (Test, 05978004)", acting),
        organization(town.municipality, OrganizationKind.MUNICIPALITY, "Testkommune", {}),
    ]
    worker = person(town.worker, "Ada", "Probe", "ada@elsewhere.example")
    await tell(house, worker, *places, town.titles(), tenant=SANDBOX)


async def test_every_mail_goes_to_the_developer_and_says_that_it_is_a_test(
    open_house: OpenHouse, town: Town
) -> None:
    house = await open_house("notifications")
    await sandbox(house, town)
    await tell(house, town.hired(), tenant=SANDBOX)
    await settled(house, "sent")
    started = town.started(
        task("office", Role.HEAD, town.school),
        task("computer", Role.IT, town.school),
        task("good_conduct", Role.CARRIER, town.carrier),
        task("directory_entry", Role.WORKER, town.carrier),
        task("shadowing", Role.BUDDY, town.carrier),
    )
    await tell(house, started, tenant=SANDBOX)
    await settled(house, *["sent"] * 6)
    mails = await kept(house)
    assert len(mails) == 6
    assert {mail.recipient for mail in mails} == {"Dora Entwick <dora@awo.example>"}
    for mail in mails:
        assert mail.text.startswith("[Test] "), mail.text
        assert "[Test] Nur ausprobiert" in mail.html
        assert "ada@elsewhere.example" not in mail.text + mail.html
        assert "Test" not in mail.subject
    assert any("an die Rolle „Schulleitung“" in mail.text for mail in mails)


async def test_where_nobody_tries_anything_out_any_more_nothing_is_sent(
    open_house: OpenHouse, town: Town
) -> None:
    house = await open_house("notifications")
    await sandbox(house, town, developer=False)
    await tell(house, town.hired(), tenant=SANDBOX)
    await settled(house, "withdrawn")
    assert await kept(house) == []


async def test_a_true_mail_says_nothing_of_a_test(open_house: OpenHouse, town: Town) -> None:
    house = await open_house("notifications")
    await tell(house, *town.everything(), town.hired())
    await settled(house, "sent")
    [mail] = await kept(house)
    assert "[Test]" not in mail.text + mail.html
    assert mail.text.startswith("Guten Tag")


async def test_a_test_that_is_reset_brings_no_more_mails(open_house: OpenHouse, town: Town) -> None:
    house = await open_house("notifications")
    await sandbox(house, town)
    await tell(house, town.hired(), tenant=SANDBOX)
    await settled(house, "sent")
    await tell(house, town.cancelled(), town.closed(ClosingReason.CANCELLED), tenant=SANDBOX)
    await tell(house, town.started(task("office", Role.HEAD, town.school)), tenant=SANDBOX)
    await settled(house, "sent", "withdrawn")
    assert len(await kept(house)) == 1


async def test_whoever_a_test_names_is_told_nothing_of_what_its_links_lead_to(
    open_house: OpenHouse, town: Town
) -> None:
    """The developer opened a worker's link and asked for a consultation."""
    house = await open_house("notifications")
    await sandbox(house, town)
    asked = ConsultationRequested(consultation_id=new_id(), person_id=town.worker)
    await tell(house, asked, tenant=SANDBOX)
    assert await house.rows("notifications", select(messages)) == []
    assert await kept(house) == []
