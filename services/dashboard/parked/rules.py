"""Sorts parked messages by cause, reads what an operator types, and says what came of it."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from shared.contracts.accounts import UNSHOWN
from shared.german import number
from shared.json import Json
from shared.messaging.causes import ParkingCause
from shared.messaging.parking.parking import FAILED
from shared.web import parked

Action = Literal["released", "discarded", "edited"]

LONGEST_REASON = 300
LONGEST_SHOWN = 20_000
"""Characters of one payload that are shown in a list."""


@dataclass(frozen=True)
class Group:
    """Messages of one type that failed in one service for one cause, and what waits for them."""

    service: str
    type: str
    cause: str
    detail: str
    failed: int
    waiting: int
    since: datetime


@dataclass(frozen=True)
class Payload:
    """A body as people can read it, if they may."""

    kind: Literal["json", "text", "base64", "none", "withheld"]
    text: str = ""
    cut: bool = False


@dataclass(frozen=True)
class OperatorAction:
    """What somebody did at once with one or several messages of a service."""

    service: str
    at: datetime
    actor: str
    action: str
    reason: str
    messages: int = 1
    more: bool = False


@dataclass(frozen=True)
class Outcome:
    """A notice after something was done."""

    kind: Literal["success", "info", "warning"]
    title: str
    text: str


def groups(causes: Mapping[str, Sequence[parked.Cause]]) -> list[Group]:
    """The failed of all services, the largest groups first."""
    found = [
        Group(
            service,
            each.type or "",
            each.cause,
            each.detail,
            each.messages,
            each.waiting,
            each.oldest,
        )
        for service, several in causes.items()
        for each in several
        if each.state == FAILED
    ]
    return sorted(found, key=lambda group: (-group.failed - group.waiting, group.since))


def under_way(causes: Mapping[str, Sequence[parked.Cause]]) -> int:
    """How many were released, or wait behind what is released, and are being handled now."""
    every = [each for several in causes.values() for each in several]
    moving = sum(each.messages for each in every if each.state != FAILED)
    return max(0, moving - sum(each.waiting for each in every))


def explained(cause: str, detail: str = "") -> str:
    """A cause in German; one that is not known here is shown as its code."""
    sentence = _CAUSES.get(cause, f"Unbekannte Ursache „{cause}“")
    return f"{sentence}: {detail}" if detail else sentence


_CAUSES: Mapping[str, str] = {
    ParkingCause.NO_KEY: "Der Nachricht fehlt der Schlüssel",
    ParkingCause.HEADER: "Eine Kopfzeile der Nachricht fehlt oder ist falsch",
    ParkingCause.MALFORMED: "Eine Kopfzeile oder der Schlüssel ist nicht lesbar",
    ParkingCause.NO_DATA: "Die Nachricht hat keinen Inhalt",
    ParkingCause.SHAPE: "Der Inhalt hat nicht die erwartete Form, und zwar bei",
    ParkingCause.UNSERVED_TENANT: "Diese Kommune wird hier nicht bedient",
    ParkingCause.WAITING: "Eine frühere Nachricht zur selben Sache ist angehalten",
    ParkingCause.HANDLER_FAULT: "Fehler bei der Verarbeitung",
}


def payload(message: parked.ParkedMessage, longest: int | None = LONGEST_SHOWN) -> Payload:
    """Pretty JSON where it is JSON, else text, else base64; nothing of who signed in when."""
    if message.topic in UNSHOWN:
        return Payload("withheld")
    if message.data is None:
        encoded = message.data_base64
        return Payload("none") if encoded is None else _cut("base64", encoded, longest)
    try:
        pretty = json.dumps(read(message.data), indent=2, ensure_ascii=False)
    except ValueError:
        return _cut("text", message.data, longest)
    return _cut("json", pretty, longest)


def _cut(kind: Literal["json", "text", "base64"], text: str, longest: int | None) -> Payload:
    return Payload(kind, text[:longest], longest is not None and len(text) > longest)


def read(text: str) -> Any:
    """Strict JSON; raises ``ValueError``."""
    try:
        return json.loads(text, parse_constant=_no_number)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no number in JSON")


def read_body(text: str) -> tuple[Json | None, str]:
    """The body an operator typed, or what is wrong with it."""
    if not text.strip():
        return None, "Bitte geben Sie den neuen Inhalt ein."
    try:
        body = read(text)
        json.dumps(body, ensure_ascii=False, allow_nan=False).encode()
    except json.JSONDecodeError as error:
        what = _MISTAKES.get(error.msg, "Hier ist etwas unerwartet")
        return None, f"Kein gültiges JSON – Zeile {error.lineno}, Zeichen {error.colno}: {what}."
    except UnicodeEncodeError:
        return None, "Der Text enthält ein halbes Unicode-Zeichen (\\ud800 bis \\udfff)."
    except ValueError:
        return None, _UNSENDABLE
    if not isinstance(body, dict):
        return None, "Der Inhalt einer Nachricht ist ein Objekt in geschweiften Klammern."
    return body, ""


_UNSENDABLE = (
    "Kein gültiges JSON: Eine Zahl ist zu groß oder keine, oder es ist zu tief verschachtelt."
)
_MISTAKES = {
    "Expecting value": "hier fehlt ein Wert",
    "Expecting ',' delimiter": "hier fehlt ein Komma oder eine Klammer",
    "Expecting ':' delimiter": "nach dem Namen fehlt ein Doppelpunkt",
    "Expecting property name enclosed in double quotes": (
        "hier fehlt ein Name in doppelten Anführungszeichen"
    ),
    "Illegal trailing comma before end of object": "das letzte Komma ist zu viel",
    "Illegal trailing comma before end of array": "das letzte Komma ist zu viel",
    "Unterminated string starting at": "dieser Text hat kein Ende (Anführungszeichen fehlt)",
    "Invalid control character at": "ein Zeilenumbruch im Text wird als \\n geschrieben",
    "Extra data": "nach dem Ende steht noch etwas",
}


def operator_actions(
    history: Mapping[str, Sequence[parked.OperatorAction]], most: int
) -> list[OperatorAction]:
    """What was done in all services, newest first; what was done at once is one action.

    ``most`` is how many a service returns; the oldest may have been about more messages.
    """
    actions = [
        OperatorAction(
            service, *what, messages=count, more=len(found) >= most and what[0] == found[-1].at
        )
        for service, found in history.items()
        for what, count in Counter((e.at, e.actor, e.action, e.reason) for e in found).items()
    ]
    return sorted(actions, key=lambda action: action.at, reverse=True)


def outcome(action: Action, asked: int, done: int) -> Outcome:
    """What to say after ``asked`` messages were meant and ``done`` were still there."""
    if not done:
        return Outcome("info", "Hier war nichts mehr zu tun", _NOTHING_LEFT)
    titles = {
        "released": f"{counted(done)} {'wird' if done == 1 else 'werden'} jetzt erneut versucht",
        "discarded": f"{counted(done)} {'ist' if done == 1 else 'sind'} verworfen",
        "edited": "Die Kopie ist an die Stelle der Nachricht getreten und wird jetzt versucht",
    }
    missing = asked - done
    gone = f"{counted(missing)} {_WAS if missing == 1 else _WERE}. " if missing > 0 else ""
    return Outcome("success", titles[action], gone + _WHAT_FOLLOWS[action])


_WAS, _WERE = "war schon erledigt", "waren schon erledigt"
_NOTHING_LEFT = (
    "Was Sie ausgewählt haben, ist schon erneut versucht oder verworfen worden. "
    "Der Verlauf zeigt, von wem."
)
_AGAIN = "Schlägt etwas wieder fehl, steht es gleich wieder hier."
_WHAT_FOLLOWS = {
    "released": f"Was dahinter wartet, folgt der Reihe nach. {_AGAIN}",
    "discarded": f"Was dahinter gewartet hat, geht jetzt der Reihe nach weiter. {_AGAIN}",
    "edited": f"Was dahinter wartet, folgt der Reihe nach. {_AGAIN}",
}


def counted(messages: int, *, every: bool = False) -> str:
    """Eine Nachricht, 2 Nachrichten, Alle 2 Nachrichten."""
    if every:
        return f"Alle {number(messages)} Nachrichten"
    return "Eine Nachricht" if messages == 1 else f"{number(messages)} Nachrichten"
