"""The settings about who runs an installation, for its own pages: a part of ``Settings``."""

from pydantic import Field
from pydantic_settings import BaseSettings


class ImprintSettings(BaseSettings):
    """What is not set is said to be missing on the page where it belongs."""

    operator_name: str = Field(default="", max_length=200)
    operator_address: str = Field(default="", max_length=400)
    """Lines are separated by semicolons."""
    operator_email: str = Field(default="", pattern=r"^([^\s@]+@[^\s@]+)?$", max_length=254)
    operator_phone: str = Field(default="", max_length=60)
    privacy_email: str = Field(default="", pattern=r"^([^\s@]+@[^\s@]+)?$", max_length=254)
    """Of the data protection officer."""
