"""The environment: what can be set is written down, and a wrong value stops the start."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from shared.mail import Tls, read_sender
from shared.settings import PREFIX, Settings
from tests.architecture.starting import Ended, start_alone, starter

REAL = {
    "DATABASE_URL": "postgresql+asyncpg://{service}:x@127.0.0.1:1/{service}",
    "KAFKA": "127.0.0.1:1",
    "SECRET": "x" * 32,
    "MAIL_FROM": "Knotenpunkt <knotenpunkt@example.org>",
}


def prefixed(variables: Mapping[str, str]) -> dict[str, str]:
    return {PREFIX + name: value for name, value in variables.items()}


Start = Callable[..., Ended]


@pytest.fixture(scope="module")
def start() -> Iterator[Start]:
    """``start(folder, PORT="x")``: one service in this folder, nothing set but the variables."""
    with starter() as process:
        yield lambda folder, **variables: process.start(folder, prefixed(variables))


def test_a_process_of_its_own_says_and_leaves_the_same_as_one_of_many(
    tmp_path: Path, start: Start
) -> None:
    """The other tests fork: what is true of their starts is true of an operator's."""
    wrong = {"HOST": "0.0.0.0", "PUBLIC_URL": "x", "KAFKA": "y"}
    missing = {name: value for name, value in REAL.items() if name != "MAIL_FROM"}
    for variables in (wrong, missing):
        alone = start_alone(tmp_path, prefixed(variables))
        assert alone.returncode == 2
        assert alone.stderr.startswith("Cannot start: ")
        assert start(tmp_path, **variables) == alone
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "x"),
        ("PORT", "0"),
        ("PORT", "70000"),
        ("PUBLIC_URL", "knotenpunkt.example.org"),
        ("SERVICE_URL", "{service}:8000"),
        ("DATABASE_URL", "mysql://localhost/x"),
        ("DATABASE_URL", "nonsense"),
        ("KAFKA", "kafka"),
        ("MUNICIPALITIES", "Bergkamen"),
        ("MUNICIPALITIES", "05978004,1"),
        ("SMTP_URL", "mailpit:1025"),
        ("SMTP_URL", "smtp://"),
        ("SMTP_URL", "smtp://mailpit:70000"),
        ("SMTP_URL", "smtp://amt@mail.example.org"),
        ("SMTP_URL", "smtp://mail.example.org/?tls=never"),
        ("OIDC_ISSUER", "http://anmeldung.example.org/realms/amt"),
        ("OIDC_INTERNAL_BASE", "keycloak:8080"),
        ("OIDC_SCOPES", "profile"),
        ("OIDC_CA_FILE", "/nirgends.pem"),
        ("SMTP_TLS", "perhaps"),
        ("SMTP_CA_FILE", "/nirgends.pem"),
        ("MAIL_FROM", "Stadt Bergkamen, Schulamt <schulamt@example.org>"),
        ("MAIL_FROM", "Schulamt"),
        ("MAIL_FROM", "jürgen@example.org"),
        ("MAIL_FROM", "Amt <a@example.org>, Amt <b@example.org>"),
        ("MAIL_FROM", "Knotenpunkt <knotenpunkt@localhost>"),
        ("MAIL_FROM", "post@schule.local"),
        ("MAIL_RESERVED_DOMAINS", "schule local"),
        ("MAIL_PER_CLIENT", "0"),
        ("LOAD_SAMPLE", "perhaps"),
        ("TRUSTED_PROXIES", "proxy"),
        ("TRUSTED_PROXIES", "172.16.0.1/12"),
        ("LOG_LEVEL", "loud"),
        ("SECRET", "too short"),
    ],
)
def test_a_wrong_value_stops_the_start_with_one_sentence(
    tmp_path: Path, start: Start, name: str, value: str
) -> None:
    done = start(tmp_path, **{name: value})
    assert done.returncode == 2, done.stderr
    [line] = done.stderr.splitlines()
    assert line.startswith(f"Cannot start: {PREFIX}{name} ")


@pytest.mark.parametrize("missing", ["SECRET", "MAIL_FROM"])
@pytest.mark.parametrize("how", ["unset", "empty"])
def test_outside_the_embedded_form_what_is_missing_is_named(
    tmp_path: Path, start: Start, missing: str, how: str
) -> None:
    variables = REAL | {missing: ""}
    if how == "unset":
        del variables[missing]
    done = start(tmp_path, **variables)
    assert done.returncode == 2, done.stderr
    [line] = done.stderr.splitlines()
    assert line.startswith(f"Cannot start: {PREFIX}{missing} ")


def settings_with(**variables: str) -> Settings:
    given: dict[str, Any] = {name.lower(): value for name, value in variables.items()}
    return Settings(_env_file=None, **given)


