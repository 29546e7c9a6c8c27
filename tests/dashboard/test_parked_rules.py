"""How parked messages are sorted, and how what an operator types is read."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.dashboard.parked.forms import Discarded
from services.dashboard.parked.rules import (
    Action,
    Group,
    explained,
    groups,
    operator_actions,
    outcome,
    read_body,
    under_way,
)
from shared.messaging.causes import ParkingCause
from shared.web.kit.forms import read_form
from shared.web.parked import Cause, OperatorAction

NOW = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63)
    | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner),
)


def cause(state: str, messages: int, waiting: int = 0) -> Cause:
    why = {"cause": ParkingCause.HANDLER_FAULT, "detail": "LookupError", "type": None}
    counts = {"messages": messages, "waiting": waiting, "oldest": NOW}
    return Cause.model_validate(why | {"state": state} | counts)


@pytest.mark.parametrize("code", ParkingCause)
def test_every_cause_has_words(code: ParkingCause) -> None:
    assert code not in explained(code)
    assert explained(code, "thing_id") == f"{explained(code)}: thing_id"


def test_a_cause_that_is_not_known_here_is_shown_as_its_code() -> None:
    assert explained("too-odd") == "Unbekannte Ursache „too-odd“"


def action(at: datetime, reason: str = "weil") -> OperatorAction:
    return OperatorAction(
        message_id=None, action="discarded", reason=reason, actor="betrieb", at=at
    )


@settings(max_examples=25)
@given(st.dictionaries(st.text(st.characters(codec="utf-8")), JSON))
def test_every_object_is_read_as_it_was_written(body: dict[str, Any]) -> None:
    assert read_body(json.dumps(body, indent=2, ensure_ascii=False)) == (body, "")


@given(st.text() | st.text('{}[]":,01e-\\u ntf', max_size=20))
def test_whatever_is_typed_there_is_a_body_or_a_complaint(text: str) -> None:
    body, complaint = read_body(text)
    assert (body is None) == bool(complaint)
    if body is not None:
        json.dumps(body, ensure_ascii=False, allow_nan=False).encode()


@given(st.text())
def test_a_reason_is_taken_or_refused_with_a_sentence(text: str) -> None:
    form = read_form(Discarded, {"reason": [text]})
    assert (form.value is None) == bool(form.errors.get("reason"))
    assert form.value is None or form.value.reason


def test_only_what_failed_makes_a_group_and_the_largest_comes_first() -> None:
    causes = {
        "trainings": [cause("failed", 1, 1), cause("waiting", 9)],
        "surveys": [cause("failed", 2, 5), cause("released", 3)],
    }
    assert groups(causes) == [
        Group("surveys", "", "handler-fault", "LookupError", 2, 5, NOW),
        Group("trainings", "", "handler-fault", "LookupError", 1, 1, NOW),
    ]


def test_what_waits_behind_nothing_that_failed_is_under_way() -> None:
    causes = [cause("failed", 2, 4), cause("waiting", 6), cause("released", 1)]
    assert under_way({"trainings": causes}) == 3


def test_what_was_done_at_once_is_one_action() -> None:
    later = NOW + timedelta(minutes=1)
    told = {
        "trainings": [action(later), action(later), action(NOW)],
        "surveys": [action(NOW, "darum")],
    }
    found = [(d.service, d.at, d.messages, d.more) for d in operator_actions(told, most=3)]
    assert found == [
        ("trainings", later, 2, False),
        ("trainings", NOW, 1, True),
        ("surveys", NOW, 1, False),
    ]


@pytest.mark.parametrize(
    ("action", "asked", "done", "said"),
    [
        ("released", 1, 1, "Eine Nachricht wird jetzt erneut versucht"),
        ("released", 1200, 1200, "1.200 Nachrichten werden jetzt erneut versucht"),
        ("discarded", 2, 2, "2 Nachrichten sind verworfen"),
        ("discarded", 3, 2, "Eine Nachricht war schon erledigt."),
        ("released", 5, 3, "2 Nachrichten waren schon erledigt."),
        ("edited", 1, 0, "Hier war nichts mehr zu tun"),
    ],
)
def test_the_notice_counts_what_it_concerned(
    action: Action, asked: int, done: int, said: str
) -> None:
    notice = outcome(action, asked, done)
    assert said in f"{notice.title} {notice.text}"
