"""Who is told what, on the embedded house with its mailbox."""

import asyncio
from datetime import timedelta

from shared.clock import local_date
from shared.contracts.directory import OrganizationKind, PersonRecord, Role
from shared.contracts.notifications import LetterFailed, LetterKind, LetterQueued, LetterSent
from shared.contracts.trainings import TASK_PAGE, ClosingReason
from shared.ids import new_id
from shared.messaging.message import Message
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN, House
from tests.notifications.conftest import announced, kept, settled, states, tell
from tests.notifications.town import Town, organization, person, task


async def erase(house: House, town: Town) -> None:
    tombstone = Message(
        id=new_id(),
        topic=PersonRecord.topic,
        key=str(town.worker),
        type=PersonRecord.type_name,
        time=house.clock.now(),
        tenant=BERGKAMEN,
        correlation_id=new_id(),
        causation_id=None,
        data=None,
    )
    await house.bus.publish([tombstone])
    await house.quiet()


async def asleep(house: House) -> None:
    """Wait until the letters would not look again by themselves for minutes."""
    house.clock.forward(timedelta(minutes=20))
    async with asyncio.timeout(10):
        while any(
            row.not_before < house.clock.now() + timedelta(minutes=5) for row in await states(house)
        ):
            await asyncio.sleep(0.02)


async def test_a_hire_brings_one_welcome_letter(open_house: OpenHouse, town: Town) -> None:
    house = await open_house("notifications")
    await tell(house, *town.everything(), town.hired())

    [letter] = await settled(house, "sent")

    [mail] = await kept(house)
    assert mail.subject == "Willkommen in der Schulsozialarbeit"
    assert mail.recipient == "Jörg-Uwe O'Neill-Müßig <joerg.oneill@awo.example>"
    for part in ("Montag, 1. Februar 2027", "Overberger Schule", "AWO Bildung", "Ayşe Yıldız"):
        assert part in mail.text
        assert part in mail.html
    [sent] = await announced(house, LetterSent)
    assert (sent.letter_id, sent.kind, sent.attempts) == (letter.id, LetterKind.WELCOME, 1)


async def test_each_role_holder_gets_one_letter_with_all_tasks(
    open_house: OpenHouse, town: Town
) -> None:
    house = await open_house("notifications")
    await tell(house, *town.everything(), town.hired())
    await settled(house, "sent")

    await tell(
        house,
        town.started(
            task("office", Role.HEAD, town.school),
            task("keys", Role.HEAD, town.school),
            task("computer", Role.IT, town.school),
            task("good_conduct", Role.CARRIER, town.carrier),
            task("directory_entry", Role.WORKER, town.carrier),
        ),
    )

    rows = await settled(house, "sent", "sent", "sent", "sent", "sent")
    queued = [one for one in await announced(house, LetterQueued) if one.kind is LetterKind.TASKS]
    assert {(one.role, one.tasks) for one in queued} == {
        (Role.HEAD, 2),
        (Role.IT, 1),
        (Role.CARRIER, 1),
        (Role.WORKER, 1),
    }
    assert {one.letter_id for one in queued} == {row.id for row in rows[1:]}
    by_subject = {(mail.role, mail.subject): mail for mail in await kept(house)}
    head = by_subject[("head", "Einarbeitung einer neuen Fachkraft: 2 Aufgaben für Sie")]
    assert "Guten Tag Sabine Größchen" in head.text
    assert "Jörg-Uwe O'Neill-Müßig" in head.text
    assert len(head.links) == 2
    assert ("worker", "Ihre Einarbeitung: eine Aufgabe für Sie") in by_subject
    assert by_subject[
        ("it", "Einarbeitung einer neuen Fachkraft: eine Aufgabe für Sie")
    ].recipient.startswith("Ida Technik")


