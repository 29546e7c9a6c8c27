"""What is said in a package beside what services have given."""

from collections.abc import Mapping

from shared.contracts.services import TITLES

READ_ME = (
    "Auskunft und Datenübertragung (Art. 15 und 20 DSGVO)\r\n\r\n"
    "In jedem Ordner steht, was ein Dienst über Sie gespeichert hat: in daten.html zum Lesen, in"
    " daten.json für Programme. Öffnen Sie daten.html mit einem Doppelklick: Die Seite erscheint im"
    " Browser. An ihrem Ende steht, was nicht dabei ist, und warum.\r\n"
    "Im Ordner dateien liegen Dokumente zu Ihren Einsätzen und Ihr Foto, im Ordner dateien eines"
    " Dienstes, was er als Datei aufbewahrt, etwa Ihre Bescheinigungen.\r\n"
    "Was über andere gespeichert ist, ist nicht dabei.\r\n\r\n"
    "Unter jeder Überschrift steht, wozu und wie lange etwas gespeichert ist, auf welcher"
    " Rechtsgrundlage, wer es bekommt und woher es kommt. Nichts geht in ein Land außerhalb der"
    " EU, und kein Programm entscheidet allein über Sie.\r\n\r\n"
    "Ihre Rechte\r\n\r\n"
    "Sie können Falsches berichtigen, Daten löschen oder einschränken lassen und der Verarbeitung"
    " widersprechen (Art. 16 bis 18 und 21 DSGVO). Eine Einwilligung können Sie jederzeit"
    " widerrufen. Wenden Sie sich an Ihre Koordinierungsstelle.\r\n"
    "Beschweren können Sie sich bei der Landesbeauftragten für Datenschutz und"
    " Informationsfreiheit Nordrhein-Westfalen (Art. 77 DSGVO).\r\n"
)
NOT_THERE = (
    "Weitere Dateien konnten nicht gelesen werden. Bitte fragen Sie Ihre Koordinierungsstelle."
)
REFUSALS = {
    "already-asked": "Das ist schon verlangt und wird gerade zusammengestellt.",
}
AWAY = "Der Dienst antwortet gerade nicht."
NOT_YET = "Der Dienst hat seinen Teil noch nicht zusammengestellt."


def what_is_missing(services: Mapping[str, str]) -> str:
    """By service, why."""
    lines = [f"- {TITLES[service]}: {why}" for service, why in services.items()]
    return "\r\n".join(
        ["Diese Auskunft ist noch nicht vollständig. Es fehlt:", "", *lines, "", LATER]
    )


def folder_of(service: str) -> str:
    """As people call it; umlauts of file names break on some computers."""
    return TITLES[service].lower().replace("ü", "ue")


LATER = (
    "Sobald der Dienst wieder läuft, ist die Auskunft vollständig. Dann können Sie sie noch einmal"
    " abholen, sieben Tage lang.\r\n"
)
