"""Who is to be erased comes in, and a receipt goes out."""

from services.dashboard.erasures.use_cases import forget
from services.dashboard.models import metadata
from shared.contracts.privacy import DashboardReceipt
from shared.erasing.answering import answer_privacy

handlers = answer_privacy(metadata, DashboardReceipt, [forget], hears_names=False)
