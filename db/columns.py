"""The base class of all tables: naming convention, column types, and how a partial date is stored."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import JSON, Boolean, DateTime, Enum as SqlEnum, MetaData, String, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, composite, mapped_column
from sqlalchemy.types import TypeDecorator

from db.dates import DatePrecision, PartialDate

# Constraints need names from the first revision on, or SQLite's batch migrations cannot drop them later.
NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


E = TypeVar("E", bound=StrEnum)


class UtcDateTime(TypeDecorator[dt.datetime]):
    """Moments are stored in UTC without zone and come back as aware datetimes."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Convert an aware datetime to naive UTC."""
        return None if value is None else value.astimezone(dt.UTC).replace(tzinfo=None)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Convert naive UTC to an aware datetime."""
        return None if value is None else value.replace(tzinfo=dt.UTC)


class Base(DeclarativeBase):
    """Base of all tables."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it from the class
        str: Text(),
        bool: Boolean(create_constraint=True, name="boolean"),
        dt.datetime: UtcDateTime(),
        list[str]: JSON(),
        list[Any]: JSON(),
        dict[str, Any]: JSON(),
    }


def enum_column(kind: type[E], **options: Any) -> MappedColumn[E]:
    """A column that holds the value of a StrEnum, with a named check constraint."""
    return mapped_column(enum_type(kind), **options)


def enum_type(kind: type[StrEnum], name: str | None = None) -> SqlEnum:
    """The column type for a StrEnum, stored by value so that reading the file needs no program."""
    return SqlEnum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=32,
        name=name or kind.__name__.lower(),
        values_callable=_values,
    )


def _values(members: type[StrEnum]) -> list[str]:
    return [member.value for member in members]


def partial_date(name: str, *, index: bool = False) -> Mapped[PartialDate]:
    """Five columns that hold one ``PartialDate`` (see ``db.dates``)."""
    return composite(
        PartialDate,
        mapped_column(f"{name}_start", String(10), default="", index=index),
        mapped_column(f"{name}_end", String(10), default=""),
        mapped_column(
            f"{name}_precision", enum_type(DatePrecision, f"{name}_precision"), default=DatePrecision.UNKNOWN
        ),
        mapped_column(f"{name}_stated", Text(), default=""),
        mapped_column(
            f"{name}_inferred", Boolean(create_constraint=True, name=f"{name}_inferred"), default=False
        ),
    )
