"""What the walk leaves out, each with its reason; what it does not need to is refused here, too."""

NO_SEAT = ("coordinator", "carrier", "head", "contact")
"""Of these nobody has one, was offered one, or was told something."""
NO_HOURS = ("coordinator", "carrier", "contact", "worker")
OFFICE = ("coordinator",)
"""They do not confirm their own erasure, which would stand first in their list."""
NO_SHEET = ("carrier", "contact")
"""Only workers and heads judge a school."""
EVERYBODY = ("coordinator", "operator", "carrier", "head", "contact", "worker")
UNREACHED = {
    "/directory/fotos/{photo_id}/entfernen": ("worker",),
    "/directory/konten/{person_id}/abmelden": ("coordinator", "operator"),
    "/directory/konten/{person_id}/zweiter-schritt": ("operator",),
    "/directory/meine-daten/{own_request_id}/zuruecknehmen": OFFICE,
    "/directory/mein-eintrag/sprechzeiten/{presence_id}/entfernen": NO_HOURS,
    "/directory/offene-anmeldungen/{key}/zuordnen/{person_id}": ("operator",),
    "/directory/zweiter-schritt/passkeys/{passkey_id}/entfernen": EVERYBODY,
    "/notifications/meine-rundmitteilungen/{announcement_id}": NO_SEAT,
    "/notifications/postfach/{mail_id}/kalender/{number}": ("operator",),
    "/notifications/texte/{mail_kind}/zuruecksetzen": ("coordinator elsewhere",),
    "/surveys/einschaetzungen/schule/{school_id}": NO_SHEET,
    "/surveys/selbsteinschaetzungen/{assessment_id}": NO_SHEET,
    "/trainings/angebote/{gathering_id}/abmelden": NO_SEAT,
    "/trainings/angebote/{gathering_id}/angaben": NO_SEAT,
    "/trainings/angebote/{gathering_id}/einlass": NO_SEAT,
    "/trainings/angebote/{gathering_id}/protokoll": NO_SEAT[1:],
    "/trainings/angebote/{gathering_id}/teilnehmende": NO_SEAT,
    "/trainings/angebote/{gathering_id}/workshops/{slot_id}": NO_SEAT,
    "/trainings/meine-bescheinigungen/extern/{external_id}": NO_SEAT,
    "/trainings/meine-bescheinigungen/extern/{external_id}/entfernen": NO_SEAT,
}
"""Pages by who finds no way there: another column does, but for three.

A passkey needs a device, only an account that is signed in can be signed out, and a mail has an
entry for the calendar once somebody has registered.
"""
PROGRAMS = {
    "/directory/oauth/token",
    "/directory/scim/v2/.search",
    "/directory/scim/v2/Groups",
    "/directory/scim/v2/Users",
    "/directory/scim/v2/Users/.search",
}
IN_AND_OUT = {
    "/directory/abmelden",
    "/directory/anmelden/als/{person_id}",
    "/directory/anmelden/zweiter-schritt",
    "/directory/anmelden/zweiter-schritt/passkey",
    "/directory/anmeldungen/beenden",
    "/directory/anmeldungen/rolle",
    "/directory/anmeldungen/{session_id}/beenden",
    "/directory/konten/{person_id}/abmelden",
}
"""They end the walk, or begin another."""
SECOND_STEP = {
    "/directory/bestaetigen",
    "/directory/bestaetigen/code",
    "/directory/bestaetigen/klick",
    "/directory/bestaetigen/passkey",
    "/directory/zweiter-schritt/app",
    "/directory/zweiter-schritt/app/entfernen",
    "/directory/zweiter-schritt/codes",
    "/directory/zweiter-schritt/passkeys/beginnen",
    "/directory/zweiter-schritt/passkeys/neu",
    "/directory/zweiter-schritt/passkeys/{passkey_id}/entfernen",
}
"""Whoever had set it up would be asked for it at every sign-in."""
PROVIDER = {
    "/directory/oidc/abmeldung",
    "/directory/oidc/beginnen",
    "/directory/oidc/unbekannt",
    "/directory/oidc/unbekannt/code",
    "/directory/oidc/unbekannt/kommune",
}
"""The town hall has none."""
ELSEWHERE = {
    *PROGRAMS,
    *IN_AND_OUT,
    *SECOND_STEP,
    *PROVIDER,
    "/dashboard/uhr",  # Whatever is shown would be over.
    "/surveys/l/rueckmeldung-offen/{token}",  # For a mail program's button, as below.
    "/surveys/l/umfrage-einladen/{token}",  # Of notifications alone, as the next one.
    "/surveys/l/umfrage-erinnern/{token}",
    "/surveys/l/umfrage-unzustellbar/{token}",
    "/surveys/l/rueckmeldung/{token}",  # Five of its guests have to have come.
    "/surveys/l/massnahme/{token}/meine-daten",  # Of people from outside, as the next one.
    "/trainings/l/anmeldung/{token}/meine-daten",
}
"""Forms that have tests of their own instead."""
