"""The encoding of a file is told from the whole of it; what cannot be told is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.web.decoding import decode
from shared.web.problem import Problem

TEXT = "Name\r\nJörg Müller, Straße\r\nÄgidius Özgür\r\n"
SPELLINGS = {
    "UTF-8": TEXT.encode(),
    "UTF-8 with its mark": TEXT.encode("utf-8-sig"),
    "UTF-16, little end first": b"\xff\xfe" + TEXT.encode("utf-16-le"),
    "UTF-16, big end first": b"\xfe\xff" + TEXT.encode("utf-16-be"),
    "Windows-1252": TEXT.encode("cp1252"),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_text_is_read_in_each_encoding(spelling: str) -> None:
    assert decode(SPELLINGS[spelling]) == TEXT


@pytest.mark.parametrize(
    "text",
    ["„Spaß“", "»Gruß«", "MENÜ“ und Jörg", "O’Neill – Köln–Bonn", "1 €", "Šimek, Žižek", "Citroën"],
)
def test_windows_1252_is_told_from_what_people_write_in_it(text: str) -> None:
    assert decode(text.encode("cp1252")) == text


@pytest.mark.parametrize("text", ["Łukasz Dąbrowski", "Yıldız", "مريم", "李小龍", "Ελένη", "😀"])
def test_utf8_is_told_from_one_foreign_letter(text: str) -> None:
    assert decode(text.encode()) == text


REFUSED: dict[str, tuple[bytes, int]] = {
    "UTF-8 with one byte of Windows-1252": (TEXT.encode() + b"M\xfcnster\n", 4),
    "Windows-1252 with one letter of UTF-8": (TEXT.encode("cp1252") + "ü".encode(), 2),
    "UTF-8 with its mark and one other byte": (b"\xef\xbb\xbfName\nJ\xf6rg", 2),
    "a letter of UTF-8 cut in two": ("a\nb\nü".encode()[:-1] + b"\nJ\xc3\xb6rg", 3),
    "DOS, as spreadsheets call it": (b"Name\r\n" + "Müller".encode("cp850"), 2),
    "DOS without a ü": (b"Name\r\n\r\n" + "Jörg".encode("cp850"), 3),
    "an old Mac": (b"Name\r\r" + "Müller".encode("mac-roman"), 3),
    "an old Mac without a ü": ("Straße".encode("mac-roman"), 1),
    "half a character of UTF-16": (b"\xff\xfe" + "a\nb".encode("utf-16-le") + b"x", 2),
    "letters garbled before": (TEXT.encode().decode("cp1252").encode(), 2),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_told_is_refused_naming_the_line(case: str) -> None:
    body, line = REFUSED[case]
    with pytest.raises(Problem) as refusal:
        decode(body)
    assert refusal.value.detail.startswith(f"line {line}: ")
    assert refusal.value.status == 422


@pytest.mark.parametrize("body", [b"a\0b", "Jörg".encode("utf-16-le"), "Jörg".encode("utf-32")])
def test_nul_is_no_text(body: bytes) -> None:
    with pytest.raises(Problem, match="invalid-file"):
        decode(body)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="ÂÃ\ufeff")))
def test_whatever_text_is_read_as_it_was_written_in_utf8_and_utf16(text: str) -> None:
    assert decode(text.encode("utf-8-sig")) == text
    assert decode(b"\xff\xfe" + text.encode("utf-16-le")) == text


GERMAN = st.text(st.sampled_from("abzABZäöüÄÖÜß -.,;'\n"), max_size=40)


@given(GERMAN)
def test_german_text_is_never_garbled(text: str) -> None:
    assert decode(text.encode("cp1252")) == text
    assert decode(text.encode()) == text


@given(GERMAN, GERMAN, st.sampled_from("äöüÄÖÜß"), st.sampled_from("äöüÄÖÜß"))
def test_a_file_of_two_encodings_is_never_garbled(
    before: str, behind: str, one: str, other: str
) -> None:
    with pytest.raises(Problem):
        decode((before + one).encode() + (other + behind).encode("cp1252"))


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    try:
        decode(body)
    except Problem as problem:
        assert problem.status == 422
