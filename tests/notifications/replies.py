"""Answers as calendars write them, shortened."""

OUTLOOK = """\
From: Kim Berg <{sender}>
To: <kalender@bounce.example.org>
Subject: Abgelehnt: Kinderschutz
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="B"

--B
Content-Type: text/plain; charset=utf-8

Bin im Urlaub.

--B
Content-Type: text/calendar; charset=utf-8; method=REPLY

BEGIN:VCALENDAR
METHOD:{method}
PRODID:Microsoft Exchange Server 2010
VERSION:2.0
BEGIN:VEVENT
ATTENDEE;PARTSTAT={state};CN=Kim Berg:MAILTO:{attendee}
COMMENT;LANGUAGE=de-DE:Bin im Urlaub.\\n
UID:{uid}
SEQUENCE:{sequence}
DTSTAMP:20310306T080000Z
DTSTART;TZID=W. Europe Standard Time:20310326T090000
END:VEVENT
END:VCALENDAR

--B--
"""


def reply(uid: str, sender: str, state: str = "DECLINED", **other: str) -> bytes:
    """Without ORGANIZER, as Outlook leaves it out."""
    said = {"method": "REPLY", "attendee": sender, "sequence": "0", **other}
    return OUTLOOK.format(uid=uid, sender=sender, state=state, **said).encode()


NULS = b"Content-Type: text/calendar; method=REPLY\n\nBEGIN:VCALENDAR\n\0\0METHOD:REPLY\nBEGIN:VEV"
NESTED = b"Content-Type: text/calendar\n\n" + b"BEGIN:VEVENT\n" * 5_000
HUGE = b"Content-Type: text/calendar\n\nBEGIN:VCALENDAR\n" + b"X-A:b\n" * 30_000
QUESTION = (
    b"From: kim@example.org\nSubject: Frage\nContent-Type: text/plain\n\nGibt es Mittagessen?"
)
