"""What an installation keeps outside its tables and topics: files, log fields, metric labels.

Tests find every module that writes a file, every field of a log line and every label here.
"""

from dataclasses import dataclass

from shared.privacy.declared import Declared, Deletion, Kind, NotPersonal, Personal, Unlinked


@dataclass(frozen=True)
class SameAs:
    """It holds what is declared there: ``tables``, ``topics`` or ``logs``."""

    what: str
    deletion: Deletion | None = None
    """If it is not deleted with them."""


@dataclass(frozen=True)
class File:
    """``pattern`` is a path in the data folder, or a place in angle brackets."""

    pattern: str
    holds: Declared | SameAs
    written_by: tuple[str, ...] = ()


_UPLOADED = Personal(
    (Kind.IDENTITY, Kind.CONTACT, Kind.EMPLOYMENT),
    about=Unlinked("eine Liste, wie sie geschickt wurde"),
    purpose="prüfen und übernehmen",
    deletion=Deletion.WITH_REQUEST,
)
_TYPED = Personal(
    (Kind.IDENTITY, Kind.CONTACT, Kind.EMPLOYMENT),
    about=Unlinked("was jemand eingegeben hat; liegt nur im Browser"),
    purpose="nichts verlieren, wenn die Anmeldung inzwischen endete",
    deletion=Deletion.WITH_REQUEST,
)
_SIGNED_IN = Personal(
    (Kind.TECHNICAL,),
    about=Unlinked("Zufallszahl, die nichts sagt; liegt nur im Browser"),
    purpose="angemeldet sein",
    deletion=Deletion.SIGNED_OUT,
)
_SEALED = Unlinked("versiegelt; liegt nur im Browser")
_NOTICE = Personal(
    (Kind.IDENTITY,),
    about=_SEALED,
    purpose="zeigen, was gerade gespeichert wurde",
    deletion=Deletion.NEXT_PAGE,
)
_DISPLAY = Personal(
    (Kind.IDENTITY,),
    about=Unlinked("steht nur im Browser der Person selbst"),
    purpose="Name und Stelle in der Kopfzeile jeder Seite",
    deletion=Deletion.SIGNED_OUT,
)
_ASKED = Personal(
    (Kind.CONTACT,),
    about=_SEALED,
    purpose="einen Code nur dem Browser glauben, der ihn angefordert hat",
    deletion=Deletion.BROWSER,
)
_APP = Personal(
    (Kind.TECHNICAL,),
    about=_SEALED,
    purpose="eine App für den zweiten Schritt einrichten",
    deletion=Deletion.WITH_REQUEST,
)
_POSITION = Personal(
    (Kind.IDENTITY,),
    about=_SEALED,
    purpose="in einer Liste blättern",
    deletion=Deletion.WITHOUT_LIMIT,
)
_INVENTED = NotPersonal()
"""Everybody in the Keycloak of ``make run-real`` is made up."""
_SEARCH = Personal(
    (Kind.IDENTITY, Kind.CONTACT),
    about=_SEALED,
    purpose="jemanden in einer Liste finden",
    deletion=Deletion.WITHOUT_LIMIT,
)
_ERASURES = Personal(
    (Kind.IDENTITY,),
    about=Unlinked("Kennungen von Gelöschten, die niemand mehr auflöst"),
    purpose="nach dem Einspielen einer Sicherung noch einmal löschen",
    deletion=Deletion.OPERATOR_DECIDES,
)
_DOCUMENTS = Personal(
    (Kind.FREE_TEXT,),
    about=Unlinked("ein Dokument kann jede und jeden nennen; wen, weiß nur, wer es liest"),
    purpose="Vereinbarungen und Nachweise der Organisationen aufbewahren",
    deletion=Deletion.OFFICE_DELETES,
)

