"""Mails about gatherings say what is so when they go out, and each calendar follows."""

from datetime import datetime, time, timedelta

from services.notifications.mails.values import Topic
from services.notifications.preferences.values import Mode
from shared.clock import BERLIN
from shared.contracts.gatherings import Approval, GatheringState, Place, SeatLoss
from shared.ids import new_id
from tests.notifications.ground import Ground
from tests.notifications.hall import FIRST, MINUTE, NOON, TITLE, calendar_part, hall, read
from tests.notifications.held import Quiet
from tests.notifications.test_smtp import part

DAY = timedelta(days=1)


def test_a_seat_comes_as_an_invitation_that_calendars_take(ground: Ground) -> None:
    held = hall(ground)
    kim = held.guest()
    held.confirm(kim, by_other=True)
    [mail] = held.mails()
    assert mail["Subject"] == f"Sie sind angemeldet: {TITLE}"
    assert "Mittwoch, 26. März 2031, 9:00 bis 16:30 Uhr, Rathaus, Raum 101" in part(mail, "plain")
    assert "Jemand hat Sie angemeldet." in part(mail, "plain")
    assert "/trainings/l/anmeldung/" in part(mail, "html")
    assert mail.get_content_type() == "multipart/mixed"
    together, file = mail.iter_parts()
    kinds = [each.get_content_type() for each in together.iter_parts()]
    assert kinds == ["text/plain", "text/html", "text/calendar"]
    inline = calendar_part(mail)
    assert inline is not None
    assert inline.get_param("method") == "REQUEST"
    assert inline.get_content_disposition() is None
    assert (file.get_filename(), file.get_content_type()) == ("invite.ics", "application/ics")
    raw = inline.get_payload(decode=True)
    assert raw == file.get_payload(decode=True)
    text = raw.decode().replace("\r\n ", "")
    assert text.index("METHOD:REQUEST") < text.index("BEGIN:V", 20)
    assert "VALARM" not in text
    assert "/l/" not in text
    assert f"URL:http://knotenpunkt.test/trainings/angebote/{held.id}" in text
    [event] = read(mail).events
    assert event.uid == f"date-{held.dates[0].date_id}@knotenpunkt.test"
    assert event.sequence == 0
    assert event.summary == TITLE
    [attendee] = event.attendees
    assert (attendee.uri, attendee.common_name) == (f"mailto:{kim.email}", "Kim Berg")
    assert event.organizer is not None
    assert event.organizer.uri == "mailto:post@bergkamen.example"
    assert "post@bergkamen.example" in mail["From"]
    assert (event.dtstart, event.dtend) == (
        datetime.combine(FIRST, time(9), BERLIN),
        datetime.combine(FIRST, time(16, 30), BERLIN),
    )


def test_nobody_finds_anybody_else_in_a_mail(ground: Ground) -> None:
    held = hall(ground)
    both = [held.guest(each) for each in ("mara", "jan")]
    for each in both:
        held.confirm(each)
    mails = [*held.mails()]
    held.move(0, *both, starts=time(10))
    mails += held.mails(11 * MINUTE)
    assert len(mails) == 4
    for mail in mails:
        [mine] = [each for each in both if each.email in mail["To"]]
        [other] = [each for each in both if each is not mine]
        parts = [each.get_payload(decode=True) or b"" for each in mail.walk()]
        said = mail.as_bytes() + b"".join(each for each in parts if isinstance(each, bytes))
        assert other.email.partition("@")[0].encode() not in said
        assert str(other.registration_id).encode() not in said


def test_who_has_withdrawn_meanwhile_is_not_told_of_a_seat(ground: Ground) -> None:
    held = hall(ground)
    kim = held.guest()
    held.confirm(kim)
    held.release(kim)
    [mail] = held.mails()
    assert mail["Subject"] == f"Sie sind abgemeldet: {TITLE}"
    assert calendar_part(mail) is None


