"""How a secret is shown to be taken over by an app: a picture to photograph, and the text to type."""

from dataclasses import dataclass

from flask_babel import gettext
from markupsafe import Markup

from permits.documents.qr import qr_svg
from permits.services.house.factors import totp

GROUP = 4


@dataclass(frozen=True, slots=True)
class Drawing:
    """A secret as a page shows it."""

    picture: Markup
    text: str


def drawing(secret: str, username: str) -> Drawing | None:
    """Draw a secret; None where none waits to be confirmed."""
    if not secret:
        return None
    address = totp.address_of(secret, account=username, issuer=gettext("Daokou"))
    spaced = " ".join(secret[at : at + GROUP] for at in range(0, len(secret), GROUP))
    # an image of our own making: rectangles alone
    return Drawing(Markup(qr_svg(address)), spaced)  # noqa: S704
