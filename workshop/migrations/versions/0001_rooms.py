"""Rooms, and what belongs to them.

A step stays as it was when it went out: what comes later is a step of its own.
"""

import sqlalchemy as sql
from alembic import op
from sqlalchemy import Column, Float, Integer, Text

revision = "0001"
down_revision = None


def of_a_room(name: str, keys: list[str], *columns: Column) -> None:
    """A table whose rows go with their room."""
    goes = sql.ForeignKeyConstraint(["room"], ["rooms.code"], ondelete="CASCADE")
    op.create_table(name, Column("room", Text), *columns, goes, sql.PrimaryKeyConstraint("room", *keys))


def upgrade() -> None:
    op.create_table(
        "rooms",
        Column("code", Text, primary_key=True),
        Column("key", Text, nullable=False),
        Column("state", Text, nullable=False),
        Column("version", Integer, nullable=False),
        Column("traffic", Integer, nullable=False),
        Column("deadline", Float),
        Column("opened", Float, nullable=False),
        Column("expires", Float, nullable=False),
    )
    op.create_index("rooms_expire", "rooms", ["expires"])
    of_a_room(
        "people",
        ["number"],
        Column("number", Integer),
        Column("token", Text, nullable=False),
        Column("name", Text, nullable=False),
        Column("removed", Integer, nullable=False),
        Column("help", Text, nullable=False),
        Column("helped", Float),
        Column("joined", Float, nullable=False),
        Column("step", Text, nullable=False),
    )
    op.create_index("people_by_token", "people", ["room", "token"], unique=True)
    of_a_room("polls", ["number"], Column("number", Integer), Column("poll", Text, nullable=False))
    of_a_room(
        "votes",
        ["number", "round", "person"],
        Column("number", Integer),
        Column("round", Integer),
        Column("person", Integer),
        Column("answer", Text, nullable=False),
        Column("confidence", Integer),
    )
    of_a_room(
        "steps",
        ["person", "step"],
        Column("person", Integer),
        Column("step", Text),
        Column("done", Integer, nullable=False),
    )
    of_a_room(
        "questions",
        ["number"],
        Column("number", Integer),
        Column("person", Integer, nullable=False),
        Column("text", Text, nullable=False),
        Column("hidden", Integer, nullable=False),
    )
    of_a_room("upvotes", ["number", "person"], Column("number", Integer), Column("person", Integer))
    of_a_room("feedback", ["person"], Column("person", Integer), Column("taps", Text, nullable=False))
