"""Letters that were given up: why, and back into the queue, one by one or all of one cause."""

from datetime import timedelta
from operator import itemgetter
from typing import Any

import pytest
from structlog.testing import capture_logs

from shared.clock import local_date
from shared.contracts.directory import Role
from shared.contracts.notifications import LetterQueued
from shared.ids import new_id
from tests.house import House
from tests.notifications.conftest import announced, settled, states, tell
from tests.notifications.post import Post
from tests.notifications.town import Town, person, task

WORKER, HEAD = "joerg.oneill@awo.example", "sabine@overberg.schule.example"
API = "/notifications/api/v1/undeliverable"


async def given_up(house: House) -> list[dict[str, Any]]:
    """By kind; what was given up at once is in no order of its own."""
    items: list[dict[str, Any]] = (await house.http.get(API)).json()["items"]
    return sorted(items, key=itemgetter("kind"))


@pytest.fixture
def house(house_with_post: House) -> House:
    return house_with_post


async def refuse(house: House, post: Post, town: Town) -> None:
    """The worker's welcome as unknown, the head's tasks for their content."""
    post.refuse[WORKER] = "550 5.1.1 <joerg.oneill@awo.example> unknown"
    post.refuse[HEAD] = "551 5.1.6 moved away"
    await tell(house, *town.everything(), town.hired())
    await tell(house, town.started(task("office", Role.HEAD, town.school)))
    await settled(house, "undeliverable", "undeliverable")


@pytest.fixture
async def refused_house(house: House, post: Post, town: Town) -> House:
    await refuse(house, post, town)
    return house


async def test_what_was_given_up_is_listed_by_codes_without_a_name_or_an_address(
    refused_house: House,
) -> None:
    tasks, welcome = await given_up(refused_house)
    assert (welcome["kind"], welcome["role"], welcome["cause"]) == (
        "welcome",
        "worker",
        "recipient",
    )
    assert (welcome["reply"], tasks["reply"]) == ("550 5.1.1", "551 5.1.6")
    page = (await refused_house.http.get("/notifications/versand")).text
    assert "Der Mailserver lehnt den Empfänger ab (550 5.1.1)" in page
    assert f"/dashboard/geschichten/{welcome['correlation_id']}" in page
    for secret in ("oneill", "Jörg", "Sabine", "awo.example"):
        assert secret not in page + str([tasks, welcome])


async def test_one_letter_is_put_back_and_sent_once_the_cause_is_gone(
    refused_house: House, post: Post
) -> None:
    tasks, welcome = await given_up(refused_house)
    post.refuse.clear()

    with capture_logs() as lines:
        answer = await refused_house.http.post(f"{API}/{welcome['letter_id']}/put-back")

    assert answer.json() == {"put_back": 1}
    await settled(refused_house, "sent", "undeliverable")
    assert [each["letter_id"] for each in await given_up(refused_house)] == [tasks["letter_id"]]
    [line] = [line for line in lines if line["event"] == "letters.put-back"]
    assert line["letters"] == [welcome["letter_id"]]
    queued = [str(each.letter_id) for each in await announced(refused_house, LetterQueued)]
    assert queued.count(welcome["letter_id"]) == 2
    again = await refused_house.http.post(f"{API}/{welcome['letter_id']}/put-back")
    assert again.status_code == 404


async def test_all_of_one_cause_are_put_back_from_the_page(
    refused_house: House, post: Post
) -> None:
    post.refuse.clear()

    form = await refused_house.http.post(
        "/notifications/versand/wieder-einreihen", data={"cause": "recipient"}
    )

    assert form.status_code == 303
    assert form.headers["location"] == "/notifications/versand"
    page = (await refused_house.http.get(form.headers["location"])).text
    assert "2 Nachrichten liegen wieder in der Reihe." in page
    await settled(refused_house, "sent", "sent")
    assert await given_up(refused_house) == []
    assert len(post.mails) == 2


