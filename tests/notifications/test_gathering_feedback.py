"""Who was there is asked once, by a link that names nobody."""

from datetime import timedelta
from uuid import uuid4

from shared.clock import local_date
from shared.contracts.feedback import FeedbackAsked
from shared.contracts.gatherings import Place
from tests.notifications.ground import Ground
from tests.notifications.hall import MINUTE, NOON, TITLE, hall
from tests.notifications.test_smtp import part


def test_each_mail_has_a_link_of_its_own_without_any_id_in_clear(ground: Ground) -> None:
    held = hall(ground)
    kim, jan = held.guest("kim"), held.guest("jan", signs_in=False)
    for each in (kim, jan):
        held.stands(each, Place.CONFIRMED)
    held.at(NOON + timedelta(days=60))
    held._begin()
    closes_on = local_date(ground.clock.now()) + timedelta(days=14)
    rights = [uuid4(), uuid4()]
    for each, right in zip((kim, jan), rights, strict=True):
        held.owe(FeedbackAsked(**held._of(each), right_id=right, closes_on=closes_on))
    mails = held.mails(11 * MINUTE)
    assert {each["To"].count("@") for each in mails} == {1}
    assert {each["Subject"] for each in mails} == {f"Ihre Rückmeldung: {TITLE}"}
    texts = [part(each, "plain") for each in mails]
    links = {word for text in texts for word in text.split() if "/l/rueckmeldung/" in word}
    assert len(links) == 2
    assert not any(str(each) in text for text in texts for each in rights)
    assert all("Die Teilnahme ist freiwillig" in text for text in texts)
