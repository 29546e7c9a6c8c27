"""Killed with -9 at any moment and started again, nothing is lost and nothing doubled."""

import asyncio
import random
import time
from collections.abc import Callable

import pytest
from httpx2 import AsyncClient

from tests.demonstration import Demonstration
from tests.journeys.files import LETTERS, LINKS, MAILS, SEEN, STORY, Files
from tests.signing_in import enter_as_operator

WHOLE_STORY = {
    "workers": 1,
    "onboardings": 1,
    "tasks": 45,
    "pulses": 2,
    "letters queued": 10,
    "letters sent": 10,
    "mails": 10,  # one of the invitation; the coordinator is the buddy, too, and gets one mail
    "events": 23,
}
TEXTS = f"SELECT recipient, subject, text FROM {MAILS}"
SEED = 2027
KILLS = 2
LONGEST_LIFE = 1.5
SECONDS = 60.0

Moment = Callable[[Demonstration, Files], bool]

BEFORE_THE_HIRE: dict[str, Moment] = {
    "right after its start": lambda demo, files: files.data.exists(),
    "while it migrates": lambda demo, files: (files.data / "trainings.db").exists(),
    "while it loads the sample": lambda demo, files: "Loading" in demo.output,
}
AFTER_THE_HIRE: dict[str, Moment] = {
    "the hire is stored": lambda demo, files: files.one("workers") > 0,
    "the onboarding has begun": lambda demo, files: files.count("trainings", "tasks") > 0,
    "mails are being written": lambda demo, files: bool(
        files.count("notifications", f"{LETTERS} WHERE priority = 1 AND state <> 'queued'")
    ),
    "half of it is on the dashboard": lambda demo, files: files.count("dashboard", SEEN) > 11,
}


async def journey(demonstration: Demonstration, files: Files) -> list[str]:
    """The ids of the events of the one story, as the public API tells it to an operator."""
    [(story,)] = files.rows("dashboard", STORY)
    async with AsyncClient(base_url=demonstration.base, timeout=10) as http:
        await enter_as_operator(http, http)
        answer = await http.get(f"/dashboard/api/v1/journeys/{story}")
    return [event["id"] for event in answer.json()["events"]]


def kill_when(moment: str, happened: Moment, demonstration: Demonstration, files: Files) -> None:
    demonstration.start()
    demonstration.wait_until(lambda: happened(demonstration, files), moment)
    demonstration.kill()
    print(f"\nkilled: {moment}; {files.progress()}")


def assert_told_once(demonstration: Demonstration, files: Files) -> None:
    """Wait for the end of the story; then everything is there, and everything once."""
    demonstration.wait_for("posted a hire")  # once more, with the same key
    deadline = time.monotonic() + SECONDS
    while not (files.progress() == WHOLE_STORY and files.quiet()) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert files.progress() == WHOLE_STORY, demonstration.output
    events = asyncio.run(journey(demonstration, files))
    demonstration.kill()
    assert len(events) == len(set(events)) == WHOLE_STORY["events"]
    mails, links = files.rows("notifications", TEXTS), files.rows("notifications", LINKS)
    assert len(mails) == len(set(mails)) == WHOLE_STORY["mails"]
    assert len(links) == len(set(links)) == WHOLE_STORY["tasks"]
    assert files.progress() == WHOLE_STORY
    assert files.broken() == {}


def test_it_starts_anew_after_every_kill_before_the_hire(demonstration: Demonstration) -> None:
    files = Files(demonstration.data)
    for moment, happened in BEFORE_THE_HIRE.items():
        kill_when(moment, happened, demonstration, files)
    demonstration.start()
    assert_told_once(demonstration, files)


@pytest.mark.parametrize("moment", AFTER_THE_HIRE)
def test_the_story_goes_on_where_it_was_killed(started_before: Demonstration, moment: str) -> None:
    files = Files(started_before.data)
    kill_when(moment, AFTER_THE_HIRE[moment], started_before, files)
    started_before.start()
    assert_told_once(started_before, files)


def test_killed_again_and_again_it_still_comes_to_its_end(started_before: Demonstration) -> None:
    demonstration = started_before
    files, dice = Files(demonstration.data), random.Random(SEED)
    for _ in range(KILLS):
        seconds = dice.uniform(0, LONGEST_LIFE)
        demonstration.start()
        demonstration.wait_for("Ready after")
        time.sleep(seconds)
        demonstration.kill()
        print(f"\nkilled {seconds:.2f} s after it was ready; {files.progress()}")
    demonstration.start()
    assert_told_once(demonstration, files)
