"""Who may be the same: by names as Germans spell, join and change them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.directory.duplicates.rules import (
    NEAR,
    alike,
    judge,
    keys_of,
    name_of,
    nearness,
    sound,
)
from services.directory.duplicates.values import CERTAIN, Certainty, Profile, Reason, certainty_of
from shared.ids import new_id

LETTERS = st.text("abceghiklmnoprstuzäöüß -", min_size=1, max_size=12)
NAMES = st.tuples(LETTERS, LETTERS)
MAILS = st.frozensets(st.sampled_from(["a@x.de", "b@x.de"]), max_size=2)
PROFILES = st.builds(
    lambda names, mails, former: Profile(
        [name_of(*each, former=former and place > 0) for place, each in enumerate(names)],
        mails,
        frozenset(sorted(mails)[:1]),
    ),
    st.lists(NAMES, min_size=1, max_size=2),
    MAILS,
    st.booleans(),
)


def called(given_name: str, family_name: str, *former: tuple[str, str]) -> Profile:
    before = [name_of(*each, former=True) for each in former]
    return Profile([name_of(given_name, family_name), *before])


def reasons(one: Profile, other: Profile) -> tuple[Reason, ...]:
    verdict = judge(one, other)
    return verdict.reasons if verdict else ()


@pytest.mark.parametrize("other", ["Müller", "Mueller", "Muller", "MÜLLER", " mu\u0308ller "])
def test_every_spelling_of_an_umlaut_is_the_same_name(other: str) -> None:
    assert reasons(called("Änne", "Müller"), called("Aenne", other)) == (Reason.NAME,)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Eva", "Müller-Lüdenscheidt"), ("Eva", "Lüdenscheidt Müller")),
        (("Eva", "von der Heide"), ("Eva", "Heide")),
        (("Ali", "al-Hassan"), ("Ali", "Hassan")),
        (("Anna-Lena", "Groß"), ("Anna Lena", "Gross")),
        (("Mara", "Özgür"), ("Özgür", "Mara")),
    ],
)
def test_hyphens_blanks_particles_and_the_order_make_no_other_person(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    assert reasons(called(*one), called(*other)) == (Reason.NAME,)


def test_one_part_of_a_double_name_with_the_same_given_name() -> None:
    one, other = called("Eva", "Müller-Lüdenscheidt"), called("Eva", "Müller")
    assert reasons(one, other) == (Reason.PART_OF_NAME,)
    assert reasons(called("Eva", "Müller-Kranz"), called("Ida", "Müller")) == ()


def test_a_former_family_name_counts_and_is_said() -> None:
    married = called("Eva", "Kranz", ("Eva", "Müller"))
    found = judge(married, called("Eva", "Mueller"))
    assert found is not None
    assert found.reasons == (Reason.NAME, Reason.FORMER_NAME)
    now = judge(called("Eva", "Müller"), called("Eva", "Mueller"))
    assert now is not None
    assert now.score > found.score


def test_heinz_is_not_johannes() -> None:
    """They sound alike to the Cologne phonetics, and have hardly a letter in common."""
    assert sound("heinz") == sound("johannes")
    assert nearness("heinz", "johannes") < NEAR
    assert reasons(called("Heinz", "Müller"), called("Johannes", "Müller")) == ()


def test_schüßler_is_not_schuler() -> None:
    """Sharp s and umlauts are written out before the sound is looked for."""
    assert sound("schuessler") == "8857"
    assert sound("schuler") == "857"
    assert not alike("schuessler", "schuler")
    assert reasons(called("Eva", "Schüßler"), called("Eva", "Schuessler")) == (Reason.NAME,)
    assert reasons(called("Eva", "Schüßler"), called("Eva", "Schuler")) == ()


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("wikipedia", "3412"),
        ("breschnew", "17863"),
        ("mueller", "657"),
        ("phonetik", "3624"),
        ("christian", "47826"),
        ("axel", "0485"),
        ("schmidt", "862"),
    ],
)
def test_words_sound_as_the_cologne_phonetics_say(word: str, code: str) -> None:
    assert sound(word) == code


def test_what_sounds_alike_and_has_most_letters_in_common_is_alike() -> None:
    assert reasons(called("Jörg", "Schmidt"), called("Jörg", "Schmitt")) == (Reason.SIMILAR_NAME,)
    assert reasons(called("Kathrin", "Vogel"), called("Katrin", "Vogel")) == (Reason.SIMILAR_NAME,)


def test_initials_stand_for_a_given_name_of_the_same_family() -> None:
    assert reasons(called("J.", "Müller"), called("Jana", "Müller")) == (Reason.INITIALS,)
    assert reasons(called("J. P.", "Müller"), called("Jan Peter", "Müller")) == (Reason.INITIALS,)
    assert reasons(called("J.", "Müller"), called("Petra", "Müller")) == ()
    assert reasons(called("J.", "Müller"), called("Jana", "Kranz")) == ()


def test_a_verified_address_or_a_number_of_the_same_carrier_is_certain() -> None:
    mine, theirs = name_of("Eva", "Kranz"), name_of("Ida", "Vogel")
    mail = frozenset({"eva@example.org"})
    read = judge(Profile([mine], mail, mail), Profile([theirs], mail))
    assert read == (CERTAIN, (Reason.VERIFIED_MAIL,))
    numbers = frozenset({"carrier p-1"})
    numbered = judge(Profile([mine], numbers=numbers), Profile([theirs], numbers=numbers))
    assert numbered == (CERTAIN, (Reason.NUMBER,))


def test_a_shared_mailbox_that_nobody_verified_is_possible_at_most() -> None:
    mail = frozenset({"sekretariat@example.org"})
    found = judge(
        Profile([name_of("Eva", "Kranz")], mail), Profile([name_of("Ida", "Vogel")], mail)
    )
    assert found is not None
    assert certainty_of(found.score) is Certainty.POSSIBLE


def test_a_school_in_common_says_more_of_a_name_and_nothing_alone() -> None:
    school = frozenset({new_id()})
    one, other = name_of("Eva", "Kranz"), name_of("Ida", "Vogel")
    assert judge(Profile([one], schools=school), Profile([other], schools=school)) is None
    alone = judge(Profile([one]), Profile([one]))
    there = judge(Profile([one], schools=school), Profile([one], schools=school))
    assert alone is not None
    assert there is not None
    assert there.score > alone.score
    assert there.reasons == (Reason.NAME, Reason.SCHOOL)


@given(PROFILES, PROFILES)
def test_it_does_not_matter_who_comes_first(one: Profile, other: Profile) -> None:
    assert judge(one, other) == judge(other, one)


@given(PROFILES, PROFILES)
def test_whoever_may_be_the_same_is_found_by_a_key(one: Profile, other: Profile) -> None:
    if judge(one, other) is not None:
        assert keys_of(one) & keys_of(other)


@given(PROFILES)
def test_everybody_with_a_name_is_like_themselves(one: Profile) -> None:
    if one.names[0].given and one.names[0].family:
        assert judge(one, one) is not None


@given(st.text(max_size=20), st.text(max_size=20))
def test_whatever_is_typed_can_be_compared(given_name: str, family_name: str) -> None:
    mine = called(given_name, family_name)
    keys_of(mine)
    judge(mine, called("Eva", "Müller"))


@given(LETTERS, LETTERS)
def test_nearness_is_the_same_both_ways_and_never_more_than_all(one: str, other: str) -> None:
    assert nearness(one, other) == nearness(other, one)
    assert 0 <= nearness(one, other) <= nearness(one, one) == 1
