"""Whether two people may be the same, by names as Germans spell, join and change them.

Phonetics alone takes Heinz for Johannes: it finds whom to compare, and then letters have to agree.
"""

from collections.abc import Iterable, Iterator
from itertools import product

from services.directory.duplicates.values import CERTAIN, Name, Profile, Reason, Verdict
from shared.database.search import shortest

PARTICLES = frozenset(
    ["von", "van", "vom", "zu", "zur", "zum", "de", "der", "den", "del", "della", "di", "da", "al"]
)
"""Words between the parts of a name; one person writes them and the next does not."""
NEAR = 0.6
"""Of pieces of three letters that two words have in common (Dice), from which on they are alike."""

_NAMED = {Reason.NAME: 90, Reason.PART_OF_NAME: 75, Reason.SIMILAR_NAME: 65, Reason.INITIALS: 55}
_LESS_BY_FORMER = 5
_MORE_BY_MAIL, _MORE_BY_SCHOOL, _ONLY_MAIL = 12, 6, 50

_VOWELS = frozenset("aeijouy")
_PLAIN = {
    **dict.fromkeys("b", "1"),
    **dict.fromkeys("fvw", "3"),
    **dict.fromkeys("gkq", "4"),
    **dict.fromkeys("l", "5"),
    **dict.fromkeys("mn", "6"),
    **dict.fromkeys("r", "7"),
    **dict.fromkeys("sz", "8"),
}


def name_of(given: str, family: str, *, former: bool = False) -> Name:
    """Hyphens, blanks and particles do not count, nor does the order."""
    return Name(_parts(given), _parts(family), former)


def _parts(text: str) -> frozenset[str]:
    found = shortest(text).split()
    return frozenset(each for each in found if each not in PARTICLES) or frozenset(found)


def sound(word: str) -> str:
    """By the Cologne phonetics; the word itself where it has no letter that they know."""
    codes = [_code(word, place) for place in range(len(word))]
    letters = [each for code in codes for each in code]
    kept = [each for n, each in enumerate(letters) if n == 0 or letters[n - 1] != each]
    return "".join(each for n, each in enumerate(kept) if n == 0 or each != "0") or word


def _code(word: str, place: int) -> str:
    letter = word[place]
    before, after = word[place - 1 : place], word[place + 1 : place + 2]
    if letter in _VOWELS:
        return "0"
    match letter:
        case "p":
            return "3" if after == "h" else "1"
        case "d" | "t":
            return "8" if after and after in "csz" else "2"
        case "c":
            return _code_of_c(before, after)
        case "x":
            return "8" if before and before in "ckq" else "48"
    return _PLAIN.get(letter, "")


def _code_of_c(before: str, after: str) -> str:
    hard = "ahkoqux" if before else "ahkloqrux"
    soft = before != "" and before in "sz"
    return "4" if after and after in hard and not soft else "8"


def nearness(one: str, other: str) -> float:
    """Of the pieces of three letters how many both have, from 0 to 1."""
    mine, theirs = _pieces(one), _pieces(other)
    return 2 * len(mine & theirs) / (len(mine) + len(theirs))


def _pieces(word: str) -> frozenset[str]:
    padded = f"  {word} "
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2))


def alike(one: str, other: str) -> bool:
    """Whether two words sound alike and have most letters in common."""
    return one == other or (sound(one) == sound(other) and nearness(one, other) >= NEAR)


def keys_of(profile: Profile) -> frozenset[str]:
    """Whoever has none of them in common is nobody to compare with."""
    return frozenset(
        [
            *(f"m:{each}" for each in profile.mails),
            *(f"c:{each}" for each in profile.numbers),
            *(key for name in profile.names for key in _keys_of_name(name)),
        ]
    )


def _keys_of_name(name: Name) -> Iterator[str]:
    if parts := name.given | name.family:
        yield f"n:{' '.join(sorted(parts))}"
    for given, family in product(name.given, name.family):
        yield f"p:{sound(given)} {sound(family)}"
        yield f"i:{given[0]} {family}"


def judge(one: Profile, other: Profile) -> Verdict | None:
    """The same whoever of both comes first; None where nothing speaks for it."""
    found: set[Reason] = set()
    score = 0
    if named := _by_name(one, other):
        reason, former = named
        found |= {reason, Reason.FORMER_NAME} if former else {reason}
        score = _NAMED[reason] - (_LESS_BY_FORMER if former else 0)
    if one.mails & other.mails:
        found.add(Reason.MAIL)
        score = score + _MORE_BY_MAIL if score else _ONLY_MAIL
    if found and one.schools & other.schools:
        found.add(Reason.SCHOOL)
        score += _MORE_BY_SCHOOL
    score = min(score, CERTAIN - 1)
    if certain := _certain(one, other):
        found, score = (found | certain) - {Reason.MAIL}, CERTAIN
    return Verdict(score, tuple(each for each in Reason if each in found)) if found else None


def _certain(one: Profile, other: Profile) -> set[Reason]:
    found = {Reason.NUMBER} if one.numbers & other.numbers else set[Reason]()
    if (one.verified & other.mails) | (one.mails & other.verified):
        found.add(Reason.VERIFIED_MAIL)
    return found


def _by_name(one: Profile, other: Profile) -> tuple[Reason, bool] | None:
    """The strongest reason, and whether a former name is needed for it."""
    order = list(_NAMED)
    found: Iterable[tuple[Reason, bool]] = [
        (reason, mine.former or theirs.former)
        for mine, theirs in product(one.names, other.names)
        if (reason := _named_alike(mine, theirs))
    ]
    return min(found, key=lambda each: (order.index(each[0]), each[1]), default=None)


def _named_alike(one: Name, other: Name) -> Reason | None:
    if not (one.given and one.family and other.given and other.family):
        return None
    if one.given | one.family == other.given | other.family:
        return Reason.NAME
    family = bool(one.family & other.family)
    if family and (one.given <= other.given or other.given <= one.given):
        return Reason.PART_OF_NAME
    if family and (_initials(one, other) or _initials(other, one)):
        return Reason.INITIALS
    near = _any_alike(one.given, other.given) and _any_alike(one.family, other.family)
    return Reason.SIMILAR_NAME if near else None


def _initials(short: Name, long: Name) -> bool:
    """Whether one is written with the first letters of the other."""
    first = {each[0] for each in long.given}
    return all(len(each) == 1 and each in first for each in short.given)


def _any_alike(some: Iterable[str], others: Iterable[str]) -> bool:
    return any(alike(one, other) for one, other in product(some, others))