def test_a_cancellation_repeats_what_was_sent_last_and_a_new_seat_goes_on_from_there(
    ground: Ground,
) -> None:
    held = hall(ground)
    kim = held.guest()
    held.confirm(kim)
    [before] = held.mails()
    held.state = GatheringState.CANCELLED
    held.dates[0] = held.dates[0].model_copy(update={"starts": time(11)})
    held.record()
    held.release(kim, SeatLoss.CALLED_OFF)
    [mail] = held.mails()
    assert mail["Subject"] == f"Abgesagt: {TITLE}"
    part_of_it = calendar_part(mail)
    assert part_of_it is not None
    assert part_of_it.get_param("method") == "CANCEL"
    [old], [gone] = read(before).events, read(mail).events
    assert (gone.uid, gone.dtstart, gone.dtend) == (old.uid, old.dtstart, old.dtend)
    assert gone.status == "CANCELLED"
    assert (old.sequence, gone.sequence) == (0, 1)
    held.state = GatheringState.OPEN
    held.record()
    kim.registration_id, kim.version, kim.sequence = new_id(), 0, 0
    held.confirm(kim)
    [again] = read(held.mails()[0]).events
    assert again.uid == old.uid
    assert again.sequence == 2
    assert again.dtstart == datetime.combine(FIRST, time(11), BERLIN)


def test_several_changes_within_minutes_are_one_mail_and_one_that_is_undone_is_none(
    ground: Ground,
) -> None:
    held = hall(ground)
    kim = held.guest()
    held.confirm(kim)
    held.mails()
    held.move(0, kim, starts=time(10))
    held.ground.clock.forward(MINUTE)
    held.move(0, kim, day=FIRST + DAY)
    assert not held.mails()
    [mail] = held.mails(11 * MINUTE)
    text = part(mail, "plain")
    assert "Bisher: Mittwoch, 26. März 2031, 9:00 bis 16:30 Uhr" in text
    assert "Jetzt: Donnerstag, 27. März 2031, 10:00 bis 16:30 Uhr" in text
    assert "Ihr Platz bleibt" in text
    [event] = read(mail).events
    assert event.sequence == 2
    held.move(0, kim, starts=time(8))
    held.move(0, kim, starts=time(10))
    assert not held.mails(2 * 60 * MINUTE)


def test_each_date_is_a_message_of_its_own_with_its_own_name(ground: Ground) -> None:
    held = hall(ground, FIRST, FIRST + DAY, FIRST + 2 * DAY)
    kim = held.guest()
    held.confirm(kim)
    mails = held.mails()
    assert [mail["Subject"].partition(":")[0] for mail in mails] == [
        "Kalendereintrag",
        "Kalendereintrag",
        "Sie sind angemeldet",
    ]
    uids = [read(mail).events[0].uid for mail in mails]
    assert len({*uids, *(mail["Message-ID"] for mail in mails)}) == 6
    held.move(1, kim, cancelled=True)
    [mail] = held.mails(11 * MINUTE)
    assert "Entfällt: Donnerstag, 27. März 2031" in part(mail, "plain")
    assert [event.uid for event in read(mail).events] == [uids[0]]


def test_a_mail_waits_for_a_copy_that_is_as_new_as_the_fact(ground: Ground) -> None:
    held = hall(ground)
    kim = held.guest()
    held.waits(kim)
    assert len(held.mails()) == 1
    held.ground.clock.forward(MINUTE)
    held.confirm(kim, copied=False)
    assert not held.mails()
    held.stands(kim, Place.CONFIRMED)  # the record of the same transaction, only later
    assert len(held.mails(2 * MINUTE)) == 1


def test_waiting_says_why_and_an_offer_says_until_when(ground: Ground) -> None:
    held = hall(ground)
    kim, jan = held.guest("kim"), held.guest("jan")
    held.waits(kim)
    held.waits(jan, Approval.PENDING)
    subjects = {mail["Subject"] for mail in held.mails()}
    assert subjects == {f"Warteliste: {TITLE}", f"Freigabe ausstehend: {TITLE}"}
    until = datetime(2031, 3, 10, 18, tzinfo=BERLIN)
    held.offer(kim, until)
    [mail] = held.mails()
    assert "bis Montag, 10. März 2031, 18:00 Uhr" in part(mail, "plain")
    held.offer(jan, until)
    held.at(until)
    assert not held.mails()


