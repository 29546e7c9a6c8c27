"""A list as one parameter is looked up by an index."""

from sqlalchemy import Column, Integer, MetaData, Table, and_, create_engine, or_, select, text
from sqlalchemy.dialects import sqlite

from shared.database.lists import in_list

table = Table(
    "things", MetaData(), Column("id", Integer, primary_key=True), Column("kind", Integer)
)


def test_sqlite_enters_by_an_index_instead_of_going_through_the_table() -> None:
    listed = in_list(table.c.id, "ids")
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        table.create(connection)
        for condition in (listed, and_(table.c.kind == 1, listed), or_(listed, table.c.id == 1)):
            query = select(table).where(condition)
            compiled = str(query.compile(dialect=sqlite.dialect(), compile_kwargs={}))
            plan = connection.execute(
                text(f"EXPLAIN QUERY PLAN {compiled.replace('?', 'NULL')}")
            ).all()
            assert "USING INTEGER PRIMARY KEY" in str(plan), plan
            assert "SCAN things" not in str(plan)
