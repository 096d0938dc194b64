"""QR images as SVG, for documents and pages alike."""

import io

import segno


def qr_svg(url: str) -> str:
    """Encode a URL as a QR image: an SVG without fixed size, error correction M, quiet zone of four modules."""
    buffer = io.BytesIO()
    segno.make(url, error="m", micro=False).save(buffer, kind="svg", xmldecl=False, omitsize=True, border=4)
    return buffer.getvalue().decode().strip()
