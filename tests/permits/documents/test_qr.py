from permits.documents.qr import qr_svg

URL = "https://permits.example/verify/DK32069920260917000233-P1?code=XD3BYERS0S"


def test_an_address_becomes_one_svg_that_scales() -> None:
    svg = qr_svg(URL)
    head = svg[: svg.index(">")]

    assert head.startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    assert "viewBox=" in head
    assert "width=" not in head
    assert svg.endswith("</svg>")


def test_the_same_address_gives_the_same_image_and_another_gives_another() -> None:
    assert qr_svg(URL) == qr_svg(URL)
    assert qr_svg(URL) != qr_svg(URL + "X")
