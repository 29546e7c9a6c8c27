"""Headers of a mail, whatever somebody is called."""

import random
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.composing.rules import composed
from services.notifications.rules import Unwritable, as_message
from services.notifications.values import Content, Mail, Person
from shared.contracts.directory import Role
from shared.contracts.notifications import LetterKind
from shared.ids import new_id
from shared.mail import read_sender, read_server

NOW = datetime(2027, 1, 4, 8, tzinfo=UTC)
SENDER = read_sender("Knotenpunkt <post@bergkamen.example>", frozenset())
HEADERS = {
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "Content-Language",
    "MIME-Version",
    "Content-Type",
}


def mail_to(person: Person, subject: str = "Willkommen", text: str = "Guten Tag") -> Mail:
    return Mail(
        id=new_id(),
        kind=LetterKind.WELCOME,
        tenant="05978004",
        about=person.person_id,
        role=Role.WORKER,
        to=person,
        reply_to=None,
        content=Content(subject, text, "<p>Guten Tag</p>"),
        mentions=frozenset(),
    )


def sent(mail: Mail, host: str = "example.org") -> bytes:
    return composed(mail, SENDER, host, NOW)[-1]


@given(st.text(max_size=120), st.text(max_size=120), st.text(max_size=200))
def test_no_name_and_no_subject_adds_a_header(given: str, family: str, subject: str) -> None:
    person = Person(new_id(), given, family, "jana@awo.example")

    message = message_from_bytes(sent(mail_to(person, subject)), policy=policy.default)

    assert set(message) == HEADERS
    assert len(message.keys()) == len(HEADERS)
    assert [one.addr_spec for one in message["To"].addresses] == ["jana@awo.example"]


@pytest.mark.parametrize(
    "name", ["Jörg-Uwe O'Neill", "Ayşe Yıldız", 'Anna "Anni" Groß', "Łukasz, Prof. Dr. Żak"]
)
def test_a_name_arrives_as_it_is_written(name: str) -> None:
    given, _, family = name.partition(" ")
    mail = mail_to(Person(new_id(), given, family, "jana@awo.example"))

    message = message_from_bytes(sent(mail), policy=policy.default)

    assert message["To"].addresses[0].display_name == name


def test_signs_that_turn_or_end_a_line_do_not_reach_a_header() -> None:
    mail = mail_to(Person(new_id(), "Ja\x00na\u2028", "Groß\u202e\r\nBcc: x", "jana@awo.example"))

    message = message_from_bytes(sent(mail), policy=policy.default)

    assert message["To"].addresses[0].display_name == "Ja na Groß Bcc: x"


def test_what_mail_programs_take_apart_is_sent_as_it_is_however_long() -> None:
    """RFC 2369 allows no encoded words there: nobody would find an address to unsubscribe at."""
    mail = mail_to(Person(new_id(), "Jana", "Groß", "jana@awo.example"))
    leads_to, matter = f"https://kreis.example/l/abbestellen/{'aB3_-' * 40}", new_id()

    raw = sent(replace(mail, unsubscribe=leads_to, matter=matter), f"{'knoten' * 10}.example")

    assert f"\r\nList-Unsubscribe: <{leads_to}>\r\n".encode() in raw
    assert f"\r\nReferences: <{matter}@{'knoten' * 10}.example>\r\n".encode() in raw
    assert max(map(len, raw.split(b"\r\n"))) < 998


def test_a_domain_with_an_umlaut_is_sent_as_the_mail_system_writes_it() -> None:
    mail = mail_to(Person(new_id(), "Jana", "Groß", "jana@schule-größer.example"))

    message = message_from_bytes(sent(mail), policy=policy.default)

    assert message["To"].addresses[0].domain == "xn--schule-grer-36a21a.example"


@pytest.mark.parametrize(
    "address", ["", "jana", "jana@", "a@b.example\r\nBcc: c@d.example", "jana@awo.example, b@c.de"]
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(Unwritable):
        sent(mail_to(Person(new_id(), "Jana", "Groß", address)))


@given(st.text(st.characters(codec="utf-8"), max_size=2000))
def test_a_text_arrives_whole(text: str) -> None:
    plain = " ".join("".join(c for c in text if c.isprintable()).split())
    mail = mail_to(Person(new_id(), "Jana", "Groß", "jana@awo.example"), text=plain)

    message = message_from_bytes(sent(mail), policy=policy.default)

    body = message.get_body(("plain",))
    assert body is not None
    assert body.get_content().rstrip("\r\n") == plain


def test_the_settings_name_the_server() -> None:
    password = "".join(random.sample("abcdefgh", 8))
    server = read_server(f"smtps://post%40kreis:{password}%2F@mail.kreis.example")

    assert (server.host, server.port, server.implicit_tls) == ("mail.kreis.example", 465, True)
    assert (server.username, server.password) == ("post@kreis", f"{password}/")
    assert read_server("smtp://mailpit:1025").port == 1025
    assert read_server("smtp://relay").port == 25


def told(raw: bytes) -> tuple[dict[str, str], list[str]]:
    """What a mail program reads: headers without the boundary, and both forms."""
    message = message_from_bytes(raw, policy=policy.default)
    headers = {name: str(value) for name, value in message.items() if name != "Content-Type"}
    assert message.get_content_type() == "multipart/alternative"
    parts = [message.get_body((form,)) for form in ("plain", "html")]
    assert not any(part.defects for part in [message, *parts] if part is not None)
    return headers, [part.get_content() for part in parts if part is not None]


@pytest.mark.parametrize("more", [False, True])
@pytest.mark.parametrize("text", ["", "Ä " * 60, "a \n\n. \r\nFrom b\r=C3\tc\x0b"])
@pytest.mark.parametrize("said", ["", 'A "b", <c>;', "=?utf-8?q?x?=", "ğ" * 23, "Wort (Ä) " * 12])
def test_what_is_put_together_here_says_what_the_library_would(
    said: str, text: str, more: bool
) -> None:
    mail = mail_to(Person(new_id(), said, "Groß" if more else "Berg", "jana@awo.example"), said)
    mail = replace(mail, content=Content(said, text, f"<p>{text}</p>\n. \n"))
    if more:
        answers = Person(new_id(), said, "Çelik", "office@awo.example")
        mail = replace(mail, reply_to=answers, unsubscribe="https://x.example/l", matter=new_id())

    assert told(sent(mail)) == told(as_message(mail, SENDER, "example.org", NOW).as_bytes())