async def test_patience_begins_anew_for_a_letter_that_was_put_back(
    refused_house: House, post: Post
) -> None:
    refused_house.clock.forward(timedelta(days=30))
    post.refuse = {WORKER: "450 4.2.2 mailbox full", HEAD: "450 4.2.2 mailbox full"}

    await refused_house.http.post(f"{API}/put-back", params={"cause": "recipient"})

    await settled(refused_house, "queued", "queued")
    assert await given_up(refused_house) == []


async def test_nothing_is_put_back_for_somebody_who_has_left(
    refused_house: House, post: Post, town: Town
) -> None:
    await tell(refused_house, town.departed())
    refused_house.clock.forward(timedelta(days=400))
    post.refuse.clear()

    await refused_house.http.post(f"{API}/put-back", params={"cause": "recipient"})

    await settled(refused_house, "withdrawn", "withdrawn")
    assert post.mails == []
    assert await given_up(refused_house) == []


async def test_what_was_withdrawn_after_it_was_given_up_is_only_taken_from_the_list(
    refused_house: House, post: Post, town: Town
) -> None:
    refused_house.clock.forward(timedelta(days=400))
    await tell(refused_house, town.departed())
    assert {row.state for row in await states(refused_house)} == {"withdrawn"}

    answer = await refused_house.http.post(f"{API}/put-back", params={"cause": "recipient"})

    assert answer.json() == {"put_back": 0}
    assert await given_up(refused_house) == []


@pytest.mark.parametrize("address", ["jürgen@example.org", "nobody", "a@b@c.example"])
async def test_an_address_no_mail_can_go_to_is_a_cause_of_its_own(
    house: House, town: Town, address: str
) -> None:
    known = [each for each in town.everything() if each.key != str(town.worker)]
    await tell(house, *known, person(town.worker, "Jörg", "Neu", address), town.hired())
    await settled(house, "undeliverable")
    [letter] = await given_up(house)
    assert (letter["cause"], letter["attempts"]) == ("address", 0)


async def test_an_invitation_to_what_is_over_says_so(house: House, town: Town) -> None:
    yesterday = local_date(house.clock.now()) - timedelta(days=1)
    await tell(house, *town.everything(), town.invited(yesterday))
    await settled(house, "undeliverable")
    [letter] = await given_up(house)
    assert letter["cause"] == "too-late"


async def test_a_letter_nobody_has_is_not_found(house: House) -> None:
    assert (await house.http.post(f"{API}/{new_id()}/put-back")).status_code == 404
    assert (await house.http.post(f"{API}/put-back?cause=nothing")).status_code == 422


async def test_the_page_says_nothing_untrue_of_a_letter_nobody_has(house: House) -> None:
    one = await house.http.post(f"/notifications/versand/{new_id()}/wieder-einreihen")
    assert one.status_code == 404
    address = "/notifications/versand/wieder-einreihen"
    every = await house.http.post(address, data={"cause": "recipient"})
    page = (await house.http.get(every.headers["location"])).text
    assert "Aus diesem Grund ist keine Nachricht mehr aufgegeben." in page
    assert "Nichts davon ist noch nötig." not in page


@pytest.mark.parametrize("query", ["put_back=999", "put_back=0"])
async def test_the_page_says_nothing_that_only_the_address_says(house: House, query: str) -> None:
    page = (await house.http.get(f"/notifications/versand?{query}")).text
    assert "wieder in der Reihe" not in page
    assert "von der Liste genommen" not in page


async def test_the_page_does_not_say_that_withdrawn_letters_went_out(
    refused_house: House, post: Post, town: Town
) -> None:
    refused_house.clock.forward(timedelta(days=80))
    await tell(refused_house, town.departed())
    [tasks, welcome] = await given_up(refused_house)
    for letter in (welcome, tasks):
        address = f"/notifications/versand/{letter['letter_id']}/wieder-einreihen"
        form = await refused_house.http.post(address)
        page = (await refused_house.http.get(form.headers["location"])).text
        assert "Nichts davon ist noch nötig." in page
    assert "Jede Nachricht ist hinausgegangen" not in page
