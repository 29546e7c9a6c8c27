"""What somebody wants to be told by mail."""

from typing import Annotated, ClassVar

from services.notifications.mails.values import Topic
from services.notifications.preferences.values import Mode
from shared.web.kit.fields import Label
from shared.web.kit.forms import Form


class PreferenceForm(Form):
    """A choice for each topic that is not critical; called what the topic is, with underscores."""

    kept_in: ClassVar = ("preferences",)

    onboarding: Annotated[
        Mode,
        Label(
            "Einarbeitung",
            hint="Willkommen, und die Aufgaben, die für Sie da sind. Ohne Mails sehen Sie sie nur"
            " noch, wenn Sie sich anmelden.",
            widget="radios",
        ),
    ] = Mode.NOW
    surveys: Annotated[
        Mode,
        Label(
            "Befragungen",
            hint="Einladungen nach 30 und nach 100 Tagen, Rückmeldungen, Ergebnisse. Was Ihre"
            " Koordinierungsstelle selbst fragt, steht nur in einer Mail und kommt immer einzeln;"
            " ohne Mails werden Sie dort nicht gefragt.",
            widget="radios",
        ),
    ] = Mode.NOW
    consultations: Annotated[
        Mode,
        Label(
            "Beratung",
            hint="Anfragen, Termine und Absagen. Ohne Mails sehen Sie sie nur noch, wenn Sie sich"
            " anmelden.",
            widget="radios",
        ),
    ] = Mode.NOW
    barriers: Annotated[
        Mode,
        Label(
            "Barrieren", hint="Wenn jemand meldet, was sich nicht bedienen lässt.", widget="radios"
        ),
    ] = Mode.NOW
    cover: Annotated[
        Mode,
        Label(
            "Abwesenheit und Vertretung",
            hint="Wer an Ihrer Schule wann nicht da ist. Ohne Mails steht es nur noch unter"
            " „Meine Schulen“.",
            widget="radios",
        ),
    ] = Mode.NOW
    gatherings: Annotated[
        Mode,
        Label(
            "Veranstaltungen",
            hint="Erinnerungen vor Terminen. Was Ihren Platz betrifft und in Ihren Kalender"
            " gehört, kommt in jedem Fall.",
            widget="radios",
        ),
    ] = Mode.NOW
    framework: Annotated[
        Mode,
        Label(
            "Rahmenkonzept",
            hint="Kommentierung, Antworten auf Ihre Kommentare und Abstimmungen. Ohne Mails stehen"
            " sie nur unter „Mitteilungen“.",
            widget="radios",
        ),
    ] = Mode.NOW
    webhooks: Annotated[
        Mode,
        Label(
            "Webhooks",
            hint="Wenn ein System, um das Sie sich kümmern, keine Ereignisse mehr annimmt.",
            widget="radios",
        ),
    ] = Mode.NOW
    announcements: Annotated[
        Mode,
        Label(
            "Rundmitteilungen der Koordinierungsstelle",
            hint="Ohne Mails stehen sie nur unter „Mitteilungen“. Wo um Ihre Bestätigung gebeten"
            " wird, kommt die Mail in jedem Fall.",
            widget="radios",
        ),
    ] = Mode.NOW
    privacy: Annotated[
        Mode,
        Label(
            "Datenschutz",
            hint="Wenn jemand Auskunft oder Löschung verlangt, und bevor eine Zusammenstellung"
            " verschwindet. Dass Ihre bereitliegt, kommt in jedem Fall.",
            widget="radios",
        ),
    ] = Mode.NOW

    @property
    def wanted(self) -> dict[Topic, Mode]:
        """Those that were sent."""
        return {Topic(name): getattr(self, name) for name in self.model_fields_set}
