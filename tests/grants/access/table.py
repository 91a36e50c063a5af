"""Who gets what of an application, written out by hand: every address of its pages and files, in every state.

A row is a method, an address and what answers while it is a draft of an open call, a draft after the deadline,
submitted, asked about by the office (its project and its papers are open again) and withdrawn. In this order each
time: somebody, an account, a signatory of another association, one whose time ended today, one whose time begins
tomorrow | an editor, a signatory | Redaktion, Förderung, Entscheidung, Leitung.

"+" opens (200), ">" leads on (302), "l" leads to the log-in (302), "x" is refused (403), "0" does not exist (404),
"m" takes no such method (405), "c" comes too late (409), "?" says what is wrong (422).
"""

STATES = ("draft", "late", "submitted", "queried", "withdrawn")
OUTSIDE = ("nobody", "stranger", "other", "former", "future")
MEMBERS = ("editor", "signatory")
STAFF = ("Redaktion", "Förderung", "Entscheidung", "Leitung")
ROLES = (*OUTSIDE, *MEMBERS, *STAFF)
SIGNS = {200: "+", 302: ">", 403: "x", 404: "0", 405: "m", 409: "c", 422: "?"}

ROWS = """
GET  start             l++++|++|++++   l++++|++|++++   l++++|++|++++   l++++|++|++++   l++++|++|++++
POST start             l+?++|??|++++   l++++|++|++++   l+?++|>>|++++   l+?++|>>|++++   l+?++|>>|++++
GET  applications      l++++|++|++++   l++++|++|++++   l++++|++|++++   l++++|++|++++   l++++|++|++++
POST applications      lmmmm|mm|mmmm   lmmmm|mm|mmmm   lmmmm|mm|mmmm   lmmmm|mm|mmmm   lmmmm|mm|mmmm
GET  application       l0000|++|0000   l0000|++|0000   l0000|++|0000   l0000|++|0000   l0000|++|0000
POST application       lmmmm|mm|mmmm   lmmmm|mm|mmmm   lmmmm|mm|mmmm   lmmmm|mm|mmmm   lmmmm|mm|mmmm
GET  history           l0000|++|0000   l0000|++|0000   l0000|++|0000   l0000|++|0000   l0000|++|0000
POST history           l0000|>>|0000   l0000|>>|0000   l0000|>>|0000   l0000|>>|0000   l0000|>>|0000
GET  discard           l0000|++|0000   l0000|++|0000   l0000|>>|0000   l0000|>>|0000   l0000|>>|0000
POST discard           l0000|>>|0000   l0000|>>|0000   l0000|>>|0000   l0000|>>|0000   l0000|>>|0000
GET  section           l0000|++|0000   l0000|++|0000   l0000|>>|0000   l0000|++|0000   l0000|>>|0000
POST section           l0000|>>|0000   l0000|>>|0000   l0000|cc|0000   l0000|>>|0000   l0000|cc|0000
GET  choose            l0000|+0|0000   l0000|+0|0000   l0000|>0|0000   l0000|+0|0000   l0000|>0|0000
POST choose            l0000|>0|0000   l0000|>0|0000   l0000|>0|0000   l0000|>0|0000   l0000|>0|0000
GET  papers            l0000|++|0000   l0000|++|0000   l0000|++|0000   l0000|++|0000   l0000|++|0000
POST papers            lmmmm|mm|mmmm   lmmmm|mm|mmmm   lmmmm|mm|mmmm   lmmmm|mm|mmmm   lmmmm|mm|mmmm
GET  upload            l0000|>>|0000   l0000|>>|0000   l0000|>>|0000   l0000|>>|0000   l0000|>>|0000
POST upload            l0000|??|0000   l0000|??|0000   l0000|>>|0000   l0000|??|0000   l0000|>>|0000
GET  reuse             lmmmm|mm|mmmm   lmmmm|mm|mmmm   lmmmm|mm|mmmm   lmmmm|mm|mmmm   lmmmm|mm|mmmm
POST reuse             l0000|>>|0000   l0000|>>|0000   l0000|>>|0000   l0000|>>|0000   l0000|>>|0000
GET  document          l0000|++|0000   l0000|++|0000   l0000|++|0+++   l0000|++|0+++   l0000|++|0+++
POST document          lmmmm|mm|mmmm   lmmmm|mm|mmmm   lmmmm|mm|mmmm   lmmmm|mm|mmmm   lmmmm|mm|mmmm
GET  document_preview  l0000|++|0000   l0000|++|0000   l0000|++|0+++   l0000|++|0+++   l0000|++|0+++
POST document_preview  lmmmm|mm|mmmm   lmmmm|mm|mmmm   lmmmm|mm|mmmm   lmmmm|mm|mmmm   lmmmm|mm|mmmm
GET  remove_document   l0000|++|0000   l0000|++|0000   l0000|>>|0000   l0000|++|0000   l0000|>>|0000
POST remove_document   l0000|>>|0000   l0000|>>|0000   l0000|>>|0000   l0000|>>|0000   l0000|>>|0000
GET  review            l0000|++|0000   l0000|++|0000   l0000|>>|0000   l0000|>>|0000   l0000|>>|0000
POST review            lmmmm|mm|mmmm   lmmmm|mm|mmmm   lmmmm|mm|mmmm   lmmmm|mm|mmmm   lmmmm|mm|mmmm
GET  hand_over         lmmmm|mm|mmmm   lmmmm|mm|mmmm   lmmmm|mm|mmmm   lmmmm|mm|mmmm   lmmmm|mm|mmmm
POST hand_over         l0000|>>|0000   l0000|??|0000   l0000|>>|0000   l0000|>>|0000   l0000|>>|0000
GET  submit            lmmmm|mm|mmmm   lmmmm|mm|mmmm   lmmmm|mm|mmmm   lmmmm|mm|mmmm   lmmmm|mm|mmmm
POST submit            l0000|x>|0000   l0000|x>|0000   l0000|>>|0000   l0000|>>|0000   l0000|>>|0000
GET  submitted         l0000|>>|0000   l0000|>>|0000   l0000|++|0000   l0000|++|0000   l0000|++|0000
POST submitted         lmmmm|mm|mmmm   lmmmm|mm|mmmm   lmmmm|mm|mmmm   lmmmm|mm|mmmm   lmmmm|mm|mmmm
GET  withdraw          l0000|>>|0000   l0000|>>|0000   l0000|x+|0000   l0000|x+|0000   l0000|>>|0000
POST withdraw          l0000|>>|0000   l0000|>>|0000   l0000|x>|0000   l0000|x>|0000   l0000|>>|0000
GET  query             l0000|>>|0000   l0000|>>|0000   l0000|>>|0000   l0000|++|0000   l0000|>>|0000
POST query             lmmmm|mm|mmmm   lmmmm|mm|mmmm   lmmmm|mm|mmmm   lmmmm|mm|mmmm   lmmmm|mm|mmmm
GET  answer            l0000|>>|0000   l0000|>>|0000   l0000|>>|0000   l0000|++|0000   l0000|>>|0000
POST answer            l0000|>>|0000   l0000|>>|0000   l0000|>>|0000   l0000|x>|0000   l0000|>>|0000
GET  messages          l0000|>>|0000   l0000|>>|0000   l0000|++|0000   l0000|++|0000   l0000|++|0000
POST messages          l0000|>>|0000   l0000|>>|0000   l0000|??|0000   l0000|??|0000   l0000|??|0000
GET  application_pdf   l0000|00|0000   l0000|00|0000   l0000|++|0000   l0000|++|0000   l0000|++|0000
POST application_pdf   lmmmm|mm|mmmm   lmmmm|mm|mmmm   lmmmm|mm|mmmm   lmmmm|mm|mmmm   lmmmm|mm|mmmm
GET  letters           l0000|>>|0000   l0000|>>|0000   l0000|++|0000   l0000|++|0000   l0000|++|0000
POST letters           l0000|>>|0000   l0000|>>|0000   l0000|>>|0000   l0000|>>|0000   l0000|>>|0000
GET  letter            l0000|00|0000   l0000|00|0000   l0000|++|0000   l0000|++|0000   l0000|++|0000
POST letter            l0000|00|0000   l0000|00|0000   l0000|>>|0000   l0000|>>|0000   l0000|>>|0000
GET  letter_pdf        l0000|00|0000   l0000|00|0000   l0000|>>|0000   l0000|>>|0000   l0000|>>|0000
POST letter_pdf        lmmmm|mm|mmmm   lmmmm|mm|mmmm   lmmmm|mm|mmmm   lmmmm|mm|mmmm   lmmmm|mm|mmmm
GET  requests          l0000|>>|0000   l0000|>>|0000   l0000|++|0000   l0000|++|0000   l0000|++|0000
POST requests          lmmmm|mm|mmmm   lmmmm|mm|mmmm   lmmmm|mm|mmmm   lmmmm|mm|mmmm   lmmmm|mm|mmmm
GET  request           l0000|>>|0000   l0000|>>|0000   l0000|++|0000   l0000|++|0000   l0000|>>|0000
POST request           l0000|>>|0000   l0000|>>|0000   l0000|x>|0000   l0000|x>|0000   l0000|>>|0000
"""


def parsed():
    """{(method, address): {state: the signs of the roles}}"""
    rows = [line.split() for line in ROWS.split("\n") if line]
    return {(method, name): dict(zip(STATES, cells, strict=True)) for method, name, *cells in rows}


TABLE = parsed()


def written(signs):
    """The signs of the roles as the table writes them."""
    groups = [[signs[role] for role in roles] for roles in (OUTSIDE, MEMBERS, STAFF)]
    return "|".join(map("".join, groups))


def expected(method, name, state, role):
    return TABLE[method, name][state].replace("|", "")[ROLES.index(role)]