@pytest.mark.parametrize(
    ("sender", "name", "address"),
    [
        ('"Stadt Bergkamen, Schulamt" <amt@example.org>', "Stadt Bergkamen, Schulamt", "amt"),
        ("Verein e.V. <amt@example.org>", "Verein e.V.", "amt"),
        ("Größe <amt@example.org>", "Größe", "amt"),
        ("amt@example.org", "", "amt"),
    ],
)
def test_a_sender_is_read_as_it_is_meant(sender: str, name: str, address: str) -> None:
    given = settings_with(**REAL | {"MAIL_FROM": sender})
    read = read_sender(given.mail_from, given.mail_reserved_domains)
    assert (read.name, read.address.ascii) == (name, f"{address}@example.org")


@pytest.mark.parametrize(
    ("sender", "allowed"),
    [
        ("Knotenpunkt <knotenpunkt@localhost>", "localhost"),
        ("post@schule.local", ".schule.local, localhost"),
        ("post@mail.amt.internal", "amt.internal"),
    ],
)
def test_a_reserved_domain_is_taken_where_the_operator_names_it(sender: str, allowed: str) -> None:
    mail = {"MAIL_FROM": sender, "MAIL_RESERVED_DOMAINS": allowed}
    assert settings_with(**REAL | mail).mail_from == sender


@pytest.mark.parametrize("tls", ["none", "opportunistic"])
@pytest.mark.parametrize("url", ["smtp://amt:geheim@mail.example.org", "smtps://mail.example.org"])
def test_a_password_or_smtps_does_not_go_with_less_than_tls(
    tmp_path: Path, start: Start, url: str, tls: str
) -> None:
    done = start(tmp_path, **REAL | {"SMTP_URL": url, "SMTP_TLS": tls})
    assert done.returncode == 2
    [line] = done.stderr.splitlines()
    assert line.startswith(f"Cannot start: {PREFIX}SMTP_TLS is required where ")
    assert "geheim" not in done.stderr


def test_a_mail_server_without_a_sender_is_refused_in_the_embedded_form_too(
    tmp_path: Path, start: Start
) -> None:
    done = start(tmp_path, SMTP_URL="smtp://mail.example.org")
    [line] = done.stderr.splitlines()
    assert line.startswith(f"Cannot start: {PREFIX}MAIL_FROM ")


def test_a_mail_server_by_its_address_alone_is_refused(tmp_path: Path, start: Start) -> None:
    """As an installation that was tried with the mail sink goes on to a real one."""
    bare = {name: value for name, value in REAL.items() if name != "MAIL_FROM"}
    done = start(tmp_path, **bare, SMTP_URL="smtp://mail.example.org")
    assert done.returncode == 2
    [line] = done.stderr.splitlines()
    assert line.startswith(f"Cannot start: {PREFIX}MAIL_FROM ")
    given = settings_with(**REAL, SMTP_URL="smtp://mail.example.org")
    assert given.smtp_tls is Tls.REQUIRED


def test_the_sentence_about_the_sender_says_how_to_write_it(tmp_path: Path, start: Start) -> None:
    done = start(tmp_path, MAIL_FROM="Stadt Bergkamen, Schulamt <schulamt@example.org>")
    assert 'in quotation marks: "Stadt, Amt" <amt@example.org>' in done.stderr


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "knotenpunkt.example"])
def test_outside_loopback_nothing_starts_without_its_secrets(
    tmp_path: Path, start: Start, host: str
) -> None:
    done = start(tmp_path, HOST=host)
    assert done.returncode == 2, done.stderr
    assert done.stderr.splitlines() == [
        f"Cannot start: {PREFIX}SECRET must be set outside the embedded form on loopback"
    ]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_on_loopback_the_embedded_form_is_open(host: str) -> None:
    assert Settings(host=host, _env_file=None).on_loopback


def test_outside_loopback_the_embedded_form_starts_with_its_secrets() -> None:
    settings = settings_with(HOST="0.0.0.0", SECRET="x" * 32)
    assert settings.embedded


def test_no_sentence_shows_a_pattern(tmp_path: Path, start: Start) -> None:
    done = start(tmp_path, PUBLIC_URL="x", KAFKA="y", LOG_LEVEL="z", KAFKA_PREFIX="A")
    assert len(done.stderr.splitlines()) == 4
    assert not set("^$\\") & set(done.stderr)


def test_the_refused_value_is_not_repeated(tmp_path: Path, start: Start) -> None:
    done = start(tmp_path, **REAL | {"SECRET": "hunter2"})
    assert "hunter2" not in done.stderr + done.stdout
