"""Text from outside is normalised, or refused with a reason that does not repeat it."""

import unicodedata
from typing import Annotated

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from shared.mail import Address, AddressRefused, read_address
from shared.web.text import ExternalId, FreeText, MailAddress, MailText, PersonName, PlainText

NAME: TypeAdapter[str] = TypeAdapter(PersonName)
LINE: TypeAdapter[str] = TypeAdapter(Annotated[str, PlainText(40)])
NOTE: TypeAdapter[str] = TypeAdapter(Annotated[str, FreeText(40, min=0)])
MAIL_LINE: TypeAdapter[str] = TypeAdapter(Annotated[str, MailText(80)])
LINK_REFUSED = "must not look like a web or mail address; a space follows a dot"
MAIL: TypeAdapter[str] = TypeAdapter(MailAddress)
EXTERNAL: TypeAdapter[str] = TypeAdapter(ExternalId)

CONTROL = st.characters(categories=["Cc"])
PRINTABLE = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20)


def reason(adapter: TypeAdapter[str], raw: str) -> str:
    with pytest.raises(ValidationError) as refusal:
        adapter.validate_python(raw)
    message: str = refusal.value.errors()[0]["msg"]
    return message


@pytest.mark.parametrize(
    "name",
    [
        "Özlem Yıldız",
        "Anna-Lena O'Neill",
        "D'Angelo",
        "Dr. Weiß",
        "Gal·la",
        "李小龍",
        "مريم",
        "नीता",
    ],
)
def test_names_of_the_world_are_accepted(name: str) -> None:
    assert NAME.validate_python(name) == unicodedata.normalize("NFC", name)


@given(st.text(st.characters(categories=["L"]), min_size=1, max_size=20))
def test_an_accepted_name_is_composed_and_trimmed(name: str) -> None:
    spelled = f"  {unicodedata.normalize('NFD', name)} "
    assert NAME.validate_python(spelled) == unicodedata.normalize("NFC", name)


@given(PRINTABLE, CONTROL)
def test_a_control_character_is_refused_in_every_single_line(text: str, control: str) -> None:
    for adapter in (NAME, LINE, MAIL, EXTERNAL):
        with pytest.raises(ValidationError):
            adapter.validate_python(f"{text}{control}{text}")


@given(st.text(max_size=30))
def test_no_text_makes_a_type_fail_other_than_by_refusing(text: str) -> None:
    for adapter in (NAME, LINE, NOTE, MAIL, EXTERNAL):
        try:
            once = adapter.validate_python(text)
        except ValidationError:
            continue
        assert adapter.validate_python(once) == once


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("\u00a0Anna\u202f Maria\u00a0", "Anna Maria"),
        ("Mül\u00adler", "Müller"),
        ("\ufeffAnna\u200b", "Anna"),
        ("Müller\u2011Lüdenscheidt", "Müller-Lüdenscheidt"),
        ("Müller–Lüdenscheidt", "Müller-Lüdenscheidt"),
        ("O´Neill", "O'Neill"),
        ("‘t Hooft", "'t Hooft"),
        ("D’Angelo", "D'Angelo"),
        ("A\u200dnna", "Anna"),
        ("علی\u200cرضا", "علی\u200cرضا"),
        ("e\u200b\u0301", "é"),
    ],
)
def test_what_nobody_sees_or_means_otherwise_is_folded_in_a_name(typed: str, name: str) -> None:
    assert NAME.validate_python(typed) == name


def test_quotation_marks_of_a_line_stay_and_apostrophes_are_one() -> None:
    assert LINE.validate_python("Kita  ‘Max´s’\u00a0Haus – „Süd“") == "Kita ‘Max's’ Haus – „Süd“"


def test_a_mail_address_pasted_with_what_nobody_sees_is_clean() -> None:
    assert MAIL.validate_python("\u00a0anna\u200b@example.org\ufeff") == "anna@example.org"


def test_a_family_of_emoji_stays_together_in_free_text() -> None:
    assert NOTE.validate_python("👩\u200d👧 a\u200bb") == "👩\u200d👧 ab"


@pytest.mark.parametrize("adapter", [NAME, LINE, NOTE])
def test_text_far_too_long_is_refused_unread(adapter: TypeAdapter[str]) -> None:
    assert "at most" in reason(adapter, "\u00ad" * 1_000_000)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Anna 2", "must not contain digits"),
        ("Anna 🙂", "may contain only letters, spaces, hyphens, dots and apostrophes"),
        ("Anna\0", "must not contain control characters"),
        ("   ", "must contain a letter"),
        ("A" * 81, "must have at most 80 characters"),
        ("<Anna>", "may contain only letters, spaces, hyphens, dots and apostrophes"),
    ],
)
def test_a_refused_name_says_why(name: str, why: str) -> None:
    assert reason(NAME, name) == why


def test_text_that_turns_the_reading_direction_is_refused() -> None:
    assert reason(LINE, "abc\u202edcba") == "must not contain control characters"


