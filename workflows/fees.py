"""Fees in whole fen: what the rate tables of a bundle ask for a scope, day by day; an unlisted fee is never charged."""


def yuan(fen: int) -> str:
    """Write an amount of fen as yuan: ¥1,234.56."""
    sign, whole = "-" if fen < 0 else "", abs(fen)
    return f"{sign}¥{whole // 100:,}.{whole % 100:02}"