FILES = (
    File("bus.db*", SameAs("topics"), ("shared.database.engine",)),
    File("*.db*", SameAs("tables"), ("shared.database.engine",)),
    File("secret", NotPersonal(), ("shared.settings", "deploy.local.program")),
    File("keys*", NotPersonal(), ("shared.signing.rings",)),
    File("urns*", NotPersonal(), ("services.surveys.openings.gateways",)),
    File("files*", _DOCUMENTS),
    File("<Dateien bei einem S3-Dienst>", _DOCUMENTS),
    File("erased*", NotPersonal(), ("shared.messaging.marks",)),
    File("clock.json", NotPersonal(), ("shared.clock",)),
    File("*.log", SameAs("logs", Deletion.OPERATOR_DECIDES), ("deploy.local.program",)),
    File("real/secret-*", NotPersonal()),
    File("real/keys/*", NotPersonal()),
    File("real/urns/*", NotPersonal()),
    File("real/postgres/*", SameAs("tables"), ("deploy.local.postgres",)),
    File("real/kafka/*", SameAs("topics"), ("deploy.local.kafka",)),
    File("real/keycloak/*", _INVENTED, ("deploy.local.keycloak",)),
    File("tools/keycloak/*", NotPersonal(), ("deploy.local.keycloak",)),
    File("tools/kafka/*", NotPersonal(), ("deploy.local.kafka",)),
    File("<PostgreSQL>", SameAs("tables")),
    File("<Kafka>", SameAs("topics")),
    File("<Protokolle von PostgreSQL, Kafka und Caddy>", NotPersonal()),
    File("<Sicherungen>", SameAs("tables", Deletion.OPERATOR_DECIDES)),
    File("<Löschungen zum Wiederholen>", _ERASURES, ("deploy.privacy.again",)),
    File("<Export>", SameAs("tables", Deletion.WITH_REQUEST), ("shared.web.kit.exports",)),
    File("<Upload>", _UPLOADED, ("shared.web.kit.forms", "shared.web.kit.uploads")),
    File("<Formular, solange die Anmeldung fehlt>", _TYPED, ("shared.web.kit.kept",)),
    File("<Anfrage eines Zugangstokens>", NotPersonal(), ("services.directory.access.api",)),
    File("<Cookie kp_meldung>", _NOTICE, ("shared.web.kit.router", "shared.web.kit.seal")),
    File(
        "<Cookies der Anmeldung>",
        _SIGNED_IN,
        ("shared.web.sessions.cookies", "services.directory.oidc.pages"),
    ),
    File("<Cookie knotenpunkt-anzeige>", _DISPLAY),
    File("<Cookies des Codes>", _ASKED, ("services.directory.pages",)),
    File("<Formular mit dem Schlüssel einer App>", _APP, ("services.directory.own_factors.pages",)),
    File("<Adresse einer Listenseite>", _POSITION, ("shared.web.kit.lists",)),
    File("<Adresse einer Suche nach Personen>", _SEARCH, ("shared.web.kit.private_search",)),
    File(
        "<Quelltext>",
        NotPersonal(),
        (
            *("deploy.assets", "deploy.revise", "deploy.scaffold"),
            *("deploy.privacy.record", "deploy.privacy.rights"),
        ),
    ),
)
"""The first pattern that fits a file applies."""

_LINE = Deletion.OPERATOR_DECIDES
_LETTERS = Personal(
    (Kind.TECHNICAL,),
    about=Unlinked("Kennungen von Nachrichten, die nur das Versandprotokoll auflöst"),
    purpose="eine Störung des Versands nachvollziehen",
    deletion=_LINE,
)
_MESSAGE = Personal(
    (Kind.TECHNICAL,),
    about=Unlinked("Kennung eines Ereignisses, das nur der Bus auflöst"),
    purpose="eine Störung nachvollziehen",
    deletion=_LINE,
)
_ACCOUNT = Personal(
    (Kind.TECHNICAL,),
    about=Unlinked("mit Schlüssel gebildete Prüfsumme einer Anmeldung"),
    purpose="Anmeldeversuche begrenzen",
    deletion=_LINE,
)

LOG_FIELDS: dict[str, Declared] = {
    "letters": _LETTERS,
    "message": _MESSAGE,
    "account": _ACCOUNT,
    **dict.fromkeys(("service", "task", "job", "part", "topic", "partition"), NotPersonal()),
    **dict.fromkeys(("error", "fault", "reason", "cause", "frames", "offset"), NotPersonal()),
    **dict.fromkeys(("constraint", "state", "kind", "method", "route"), NotPersonal()),
    **dict.fromkeys(("times", "tries", "claims", "kept", "gone", "ended", "how"), NotPersonal()),
    **dict.fromkeys(("failures_of_address", "failures_of_account"), NotPersonal()),
    **dict.fromkeys(("entries", "seals", "number", "up_to"), NotPersonal()),
    **dict.fromkeys(("reference", "status", "code", "issuer", "internal_base"), NotPersonal()),
}

LABELS = frozenset(
    {
        *("service", "part", "task", "type", "transient", "state", "handler", "topic"),
        *("job_name", "route", "method", "status", "reason", "kind", "cause"),
    }
)
"""None is personal."""
