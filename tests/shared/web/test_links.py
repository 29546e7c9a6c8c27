"""Signed links open what they were made for, and nothing else."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from shared.contracts import notifications
from shared.links import LinkExpired, LinkInvalid, LinkKind, LinkMaker, Links
from tests.one_key import OneKey

KEY = OneKey(notifications.LINKS)
LETTER = LinkKind("letter", service="post", what="letters")
PARCEL = LinkKind("parcel", service="post", what="parcels")
NOON = datetime(2027, 2, 1, 11, 0, tzinfo=UTC)
DAYS = st.dates(date(2027, 2, 1), date(2120, 1, 1))
CHARACTERS = st.characters()


def at(moment: datetime) -> Callable[[], datetime]:
    return lambda: moment


MAKER = LinkMaker(KEY, "https://example.org/")
LINKS = Links(KEY, at(NOON))


def token(kind: LinkKind, subject: UUID, expires: date) -> str:
    return MAKER.url(kind, subject, expires).rsplit("/", 1)[1]


@given(st.uuids(), DAYS)
async def test_a_link_opens_the_subject_it_was_made_for(subject: UUID, expires: date) -> None:
    assert await LINKS.open(LETTER, token(LETTER, subject, expires)) == subject


@given(st.uuids(), DAYS)
def test_the_same_arguments_make_the_same_link(subject: UUID, expires: date) -> None:
    again = LinkMaker(KEY, "https://example.org")
    assert MAKER.url(LETTER, subject, expires) == again.url(LETTER, subject, expires)


@given(st.uuids(), DAYS, st.integers(0, 117), CHARACTERS)
async def test_a_link_with_any_character_changed_is_refused(
    subject: UUID, expires: date, place: int, character: str
) -> None:
    whole = token(LETTER, subject, expires)
    assume(whole[place] != character)
    with pytest.raises(LinkInvalid):
        await LINKS.open(LETTER, whole[:place] + character + whole[place + 1 :])


@given(st.uuids(), DAYS, st.integers(0, 117))
async def test_a_link_that_was_cut_off_is_refused(
    subject: UUID, expires: date, length: int
) -> None:
    with pytest.raises(LinkInvalid):
        await LINKS.open(LETTER, token(LETTER, subject, expires)[:length])


@given(st.text(max_size=120))
async def test_no_text_that_was_not_signed_opens_anything(text: str) -> None:
    with pytest.raises(LinkInvalid):
        await LINKS.open(LETTER, text)


@given(st.uuids(), DAYS)
async def test_a_link_for_another_purpose_is_refused(subject: UUID, expires: date) -> None:
    with pytest.raises(LinkInvalid):
        await LINKS.open(PARCEL, token(LETTER, subject, expires))


@given(st.uuids(), DAYS)
async def test_a_link_signed_with_another_key_is_refused(subject: UUID, expires: date) -> None:
    foreign = Links(OneKey(notifications.LINKS), at(NOON))
    with pytest.raises(LinkInvalid):
        await foreign.open(LETTER, token(LETTER, subject, expires))


async def test_a_link_is_open_until_its_last_day_ends_in_berlin() -> None:
    last_second = datetime(2027, 2, 1, 22, 59, 59, tzinfo=UTC)
    links = Links(KEY, at(last_second))
    assert await links.open(LETTER, token(LETTER, UUID(int=7), date(2027, 2, 1))) == UUID(int=7)


async def test_a_link_has_expired_when_the_next_day_begins_in_berlin() -> None:
    midnight = datetime(2027, 2, 1, 23, 0, tzinfo=UTC)
    links = Links(KEY, at(midnight))
    with pytest.raises(LinkExpired):
        await links.open(LETTER, token(LETTER, UUID(int=7), date(2027, 2, 1)))


def test_a_link_is_the_public_address_and_the_path_of_its_kind() -> None:
    url = MAKER.url(LETTER, UUID(int=7), date(2027, 2, 1))
    assert url.startswith("https://example.org/post/l/letters/")


@pytest.mark.parametrize(
    ("service", "what"), [("post", ""), ("", "letters"), ("post", "a/b"), ("post", "{token}")]
)
def test_a_kind_whose_path_is_not_made_of_two_names_is_refused(service: str, what: str) -> None:
    with pytest.raises(ValueError, match="names in its path"):
        LinkKind("letter", service, what)
