"""Who is to be erased comes in, and a receipt goes out."""

from services.surveys.models import metadata
from shared.contracts.measures import MeasureOwnerRecord
from shared.contracts.privacy import SurveysReceipt
from shared.erasing.answering import answer_privacy

handlers = answer_privacy(metadata, SurveysReceipt, of_others=[MeasureOwnerRecord])
