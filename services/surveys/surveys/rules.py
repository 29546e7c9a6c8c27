"""Who is asked, when, and what keeps a survey from being started."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from services.surveys.surveys.models import PlannedSurvey
from services.surveys.surveys.values import (
    CARRIER,
    SCHOOL_TYPE,
    Audience,
    Rule,
    Somebody,
    State,
    last_day_of,
)
from services.surveys.urns.values import Groups, Invited
from shared.clock import BERLIN, local_date
from shared.contracts.accounts import AccessRole
from shared.contracts.directory import SchoolType
from shared.contracts.words import word
from shared.german import short_date
from shared.ids import new_id
from shared.small_numbers.sizes import LEAST

OPENS = time(8)
"""Mails go out then; a change of the clock does not touch it."""
GONE = "nicht mehr vorhanden"
AWAY = (
    "Das Verzeichnis antwortet gerade nicht: Wer in den Gruppen ist, lässt sich nicht sagen. Bitte"
    " versuchen Sie es gleich noch einmal."
)
FRIDAY = 4
MORE_THAN_ONE = "mehrere"
NOBODY = "ohne"


def opens_at(day: date) -> datetime:
    return datetime.combine(day, OPENS, BERLIN)


def closes_at(last_day: date) -> datetime:
    """The end of the last day, which has 23, 24 or 25 hours."""
    return datetime.combine(last_day + timedelta(days=1), time(), BERLIN)


def copied(row: PlannedSurvey, title: str, now: datetime) -> PlannedSurvey:
    """A draft without dates, invitations and answers."""
    return PlannedSurvey(
        id=new_id(),
        tenant=row.tenant,
        title=title,
        questionnaire_id=row.questionnaire_id,
        version_id=row.version_id,
        secrecy=row.secrecy,
        state=State.DRAFT,
        roles=row.roles,
        groups=row.groups,
        carriers=row.carriers,
        school_types=row.school_types,
        breakdowns=row.breakdowns,
        created_at=now,
    )


def next_wave(row: PlannedSurvey, now: datetime) -> PlannedSurvey:
    """The same a year later, which begins by itself as this one did."""
    following = copied(row, row.title, now)
    following.state, following.yearly = State.PLANNED, True
    following.opens_at, following.closes_at = row.opens_at, row.closes_at
    following.remind_on = row.remind_on
    put_off(following)
    return following


def put_off(row: PlannedSurvey) -> None:
    """By a year, to a working day, for as long as before."""
    if row.opens_at is None or row.closes_at is None:
        raise ValueError("a survey without its days")
    first, last = local_date(row.opens_at), last_day_of(row.closes_at)
    begins = year_later(first)
    row.opens_at, row.closes_at = opens_at(begins), closes_at(begins + (last - first))
    row.remind_on = row.remind_on and begins + (row.remind_on - first)


def year_later(day: date) -> date:
    """The same day of the next year, or the Monday after it."""
    try:
        found = day.replace(year=day.year + 1)
    except ValueError:
        found = date(day.year + 1, 3, 1)
    return found + timedelta(days=7 - found.weekday() if found.weekday() > FRIDAY else 0)


def audience(
    everybody: Iterable[Somebody],
    rule: Rule,
    breakdowns: Sequence[str],
    members: Collection[UUID] = (),
) -> Audience:
    """Those whom the rule means, each once, and how many are in each group.

    ``members`` are of the groups that the rule names.
    """
    chosen = [
        each
        for each in everybody
        if _is_meant(each, rule) and (not rule.groups or each.person_id in members)
    ]
    people = [Invited(each.person_id, _groups(each, breakdowns)) for each in chosen]
    sizes = {
        name: dict(sorted(Counter(each.groups[name] for each in people).items()))
        for name in breakdowns
    }
    return Audience(people, sizes)


def _is_meant(somebody: Somebody, rule: Rule) -> bool:
    return bool(
        (somebody.roles & set(rule.roles) or not rule.roles)
        and (not rule.carriers or somebody.carriers & set(rule.carriers))
        and (not rule.school_types or somebody.school_types & set(rule.school_types))
    )


def _groups(somebody: Somebody, breakdowns: Sequence[str]) -> Groups:
    codes = {CARRIER: somebody.carriers, SCHOOL_TYPE: somebody.school_types}
    return {name: _code(codes[name]) for name in breakdowns}


def _code(found: frozenset[str]) -> str:
    """Whoever works at several is a group of their own kind: one of them would be a guess."""
    return next(iter(found)) if len(found) == 1 else MORE_THAN_ONE if found else NOBODY


def faults(
    audience: Audience, opens: datetime | None, closes: datetime | None, now: datetime
) -> Sequence[str]:
    """Everything that keeps it from being started, in German."""
    found = []
    if opens is None or closes is None:
        found.append("Es fehlt noch, von wann bis wann die Befragung läuft.")
    elif closes <= now:
        found.append("Der letzte Tag ist schon vorbei.")
    if audience.number < LEAST:
        found.append(
            f"Gefragt würden {audience.number}: Unter {LEAST} kann die Befragung nicht starten."
        )
    else:
        found += [
            _too_small(name, size) for name, size in audience.sizes.items() if _is_small(size)
        ]
    return found


def invites_when(opens: datetime | None, now: datetime) -> str:
    """What whoever has just started it reads."""
    if opens is None or opens <= now:
        return "Die Einladungen gehen in den nächsten Minuten hinaus."
    return f"Die Einladungen gehen am {short_date(local_date(opens))} um 8 Uhr hinaus."


def is_too_small(audience: Audience) -> bool:
    """Whether somebody would be recognised by a group."""
    return any(_is_small(size) for size in audience.sizes.values())


def _is_small(sizes: Mapping[str, int]) -> bool:
    return any(each < LEAST for each in sizes.values())


def _too_small(name: str, sizes: Mapping[str, int]) -> str:
    called = {CARRIER: "Träger", SCHOOL_TYPE: "Schulform"}[name]
    return (
        f"Nach {called} lässt sich nicht aufschlüsseln: In einer Gruppe wären weniger als"
        f" {LEAST} Gefragte."
    )


def described(
    rule: Rule, carriers: Mapping[str, str], groups: Mapping[str, str] | None = None
) -> str:
    """The audience in a sentence, which everybody who is asked reads."""
    roles = [_PLURAL.get(each, each) for each in rule.roles]
    parts = [" und ".join(filter(None, [", ".join(roles[:-1]), *roles[-1:]])) or "alle"]
    if rule.groups:
        named = [f"„{(groups or {}).get(each, GONE)}“" for each in rule.groups]
        parts.append(f"aus {'der Gruppe' if len(named) == 1 else 'den Gruppen'} {', '.join(named)}")
    if rule.carriers:
        parts.append("bei " + ", ".join(carriers.get(each, "?") for each in rule.carriers))
    if rule.school_types:
        types = [word(SchoolType, SchoolType(each)) for each in rule.school_types]
        parts.append("an der Schulform " + ", ".join(types))
    return " ".join(parts)


_PLURAL = {
    AccessRole.WORKER.value: "Fachkräfte der Schulsozialarbeit",
    AccessRole.HEAD.value: "Schulleitungen",
    AccessRole.CARRIER.value: "Mitarbeitende der Träger",
    AccessRole.CONTACT.value: "Ansprechpersonen anderer Stellen",
    AccessRole.COORDINATOR.value: "die Koordinierungsstelle",
}


def group_in_words(name: str, code: str, carriers: Mapping[str, str]) -> str:
    """A group's code as people read it."""
    if code in (MORE_THAN_ONE, NOBODY):
        return f"{code} {'Träger' if name == CARRIER else 'Schulformen'}".replace(
            "ohne Schulformen", "ohne Schule"
        )
    return carriers.get(code, "?") if name == CARRIER else word(SchoolType, SchoolType(code))
