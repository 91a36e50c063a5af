import html5lib

from organisations import qr_codes

URL = "https://portal.example/organisationen/anis/"


def test_a_code_is_one_drawing_without_styles():
    page = html5lib.parseFragment(qr_codes.svg(URL), namespaceHTMLElements=False)
    (drawing,) = list(page)
    assert drawing.tag.endswith("svg")
    assert [element for element in drawing.iter() if "style" in element.attrib] == []


def test_a_code_is_the_same_for_the_same_address_only():
    assert qr_codes.svg(URL) == qr_codes.svg(URL) != qr_codes.svg(URL + "x")