def test_the_mail_says_why_one_waits_and_until_when_somebody_moves_up(ground: Ground) -> None:
    held = hall(ground)
    friday = datetime(2031, 3, 14, 18, tzinfo=BERLIN)
    held.waits(held.guest("kim"), why="full", moves_up_until=friday)
    held.waits(held.guest("jan"), why="quota")
    held.waits(held.guest("ida"), why="others", moves_up=False)
    texts = {each["To"]: " ".join(part(each, "plain").split()) for each in held.mails()}
    kim, jan, ida = [
        next(text for to, text in texts.items() if name in to) for name in ("kim@", "jan@", "ida@")
    ]
    assert "alle Plätze sind vergeben. Sie stehen auf der Warteliste" in kim
    assert "bis Freitag, 14. März 2031, 18:00 Uhr" in kim
    assert "das Kontingent Ihres Trägers ist vergeben." in jan
    assert "bis vier Arbeitsstunden vor dem Beginn" in jan
    assert "alle Plätze" not in jan + ida
    assert "andere warten schon länger." in ida
    assert "Die Warteliste ist geschlossen" in ida
    assert "mit einer Frist" not in ida


def test_seats_wait_for_no_digest_and_no_hours(ground: Ground) -> None:
    held = hall(ground)
    quiet = Quiet(ground, NOON + timedelta(hours=10))
    quiet.wants(Mode.DAILY, Topic.BARRIERS, Topic.GATHERINGS)
    kim = held.guest()
    kim.person_id = quiet.me
    quiet.barrier()
    held.confirm(kim)
    [mail] = held.mails(11 * MINUTE)
    assert mail["Subject"] == f"Sie sind angemeldet: {TITLE}"


def test_nothing_is_kept_of_who_was_erased(ground: Ground) -> None:
    held = hall(ground)
    kim = held.guest()
    held.confirm(kim)
    held.mails()
    assert held.entries() == 1
    held.ground.run(held.ground.erase(kim.person_id))
    assert held.entries() == 0
    assert not held.mails(DAY)


def test_what_was_called_off_and_takes_place_after_all_is_a_request_of_the_same_entry(
    ground: Ground,
) -> None:
    held = hall(ground)
    kim = held.guest()
    held.confirm(kim)
    [first] = held.mails()
    held.state = GatheringState.CANCELLED
    held.record()
    held.release(kim, SeatLoss.CALLED_OFF)
    [gone] = held.mails()
    held.state = GatheringState.CLOSED
    held.record()
    kim.sequence += 1
    held.confirm(kim, again=True)
    [mail] = held.mails(61 * MINUTE)
    assert "die Veranstaltung war abgesagt und findet doch statt." in part(mail, "plain")
    inline = calendar_part(mail)
    assert inline is not None
    assert inline.get_param("method") == "REQUEST"
    told = [read(each).events[0] for each in (first, gone, mail)]
    assert len({each.uid for each in told}) == 1
    assert [each.sequence for each in told] == [0, 1, 2]
    assert told[2].status == "CONFIRMED"


def test_a_date_that_takes_place_after_all_is_asked_for_again(ground: Ground) -> None:
    held = hall(ground, FIRST, FIRST + DAY)
    kim = held.guest()
    held.confirm(kim)
    first = read(held.mails()[-1]).events[0]
    held.move(0, kim, cancelled=True)
    [gone] = [read(each).events[0] for each in held.mails(11 * MINUTE)]
    held.move(0, kim, cancelled=False)
    [mail] = held.mails(61 * MINUTE)
    [again] = read(mail).events
    assert "Neu: Mittwoch, 26. März 2031" in part(mail, "plain")
    assert first.uid == gone.uid == again.uid
    assert (gone.status, again.status) == ("CANCELLED", "CONFIRMED")
    assert [each.sequence for each in (first, gone, again)] == [0, 1, 2]