def test_a_single_line_refuses_the_line_separators_of_unicode() -> None:
    assert reason(LINE, "one\u2028two") == "must be a single line"


def test_free_text_keeps_lines_and_tabs_and_unifies_line_ends() -> None:
    assert NOTE.validate_python("one\r\ntwo\rthree\tfour\n") == "one\ntwo\nthree\tfour"


def test_free_text_refuses_nul() -> None:
    assert reason(NOTE, "one\0two") == "must not contain control characters"


def test_a_length_is_counted_after_composing() -> None:
    assert LINE.validate_python("e\u0301" * 40) == "é" * 40


def test_a_length_is_declared_for_the_api_description() -> None:
    schema = LINE.json_schema()
    assert (schema["minLength"], schema["maxLength"]) == (1, 40)


def test_the_domain_of_a_mail_address_is_normalised() -> None:
    assert MAIL.validate_python(" Anna.Muster@EXAMPLE.org ") == "Anna.Muster@example.org"


@pytest.mark.parametrize(
    "address",
    [
        "anna@example.org\r\nBcc: all@example.org",
        "anna@example.org\n",
        "anna@example.org,berta@example.org",
        "Anna <anna@example.org>",
        "jürgen@example.org",
        "ａnna@example.org",
        "anna@exa mple.org",
        "anna",
        f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.org",
    ],
)
def test_what_could_add_a_header_or_a_recipient_is_no_mail_address(address: str) -> None:
    assert "example" not in reason(MAIL, address)


def test_a_domain_with_an_umlaut_is_a_mail_address() -> None:
    assert MAIL.validate_python("anna@GRÖßE.example") == "anna@größe.example"


@pytest.mark.parametrize(
    "name",
    [
        "www.boese-seite.example",
        "Anna boese.example",
        "Dr.Müller",
        "WWW. Seite",
        "Anna.Boese",
        "J.R.R.Tolkien",
        "boese.\u0301example",
        "boese\u0301.\u034f\u0308example",
        "boese.\u0301\u200de\u0301xample",
    ],
)
def test_a_name_that_mail_programs_make_a_link_of_is_refused(name: str) -> None:
    assert reason(NAME, name) == LINK_REFUSED


@pytest.mark.parametrize(
    "name",
    [
        "Anna-Lena",
        "J. R. R. Tolkien",
        "J.R.",
        "Dr. med. Max",
        "A.-M.",
        "Mara O'Neill",
        "É.É.",
        "김.이",
    ],
)
def test_a_name_with_dots_as_people_write_them_is_a_name(name: str) -> None:
    assert NAME.validate_python(name) == name


@pytest.mark.parametrize(
    "name",
    [
        "Träger http://boese.example",
        "a.example/x",
        "post@boese.example",
        "mailto:post",
        "Schule boese。example",
        "Schule ｗｗｗ．boese",
        "\\\\server\\freigabe",
        "192.0.2.1/x",
        "boese.\u0301example",
        "w\u0301ww. Seite",
        "192.\u20dd0.2.1/x",
        "http:\ufe0f//x",
    ],
)
def test_a_line_in_mails_holds_no_link(name: str) -> None:
    assert reason(MAIL_LINE, name) == LINK_REFUSED


@pytest.mark.parametrize(
    "name",
    [
        "AWO Kreisverband e.V.",
        "Kath. Grundschule St. Josef (3. und 4. Klasse)",
        "z.B. Schule Nr.12 / OGS: Lippe & Ruhr",
    ],
)
def test_a_line_in_mails_is_otherwise_a_line(name: str) -> None:
    assert MAIL_LINE.validate_python(name) == name


@pytest.mark.parametrize("raw", ["", "a b", "ä", "a" * 65, "a\n", "a?b"])
def test_an_external_id_is_short_and_plain(raw: str) -> None:
    with pytest.raises(ValidationError):
        EXTERNAL.validate_python(raw)


def test_an_external_id_is_taken_as_it_is() -> None:
    assert EXTERNAL.validate_python("HR-2027/00.42_b") == "HR-2027/00.42_b"


PARTS = st.lists(
    st.sampled_from(["a", "B", "@", ".", "ü", "ß", '"', "<", ">", "+", "xn--", "[", "。", "x" * 60])
    | st.sampled_from(["\u0301", "\u200d", "\u3164", "ü" * 50, "postmaster", ".de"]),
    max_size=9,
)


@given(st.sampled_from(["", "a@", "Postmaster@", f"{'a' * 64}@{'b' * 60}."]), PARTS)
def test_read_in_two_parts_an_address_is_what_the_library_reads(
    start: str, parts: list[str]
) -> None:
    text = start + "".join(parts)
    try:
        whole = validate_email(
            text, check_deliverability=False, globally_deliverable=False, allow_smtputf8=False
        )
    except EmailNotValidError:
        with pytest.raises(AddressRefused):
            read_address(text)
    else:
        assert read_address(text) == Address(whole.normalized, whole.ascii_email or "")
