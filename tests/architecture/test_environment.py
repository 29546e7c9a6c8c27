"""What can be set is settable, in containers, too, and is written down where people look."""

import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from dotenv import dotenv_values

from deploy.services import NAMES
from shared.mail import Tls
from shared.settings import PREFIX, Settings
from tests.architecture.composed import read_by_compose

CHECKOUT = Path(__file__).parents[2]
TEXT = (CHECKOUT / "docker-compose.yml").read_text()
COMPOSE: dict[str, dict[str, Any]] = yaml.safe_load(TEXT)["services"]
EXAMPLE = (CHECKOUT / ".env.example").read_text()
HANDBOOK = (CHECKOUT / "docs/operations.md").read_text()
DOCKERFILE = (CHECKOUT / "deploy/Dockerfile").read_text()
FIXED_HEADING, SECRETS_HEADING = "What docker compose sets by itself", "Secrets:"

SETTINGS = {PREFIX + name.upper() for name in Settings.model_fields}
OF_COMPOSE = {PREFIX + name for name in ("DOMAIN", "TLS", "HTTP_PORT", "HTTPS_PORT", "SECRETS")}
"""Of the proxy and the engine; no program of ours reads them."""
DEFAULTS = {PREFIX + "DATA", PREFIX + "SECRETS_DIR", PREFIX + "KAFKA_USER"}
"""Whose default is right in a container: no embedded files, /run/secrets, the service's name."""


OF_THE_SINK = {
    PREFIX + "SMTP_URL": "smtp://mailpit:1025",
    PREFIX + "SMTP_TLS": "none",
    PREFIX + "MAIL_FROM": "Knotenpunkt <knotenpunkt@localhost>",
    PREFIX + "MAIL_RESERVED_DOMAINS": "localhost",
}
"""What must change together."""


OF_ONE_SERVICE = {
    PREFIX + "OIDC_CLIENT_SECRET": "directory",
    PREFIX + "FILES_SECRET": "directory",
    PREFIX + "BOUNCE_SECRET": "notifications",
    PREFIX + "DKIM_KEY": "notifications",
}
"""Secrets that nobody else is given."""


def settings_of(service: str) -> set[str]:
    return {name for name in SETTINGS if OF_ONE_SERVICE.get(name, service) == service}


def named_in(text: str) -> set[str]:
    return set(re.findall(rf"\b{PREFIX}[A-Z_]+\b", text))


def section_of_example(heading: str) -> set[str]:
    """The variables between this heading and the next."""
    _, _, rest = EXAMPLE.partition(f"# --- {heading}")
    assert rest, heading
    return set(re.findall(rf"^#?({PREFIX}[A-Z_]+)=", rest.partition("# --- ")[0], re.MULTILINE))


def handed_over(service: str) -> set[str]:
    """What stands in ``.env`` and reaches this container under the same name."""
    environment: dict[str, str | None] = COMPOSE[service]["environment"]
    return {
        name
        for name, value in environment.items()
        if value is None or str(value).startswith(f"${{{name}:")
    }


def mounted(service: str) -> set[str]:
    """What this container reads from a secret file named like a setting."""
    given = COMPOSE[service].get("secrets", [])
    targets = {each["target"].upper() for each in given if isinstance(each, dict)}
    assert targets <= SETTINGS
    return targets


def set_for(service: str) -> set[str]:
    """What compose or the image decides for this container."""
    environment: dict[str, str | None] = COMPOSE[service]["environment"]
    of_image = set(re.findall(rf"\b({PREFIX}[A-Z_]+)=", DOCKERFILE))
    return (environment.keys() | of_image) - handed_over(service)


@pytest.mark.parametrize("service", NAMES)
def test_every_setting_reaches_every_service(service: str) -> None:
    ways = [handed_over(service), mounted(service), set_for(service), DEFAULTS]
    assert set().union(*ways) == settings_of(service)
    assert sum(map(len, ways)) == len(settings_of(service)), "one way for each"


@pytest.mark.parametrize("service", NAMES)
def test_the_example_says_which_of_them_compose_decides(service: str) -> None:
    assert section_of_example(SECRETS_HEADING) & settings_of(service) == mounted(service)
    assert section_of_example(FIXED_HEADING) == set_for(service) | DEFAULTS


@pytest.mark.parametrize("service", NAMES)
def test_what_stands_in_the_env_file_arrives(tmp_path: Path, service: str) -> None:
    """By Compose's own reading."""
    given = {name: f"given-{number}" for number, name in enumerate(sorted(SETTINGS | OF_COMPOSE))}
    given |= {f"{PREFIX}HTTP_PORT": "81", f"{PREFIX}HTTPS_PORT": "444", f"{PREFIX}SECRETS": "/s"}
    file = tmp_path / ".env"
    file.write_text("".join(f"{name}={value}\n" for name, value in given.items()))
    environment = read_by_compose(file)["services"][service]["environment"]
    passed = {name for name, value in environment.items() if value == given[name]}
    assert passed == handed_over(service)


def test_the_example_sets_the_mail_sink_and_nothing_else() -> None:
    assert dotenv_values(stream=StringIO(EXAMPLE)) == OF_THE_SINK


@pytest.mark.parametrize("service", NAMES)
def test_compose_adds_nothing_to_what_the_env_file_says_of_mail(service: str) -> None:
    environment = COMPOSE[service]["environment"]
    assert {name: environment[name] for name in OF_THE_SINK} == dict.fromkeys(OF_THE_SINK)


def test_a_copied_example_is_for_compose_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``make run`` in the same checkout keeps its mails, and shows them on a page."""
    (tmp_path / ".env").write_text(EXAMPLE)
    monkeypatch.chdir(tmp_path)
    settings = Settings()
    assert (settings.smtp_url, settings.smtp_tls) == ("", Tls.REQUIRED)
    assert settings.embedded


def test_the_image_offers_the_pages_and_not_the_monitoring() -> None:
    assert re.findall(r"^EXPOSE (.*)$", DOCKERFILE, re.MULTILINE) == ["8000"]


def test_compose_asks_for_nothing_that_nobody_reads() -> None:
    asked = set(re.findall(r"\$\{([A-Z_]+)", TEXT))
    assert asked - SETTINGS == OF_COMPOSE
    for name, service in COMPOSE.items():
        ours = SETTINGS if service["image"] == "knotenpunkt:local" else SETTINGS | OF_COMPOSE
        assert named_in(" ".join(service.get("environment", {}))) <= ours, name


def test_the_example_names_exactly_the_variables_there_are() -> None:
    named = re.findall(rf"^#?({PREFIX}[A-Z_]+)=", EXAMPLE, re.MULTILINE)
    assert sorted(named) == sorted(SETTINGS | OF_COMPOSE)
    assert named_in(EXAMPLE) == set(named)


def test_the_handbook_lists_exactly_the_variables_there_are() -> None:
    listed = re.findall(rf"^\| `({PREFIX}[A-Z_]+)` \|", HANDBOOK, re.MULTILINE)
    assert sorted(listed) == sorted(SETTINGS | OF_COMPOSE)
    assert named_in(HANDBOOK) == set(listed)


def test_the_caddyfile_asks_for_what_compose_hands_over() -> None:
    asked = named_in((CHECKOUT / "deploy/proxy/Caddyfile").read_text())
    assert asked == set(COMPOSE["proxy"]["environment"])
