"""How a right becomes the secret of a link, an answer a sheet, and a day the end of an urn."""

import hmac
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from uuid import UUID

import orjson

from services.surveys.feedback.values import (
    LONGEST_TEXT,
    MISSING,
    NO_ANSWER,
    SCALE,
    AnswerKind,
    Question,
)
from services.surveys.urns.values import Sheet
from shared.clock import BERLIN
from shared.json import Json

GROUP_RULE = "wer an mindestens einem Termin der Veranstaltung ganz oder teilweise da war"


def token_of(key: bytes, right_id: UUID) -> str:
    """Without the service's key nobody can tell from the database whose link was used."""
    return hmac.digest(key, right_id.bytes, "sha256").hex()


def closes_at(last_day: date) -> datetime:
    """The end of the last day."""
    return datetime.combine(last_day + timedelta(days=1), time(), BERLIN)


def hash_of(questions: Sequence[Question]) -> str:
    """What is sealed of a questionnaire."""
    asked = [(each.key, each.text, each.kind, each.options) for each in questions]
    return sha256(orjson.dumps([asked, SCALE])).hexdigest()


def sheet_of(questions: Sequence[Question], answers: Mapping[str, str]) -> Sheet:
    """What was answered; what was not is not in it."""
    given = {each.key: answers[each.key] for each in questions}
    texts = {each.key for each in questions if each.kind is AnswerKind.TEXT}
    choices = {
        key: {"": [said]} for key, said in given.items() if key not in texts and said != NO_ANSWER
    }
    return Sheet(choices, {key: said for key, said in given.items() if key in texts and said})


def largest_sheet(questions: Sequence[Question]) -> int:
    """Bytes; no character takes more than six in JSON, and the codes around them are few."""
    return 1000 + sum(each.kind is AnswerKind.TEXT for each in questions) * LONGEST_TEXT * 6


def faults(own: Sequence[Question], answers: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with answers to the office's own questions."""
    chosen = [each for each in own if each.kind is not AnswerKind.TEXT]
    known = {each.key: {*each.answers, NO_ANSWER} for each in chosen}
    return {key: MISSING for key, every in known.items() if answers[key] not in every}


def stored(own: Sequence[Question]) -> list[Json]:
    """As they are kept beside the gathering."""
    return [
        {"key": each.key, "text": each.text, "kind": each.kind, "options": [*each.options]}
        for each in own
    ]


def read(kept: Sequence[Json] | None) -> tuple[Question, ...]:
    """What was stored."""
    return tuple(
        Question(each["key"], each["text"], AnswerKind(each["kind"]), tuple(each["options"]))
        for each in kept or ()
    )