async def test_one_person_with_two_roles_gets_one_mail(open_house: OpenHouse, town: Town) -> None:
    house = await open_house("notifications")
    await tell(house, *town.everything(), town.hired())
    await settled(house, "sent")

    await tell(
        house,
        town.started(
            task("shadowing", Role.BUDDY, town.school),
            task("consultation", Role.COORDINATOR, None),
            task("office", Role.HEAD, town.school),
            task("office", Role.HEAD, town.second_school),
        ),
    )

    await settled(house, *["sent"] * 5)
    _, *others = await kept(house)
    to_coordinator, to_head = sorted(others, key=lambda mail: mail.recipient)
    assert "Ayşe Yıldız" in to_coordinator.recipient
    assert to_coordinator.text.count("Erledigt melden: ") == 2
    assert "noch nicht benannt" in to_coordinator.text
    assert to_head.text.count("Erledigt melden: ") == 2
    assert "Hauptmann-Schule" in to_head.text
    assert len(await announced(house, LetterSent)) == 5


async def test_a_task_link_opens_that_task_for_long_enough(
    open_house: OpenHouse, town: Town
) -> None:
    house = await open_house("notifications")
    today = local_date(house.clock.now())
    late = task("office", Role.HEAD, town.school, due_on=today - timedelta(days=300))
    soon = task("keys", Role.HEAD, town.school, due_on=today + timedelta(days=10))
    await tell(house, *town.everything(), town.hired(), town.started(late, soon))
    await settled(house, "sent", "sent")

    [mail] = [mail for mail in await kept(house) if mail.kind == "tasks"]

    links = house.context("notifications").links
    tokens = [link.rpartition("/")[2] for link in mail.links]
    assert [await links.open(TASK_PAGE, token) for token in tokens] == [late.task_id, soon.task_id]
    house.clock.forward(timedelta(days=30))
    assert await links.open(TASK_PAGE, tokens[0]) == late.task_id
    house.clock.forward(timedelta(days=40))
    assert await links.open(TASK_PAGE, tokens[1]) == soon.task_id
    assert "sobald wie möglich" in mail.text


async def test_a_letter_waits_for_a_name_and_goes_out_when_it_arrives(
    open_house: OpenHouse, town: Town
) -> None:
    house = await open_house("notifications")
    everybody_else = [one for one in town.people() if one.person_id != town.worker]
    await tell(house, *everybody_else, *town.organizations(), town.titles(), town.hired())
    await asleep(house)

    await tell(house, *town.people())
    await settled(house, "sent", seconds=3)


async def test_a_letter_waits_for_an_employment_announced_by_another_service(
    open_house: OpenHouse, town: Town
) -> None:
    house = await open_house("notifications")
    await tell(house, *town.everything(), town.started(task("office", Role.HEAD, town.school)))
    await asleep(house)

    await tell(house, town.hired())

    await settled(house, "sent", "sent", seconds=3)


async def test_nobody_found_for_three_days_is_a_failure(open_house: OpenHouse, town: Town) -> None:
    house = await open_house("notifications")
    await tell(house, *town.everything(), town.hired())
    await settled(house, "sent")
    await tell(house, town.started(task("office", Role.YOUTH_OFFICE, town.school)))
    await settled(house, "sent", "queued")

    house.clock.forward(timedelta(days=3, hours=2))

    await settled(house, "sent", "undeliverable")
    [failed] = await announced(house, LetterFailed)
    assert (failed.role, failed.attempts) == (Role.YOUTH_OFFICE, 0)


async def test_a_contact_named_later_gets_the_letter(open_house: OpenHouse, town: Town) -> None:
    house = await open_house("notifications")
    await tell(house, *town.everything(), town.hired())
    await settled(house, "sent")
    await tell(house, town.started(task("office", Role.YOUTH_OFFICE, town.school)))
    await settled(house, "sent", "queued")

    contacts = {Role.HEAD: town.head, Role.YOUTH_OFFICE: town.technician}
    named = organization(
        town.school, OrganizationKind.SCHOOL, "Overberger Schule", contacts, version=2
    )
    await tell(house, named)

    await settled(house, "sent", "sent")


