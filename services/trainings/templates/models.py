"""Templates and their tasks; a template is never changed, a new version replaces it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.trainings.models import Base
from shared.database.tables import OfTenant, table_of
from shared.privacy.declared import NOT_PERSONAL


class Template(OfTenant, Base):
    """For a municipality or for everyone; with a carrier or a school type only for those."""

    __tablename__ = "templates"
    __table_args__ = (
        Index("ix_templates_tenant", "tenant"),
        Index(
            "templates_version",
            *("tenant", "carrier_id", "school_type", "version"),
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
    )
    """Of two that are added at once PostgreSQL lets one through; SQLite adds them one by one."""

    id: Mapped[UUID] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    carrier_id: Mapped[UUID | None] = mapped_column(info=NOT_PERSONAL | {"label": "Träger"})
    school_type: Mapped[str | None] = mapped_column(info=NOT_PERSONAL | {"label": "Schulform"})
    version: Mapped[int] = mapped_column(info=NOT_PERSONAL | {"label": "Fassung"})
    created_at: Mapped[datetime] = mapped_column(info=NOT_PERSONAL)


class TemplateTask(Base):
    """``due_days`` are days from the first day of work."""

    __tablename__ = "template_tasks"

    template_id: Mapped[UUID] = mapped_column(
        ForeignKey("templates.id"), primary_key=True, info=NOT_PERSONAL
    )
    code: Mapped[str] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    place: Mapped[int] = mapped_column(info=NOT_PERSONAL)
    title: Mapped[str] = mapped_column(info=NOT_PERSONAL | {"label": "Aufgabe"})
    role: Mapped[str] = mapped_column(info=NOT_PERSONAL | {"label": "Zuständig"})
    due_days: Mapped[int] = mapped_column(info=NOT_PERSONAL | {"label": "Frist in Tagen"})
    mandatory: Mapped[bool] = mapped_column(info=NOT_PERSONAL | {"label": "Pflicht"})
    stage: Mapped[str] = mapped_column(info=NOT_PERSONAL)


templates = table_of(Template)
template_tasks = table_of(TemplateTask)
