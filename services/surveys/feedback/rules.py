"""How a right becomes the secret of a link, an answer a sheet, and a day the end of an urn."""

import hmac
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from uuid import UUID

import orjson

from services.surveys.feedback.values import LONGEST_TEXT, NO_ANSWER, SCALE, STATEMENTS, TEXTS
from services.surveys.urns.values import Sheet
from shared.clock import BERLIN

QUESTIONNAIRE = sha256(
    orjson.dumps([[(each.key, each.text) for each in (*STATEMENTS, *TEXTS)], SCALE])
).hexdigest()
GROUP_RULE = "wer an mindestens einem Termin der Veranstaltung ganz oder teilweise da war"


def token_of(key: bytes, right_id: UUID) -> str:
    """Without the service's key nobody can tell from the database whose link was used."""
    return hmac.digest(key, right_id.bytes, "sha256").hex()


def closes_at(last_day: date) -> datetime:
    """The end of the last day."""
    return datetime.combine(last_day + timedelta(days=1), time(), BERLIN)


def sheet_of(answers: Mapping[str, str]) -> Sheet:
    """What was answered; what was not is not in it."""
    choices = {
        each.key: {"": [answers[each.key]]} for each in STATEMENTS if answers[each.key] != NO_ANSWER
    }
    return Sheet(choices, {each.key: said for each in TEXTS if (said := answers[each.key])})


def largest_sheet() -> int:
    """Bytes; no character takes more than six in JSON, and the codes around them are few."""
    return 1000 + len(TEXTS) * LONGEST_TEXT * 6
