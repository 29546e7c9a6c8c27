"""What text from outside costs, whatever stands in it."""

import time
from contextlib import suppress
from typing import Annotated, Any

import pytest
from pydantic import TypeAdapter, ValidationError

from shared.web.text import MailText
from tests.shared.web.test_text import MAIL, MAIL_LINE, NAME, reason


def microseconds(adapter: TypeAdapter[str], raw: str) -> float:
    """The fastest of some refusals: what else runs here only makes it slower."""
    found = []
    for _ in range(20):
        start = time.thread_time()
        reason(adapter, raw)
        found.append(time.thread_time() - start)
    return 1e6 * min(found)


@pytest.mark.parametrize(
    ("adapter", "dear", "plain"),
    [
        (NAME, "\ufdfa" * 400, "x" * 400),
        (MAIL_LINE, "\ufdfa" * 400, "x" * 400),
        (MAIL, "a@" + "ü" * 250, "a@" + "x" * 253),
        (MAIL, "ǖ\u0301" * 120 + "@x.org", "x" * 254),
    ],
)
def test_text_that_is_too_long_is_refused_as_cheaply_whatever_stands_in_it(
    adapter: TypeAdapter[str], dear: str, plain: str
) -> None:
    noise = 60
    assert microseconds(adapter, dear) < 4 * microseconds(adapter, plain) + noise


@pytest.mark.parametrize("sign", ["\ufdfa", "ǖ", "1", "1."])
def test_four_times_the_text_takes_four_times_the_time_at_most(sign: str) -> None:
    short, long = (
        TypeAdapter(Annotated[str, MailText(size)]).validate_python for size in (500, 2000)
    )

    def seconds(read: Any, size: int) -> float:
        found = []
        for _ in range(5):
            start = time.thread_time()
            with suppress(ValidationError):
                read((sign * size)[:size])
            found.append(time.thread_time() - start)
        return min(found)

    assert seconds(long, 2000) < 8 * (seconds(short, 500) + 0.0005)