async def test_a_departure_withdraws_what_is_queued_and_nothing_that_was_sent(
    open_house: OpenHouse, town: Town
) -> None:
    house = await open_house("notifications")
    await tell(house, *town.everything(), town.hired())
    await settled(house, "sent")
    await tell(house, town.started(task("office", Role.YOUTH_OFFICE, town.school)))
    await settled(house, "sent", "queued")

    await tell(house, town.departed(local_date(house.clock.now()) - timedelta(days=1)))

    await settled(house, "sent", "withdrawn")
    house.clock.forward(timedelta(days=4))
    await settled(house, "sent", "withdrawn")
    assert await announced(house, LetterFailed) == []


async def test_only_an_onboarding_closed_by_departure_withdraws(
    open_house: OpenHouse, town: Town
) -> None:
    house = await open_house("notifications")
    await tell(house, town.started(task("office", Role.YOUTH_OFFICE, town.school)))

    await tell(house, town.closed(ClosingReason.COMPLETED))
    await settled(house, "queued")

    await tell(house, town.closed(ClosingReason.DEPARTED))
    await settled(house, "withdrawn")


async def test_an_invitation_brings_the_survey_with_its_last_day(
    open_house: OpenHouse, town: Town
) -> None:
    house = await open_house("notifications")
    closes_on = local_date(house.clock.now()) + timedelta(days=14)
    await tell(house, *town.everything(), town.invited(closes_on))
    await settled(house, "sent")

    [mail] = await kept(house)

    assert mail.subject == "Kurzbefragung: Wie geht es Ihnen nach 30 Tagen?"
    assert f"{closes_on.day}. " in mail.text
    assert mail.links[0].startswith("http://knotenpunkt.test/surveys/l/befragung/")


async def test_nobody_is_invited_to_a_survey_that_is_over(
    open_house: OpenHouse, town: Town
) -> None:
    house = await open_house("notifications")
    yesterday = local_date(house.clock.now()) - timedelta(days=1)
    await tell(house, *town.everything(), town.invited(yesterday))

    await settled(house, "undeliverable")

    assert await kept(house) == []


async def test_erasing_somebody_withdraws_letters_and_deletes_mails_that_name_them(
    open_house: OpenHouse, town: Town
) -> None:
    house = await open_house("notifications")
    await tell(house, *town.everything(), town.hired())
    await tell(house, town.started(task("office", Role.HEAD, town.school)))
    await settled(house, "sent", "sent")
    await tell(house, town.started(task("keys", Role.YOUTH_OFFICE, town.school)))
    await settled(house, "sent", "sent", "queued")

    await erase(house, town)

    await settled(house, "sent", "sent", "withdrawn")
    assert await kept(house) == []


async def test_the_delivery_log_and_the_subjects_name_nobody(
    open_house: OpenHouse, town: Town
) -> None:
    house = await open_house("notifications")
    await tell(house, *town.everything(), town.hired())
    await tell(house, town.started(task("office", Role.HEAD, town.school)))
    rows = await settled(house, "sent", "sent")

    written = str(rows) + str([mail.subject for mail in await kept(house)])

    for name in ("Jörg", "Neill", "Sabine", "Größchen", "Overberger", "example"):
        assert name not in written


async def test_hires_of_a_whole_batch_are_all_welcomed(open_house: OpenHouse, town: Town) -> None:
    house = await open_house("notifications")
    towns = [Town(**{**vars(town), "worker": new_id()}) for _ in range(70)]
    people = [
        person(one.worker, "Kim", f"Nummer {chr(65 + i % 26)}", f"k{i}@awo.example")
        for i, one in enumerate(towns)
    ]
    await tell(house, *town.everything(), *people, *(one.hired() for one in towns))

    await settled(house, *["sent"] * 70)

    assert len({mail.recipient for mail in await kept(house)}) == 70
