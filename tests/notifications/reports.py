"""Reports as mail servers write them, shortened."""

POSTFIX = b"""\
From: Mail Delivery System <MAILER-DAEMON@mail.bergkamen.example>
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.bergkamen.example

Final-Recipient: rfc822; joerg.oneill@awo.example
Action: %(action)s
Status: %(status)s
Diagnostic-Code: %(told)s

--B
Content-Type: message/rfc822

Subject: Willkommen

Text
--B--
"""


def report(
    status: str = "5.1.1", told: str = "smtp; 550 5.1.1 no", action: str = "failed"
) -> bytes:
    """One recipient."""
    said = {"status": status, "told": told, "action": action}
    return POSTFIX % {name.encode(): value.encode() for name, value in said.items()}


VACATION = b"""\
From: Ida Technik <it@bergkamen.example>
Subject: Abwesend Re: Aufgaben
Auto-Submitted: auto-replied
Content-Type: text/plain; charset=utf-8

Ich bin bis Montag im Urlaub. Status: 5.1.1 Action: failed
"""
RECEIPT = b"""\
Subject: Gelesen: Aufgaben
Content-Type: multipart/report; report-type=disposition-notification; boundary="B"

--B
Content-Type: message/disposition-notification

Final-Recipient: rfc822; it@bergkamen.example
Disposition: manual-action/MDN-sent-manually; displayed
--B--
"""
BROKEN = (
    b"",
    b"\xff\xfe\x00" * 50,
    b"Content-Type: multipart/report; boundary=\n\n--",
    b'Content-Type: multipart/report; report-type=delivery-status; boundary="B"\n\n--B\n'
    b"Content-Type: message/delivery-status\n\n\nAction: failed",
    report()[:300],
    b"".join(
        b'Content-Type: multipart/report; boundary="%d"\n\n--%d\n' % (each, each)
        for each in range(2000)
    ),
)
_TYPE = b"Content-Type: multipart/report"
_STATUS = b'; boundary="B"\n\n--B\nContent-Type: message/delivery-status\n\n'
BOMBS = (
    _TYPE
    + b'; boundary="0"\n\n'
    + b"".join(
        b'--%d\nContent-Type: multipart/mixed; boundary="%d"\n\n' % (each, each + 1)
        for each in range(300)
    )
    + b"-\n" * 480_000,
    _TYPE + b";" * 10**6 + b"\n\n",
    _TYPE + b";\r " * 330_000 + b"\n\n",
    _TYPE + _STATUS + b"\n" * 10**6,
)
"""A megabyte each that looks like a report and takes long to take apart."""
