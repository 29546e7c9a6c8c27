"""Files that were damaged on their way, or made to harm, are refused and never a fault."""

import struct
import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from random import Random
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from PIL import ExifTags, Image

from services.directory.documents.rules import recognised
from services.directory.photos.rules import redrawn
from shared.web.kit.uploads import kind_of
from shared.web.kit.workbooks import Unreadable, as_csv
from shared.web.problem import Problem
from tests.directory.test_document_kinds import open_document
from tests.directory.test_lists_in_workbooks import HEADING, ROW, SHEET, repacked, workbook
from tests.directory.test_photos import picture

MANIFEST = "xl/workbook.xml"
UNPACKED = 64 * 1024 * 1024


def with_notes() -> bytes:
    """As a camera that was held upright writes them."""
    notes = Image.Exif()
    notes[ExifTags.Base.Orientation] = 6
    notes[ExifTags.Base.Make] = "Kamera"
    notes[ExifTags.Base.GPSInfo] = {1: "N", 2: (51.0, 37.0, 5.0)}
    return picture(size=(90, 60), exif=notes.tobytes())


def damaged(content: bytes, chance: Random) -> bytes:
    """With some other bytes, some more, or some less."""
    changed = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        place, what = chance.randrange(len(changed)), chance.random()
        if what < 0.6:
            changed[place] = chance.randrange(256)
        elif what < 0.8:
            del changed[place : place + chance.randrange(1, 30)]
        else:
            changed[place:place] = chance.randbytes(chance.randrange(1, 8))
    return bytes(changed)


@pytest.mark.parametrize(
    ("content", "read"),
    [
        (workbook(HEADING, ROW), as_csv),
        (workbook(HEADING, ROW), kind_of),
        (open_document(), recognised),
        (with_notes(), redrawn),
        (picture("PNG", (90, 60)), redrawn),
        (picture("WEBP", (90, 60)), redrawn),
    ],
)
@pytest.mark.filterwarnings("ignore")
def test_whatever_is_left_of_a_file_is_read_or_refused(
    content: bytes, read: Callable[[bytes], object]
) -> None:
    chance = Random(len(content))
    for _ in range(100):
        with suppress(Unreadable, Problem):
            read(damaged(content, chance))


def test_a_part_that_says_it_is_short_is_not_unpacked_whole() -> None:
    content = workbook(HEADING, ROW)
    with ZipFile(BytesIO(content)) as old:
        said, part = old.getinfo(MANIFEST), old.read(MANIFEST)
    file = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(file, "w", ZIP_DEFLATED) as new:
        for each in old.namelist():
            new.writestr(each, part + b" " * UNPACKED if each == MANIFEST else old.read(each))
        true = new.getinfo(MANIFEST)
    bomb = file.getvalue()
    for true_value, said_value in ((true.file_size, said.file_size), (true.CRC, said.CRC)):
        bomb = bomb.replace(struct.pack("<I", true_value), struct.pack("<I", said_value))
    tracemalloc.start()
    lines, _ = as_csv(bomb)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert lines == as_csv(content)[0]
    assert most < UNPACKED / 4


def test_entities_are_refused_in_whatever_letters() -> None:
    part = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'.encode("utf-16")
    with pytest.raises(Unreadable):
        as_csv(repacked(workbook(HEADING, ROW), **{SHEET: part}))


def test_a_picture_with_broken_notes_is_a_picture() -> None:
    make_as_text, make_as_number = b"\x01\x0f\x00\x02", b"\x01\x0f\x00\x0c"
    broken = with_notes().replace(make_as_text, make_as_number)
    assert broken != with_notes()
    with Image.open(BytesIO(redrawn(broken))) as drawn:
        assert drawn.size == (60, 90)


def test_a_picture_is_turned_as_the_camera_was_held() -> None:
    with Image.open(BytesIO(redrawn(with_notes()))) as drawn:
        assert drawn.size == (60, 90)
