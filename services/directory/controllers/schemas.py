"""Who answers for a carrier's data, as programs of the office read and send it."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict

from services.directory.controllers.forms import CarrierControllerForm
from services.directory.controllers.values import CarrierController, Law
from shared.codes import Open


class CarrierControllerBody(CarrierControllerForm):
    """All of it, of the ``version`` that was seen; 0 where nothing was said."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class CarrierControllerView(BaseModel):
    """As it is; ``supervised_by`` follows from the law where no authority is named."""

    model_config = ConfigDict(from_attributes=True)

    carrier_id: UUID
    carrier: str
    name: str
    address: str
    email: str
    phone: str
    officer: str
    officer_address: str
    officer_email: str
    officer_phone: str
    law: Open[Law] | None
    authority: str
    supervised_by: str
    version: int

    @classmethod
    def of(cls, found: CarrierController) -> "CarrierControllerView":
        """As it is shown."""
        return cls.model_validate(found)
