"""Every event of the contracts is put into German words."""

from dataclasses import replace
from datetime import date
from importlib import import_module

import pytest

from services.dashboard.events.rules import describe
from services.dashboard.events.values import Occurrence, Vocabulary, lane_of
from shared.codes import OpenCode
from shared.contracts.catalogue import bodies
from shared.contracts.directory import Role
from shared.contracts.notifications import LetterFailed, LetterKind
from shared.contracts.phrases import lanes, phrases
from shared.contracts.surveys import Occasion, PulseDay, PulsePlanned
from shared.contracts.trainings import ClosingReason, OnboardingClosed
from shared.contracts.words import options, word
from shared.ids import new_id
from shared.messaging.message import Message
from shared.web.kit.words import shown
from tests.dashboard.stories import BEGINNING, HireStory, message


def words(event: Message, vocabulary: Vocabulary | None = None) -> str:
    import json

    occurrence = Occurrence(
        position=1,
        id=event.id,
        type=event.type,
        source=event.source,
        topic=event.topic,
        key=event.key,
        tenant=event.tenant,
        correlation_id=event.correlation_id,
        causation_id=event.causation_id,
        time=event.time,
        seen_at=BEGINNING,
        data=json.loads(event.data or b"null"),
    )
    return describe(occurrence, vocabulary or Vocabulary()).description.words


@pytest.mark.parametrize("name", sorted(bodies()))
def test_every_event_and_record_of_the_contracts_has_words(name: str) -> None:
    assert phrases()[name].one
    assert phrases()[name].many


def test_words_exist_for_nothing_that_is_not_announced() -> None:
    assert set(phrases()) == set(bodies())
    assert set(lanes()) == {body.owner() for body in bodies().values()}


@pytest.mark.parametrize("name", sorted(bodies()))
def test_a_service_has_words_for_its_own_events_only(name: str) -> None:
    module = import_module(f"shared.contracts.phrases.{bodies()[name].owner()}")
    assert phrases()[name] in module.PHRASES


def lists_of_codes() -> list[type[OpenCode]]:
    bodies()
    every = [each for each in OpenCode.__subclasses__() if each.__module__.startswith("shared.")]
    return sorted(every, key=lambda kind: kind.__name__)


@pytest.mark.parametrize("kind", lists_of_codes())
def test_every_code_of_the_contracts_has_a_word(kind: type[OpenCode]) -> None:
    assert [code for code, german in options(kind) if not german.strip()] == []
    assert [code for code, _ in options(kind)] == [code.value for code in kind]


@pytest.mark.parametrize("kind", lists_of_codes())
def test_a_code_that_is_not_listed_is_shown_as_itself(kind: type[OpenCode]) -> None:
    assert word(kind, kind("invented_later")) == "invented_later"
    assert shown(kind("invented_later")) == "invented_later"


def test_an_event_nobody_knows_is_called_by_its_type() -> None:
    unknown = replace(HireStory().hire, type="rooms.room-booked.v1")
    assert words(unknown) == "rooms.room-booked.v1"
    assert lane_of("rooms").title == "rooms"


def test_a_story_is_told_in_plain_german() -> None:
    story = HireStory()
    assert words(story.hire) == "Einstellung gemeldet: Beginn 01.02.2027, 2 Einsätze"
    assert words(story.started) == "Einarbeitung begonnen: 8 Aufgaben"
    assert words(story.planned) == "Kurzbefragungen eingeplant: am 03.03.2027 und am 12.05.2027"
    assert words(story.queued[1]) == "Nachricht vorbereitet: Aufgaben für Schulleitung (2)"
    assert words(story.sent[1]) == "Nachricht versendet: Aufgaben an Schulleitung"


def test_only_the_days_that_are_planned_are_told() -> None:
    ids = {"onboarding_id": new_id(), "worker_id": new_id()}
    day = PulseDay(occasion=Occasion.DAY_100, day=date(2027, 5, 12))
    late = PulsePlanned(**ids, days=(day,))
    assert words(message(late)) == "Kurzbefragungen eingeplant: am 12.05.2027"
    assert words(message(PulsePlanned(**ids, days=()))) == "Kurzbefragungen eingeplant: keine"


def test_a_completed_task_bears_the_title_of_the_template() -> None:
    story = HireStory()
    titles = {(story.hire.tenant, "office"): "Büro"}
    assert words(story.completed[1]) == "Aufgabe erledigt: office"
    assert words(story.completed[1], Vocabulary(titles)) == "Aufgabe erledigt: Büro"


def test_numbers_agree_with_their_nouns() -> None:
    def closed(open_tasks: int) -> str:
        return words(message(an_end(ClosingReason.DEPARTED, open_tasks)))

    because = "Einarbeitung beendet: weil die Beschäftigung endet"
    assert closed(1) == f"{because}, 1 Aufgabe offen"
    assert closed(0) == f"{because}, keine Aufgaben offen"
    assert closed(2) == f"{because}, 2 Aufgaben offen"


def test_only_an_onboarding_whose_tasks_are_done_is_completed() -> None:
    cancelled = words(message(an_end(ClosingReason.CANCELLED, 36)))
    because = "weil die Einstellung zurückgezogen wurde"
    assert cancelled == f"Einarbeitung beendet: {because}, 36 Aufgaben offen"
    completed = words(message(an_end(ClosingReason.COMPLETED, 0)))
    assert completed == "Einarbeitung abgeschlossen: alle Aufgaben sind erledigt"


def an_end(reason: ClosingReason, open_tasks: int) -> OnboardingClosed:
    return OnboardingClosed(
        onboarding_id=new_id(), worker_id=new_id(), reason=reason, open_tasks=open_tasks
    )


def test_a_failure_is_marked_as_one() -> None:
    failed = LetterFailed(
        letter_id=new_id(), worker_id=new_id(), kind=LetterKind.TASKS, role=Role.IT, attempts=5
    )
    assert words(message(failed)) == (
        "Nachricht nicht zustellbar: Aufgaben an IT, nach 5 Versuchen"
    )
    assert phrases()[LetterFailed.type_name].failed
