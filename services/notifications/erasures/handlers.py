"""Who is to be erased comes in, and a receipt goes out."""

from services.notifications.erasures.use_cases import withdraw
from services.notifications.models import metadata
from shared.contracts.privacy import NotificationsReceipt
from shared.erasing.answering import answer_privacy

handlers = answer_privacy(metadata, NotificationsReceipt, [withdraw])
