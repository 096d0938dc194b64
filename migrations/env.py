"""Alembic's environment, driven from permits.db: connection and metadata are handed in, live code is never imported."""

from typing import Any, Literal

from alembic import context


def portable(kind: str, obj: Any, _autogen: object) -> str | Literal[False]:
    """Write our column types as plain ones, so that an old migration never needs today's code."""
    if kind != "type":
        return False
    return {
        "UtcDateTime": "sa.DateTime(timezone=True)",
        "Json": "sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')",
        "BigInteger": "sa.BigInteger().with_variant(sa.Integer(), 'sqlite')",
    }.get(type(obj).__name__, False)


def run() -> None:
    """Run the migrations on the connection handed in."""
    attributes = context.config.attributes
    context.configure(
        connection=attributes["connection"],
        target_metadata=attributes["metadata"],
        render_as_batch=True,
        render_item=portable,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
