"""Who is to be erased comes in, and a receipt goes out."""

from services.trainings.erasures.use_cases import vacate
from services.trainings.models import metadata
from shared.contracts.gatherings import GuestRecord
from shared.contracts.privacy import TrainingsReceipt
from shared.erasing.answering import answer_privacy

handlers = answer_privacy(metadata, TrainingsReceipt, [vacate], of_others=[GuestRecord])
