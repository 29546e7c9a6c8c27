"""People as vCards (RFC 6350), with what the asker may see and nothing else."""

from collections.abc import Iterable, Iterator
from typing import Final

from services.directory.entries.values import Reached, Seen
from services.directory.people.values import AddressKind

MEDIA_TYPE = "text/vcard; charset=utf-8; version=4.0"
MAX_OCTETS = 75
"""Of a line, without its end."""
_ESCAPED: Final = str.maketrans({"\\": "\\\\", ",": "\\,", ";": "\\;", "\n": "\\n", "\r": None})


def vcards(people: Iterable[Seen]) -> str:
    """One after the other."""
    return "".join(f"{_folded(line)}\r\n" for person in people for line in _lines(person))


def _lines(person: Seen) -> Iterator[str]:
    yield from ("BEGIN:VCARD", "VERSION:4.0", "KIND:individual")
    yield f"UID:urn:uuid:{person.id}"
    yield f"FN:{_text(person.name)}"
    yield f"N:{_text(person.family_name)};{_text(person.given_name)};;;"
    for each in person.functions:
        if each.place:
            yield f"ORG:{_text(each.place)}"
    if person.functions:
        yield f"TITLE:{_text(person.work)}"
    for reached in person.reached:
        yield _reached(reached)
    hours = "Zurzeit" if person.absences else "Sprechzeiten"
    named = ((hours, person.whole_hours), ("Sprachen", person.languages))
    if notes := [f"{label}: {value}" for label, value in named if value]:
        yield f"NOTE:{_text(chr(10).join(notes))}"
    yield "END:VCARD"


def _reached(each: Reached) -> str:
    match each.kind:
        case AddressKind.MAIL:
            return f"EMAIL;TYPE=work:{_text(each.value)}"
        case AddressKind.PHONE:
            return f"TEL;TYPE=work:{_text(each.value)}"
        case _:
            return f'ADR;TYPE=work;LABEL="{_parameter(each.value)}":;;{_text(each.value)};;;;'


def _parameter(value: str) -> str:
    """RFC 6868."""
    return value.replace("^", "^^").replace('"', "^'")


def _text(value: str) -> str:
    return value.translate(_ESCAPED)


def _folded(line: str) -> str:
    """Long lines go on after a line end and a space; no character is cut in two."""
    parts, room = [""], MAX_OCTETS
    for character in line:
        size = len(character.encode())
        if size > room:
            parts.append("")
            room = MAX_OCTETS - 1
        parts[-1] += character
        room -= size
    return "\r\n ".join(parts)
