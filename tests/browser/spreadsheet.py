"""The list that an office has kept for years: its own headings, its own order, and mistakes."""

from dataclasses import dataclass
from itertools import product
from zlib import crc32

from openpyxl import Workbook

FIRST_ROW = 2  # below the headings
# The office finds by it all associations of the list, and nothing else.
QUERY = "obstwiese"
DOMAIN = f"{QUERY}.example"
# As no other portal would write or sort them.
HEADINGS = {
    "website": "Homepage",
    "contact_email": "Mail-Adresse",
    "name": "Name des Vereins",
    "street": "Straße, Nr.",
    "postcode": "Postleitzahl",
    "topics": "Schwerpunkte",
    "languages": "Sprache",
    "contact_phone": "Tel.-Nr.",
    "summary": "Kurzbeschreibung",
    "confirmed_on": "Stand vom",
    "consent_on": "Zustimmung am",
    "basis": "Rechtsgrundlage",
    "contact_public": "Kontakt zeigen",
}
UNKNOWN_HEADING = "Aktenzeichen alt"
BEGINNINGS = (
    "Quitten Schlehen Holunder Mispel Sanddorn Hagebutten Brombeer Stachelbeer Johannisbeer Zwetschgen Mirabellen"
    " Reneklauden Preiselbeer Vogelbeer Berberitzen Kornelkirsch Felsenbirnen Speierling Maulbeer Heidelbeer"
).split()
ENDINGS = "anker bank dach fähre glocke hafen kahn leiter mühle ofen pfad ruder schaukel turm wagen".split()
NAMES = [beginning + ending for beginning, ending in product(BEGINNINGS, ENDINGS)]


@dataclass
class Fault:
    """A cell that cannot be imported, and what was meant."""

    row: int
    code: str
    wrong: str
    right: str


FAULTS = [
    Fault(9, "postcode", "D-642", "64289"),
    Fault(47, "contact_email", f"vorstand(at){DOMAIN}", f"vorstand@{DOMAIN}"),
    Fault(88, "topics", "Sprachkurse; Raumfahrt", "Deutsch lernen"),
    Fault(120, "name", "", "Nachgetragener Quittenkreis"),
    Fault(163, "confirmed_on", "31.02.2025", "28.02.2025"),
    Fault(211, "website", "haben wir nicht", f"www.{DOMAIN}"),
]
SAME, TWIN = 30, 254  # rows with one name


def association(number, name, domain=DOMAIN):
    """The cells of a row without mistakes."""
    return {
        "website": f"https://{number}.{domain}",
        "contact_email": f"verein{number}@{domain}",
        "name": f"{name} e.V.",
        "street": f"Obstweg {number}",
        "postcode": 64283,
        "topics": "Kultur und Kunst, Nachbarschaft und Stadtteil",
        "languages": "Deutsch; Türkisch",
        "contact_phone": f"06151 {crc32(name.encode())}",
        "summary": "Wir pflegen alte Obstsorten und feiern zusammen.",
        "confirmed_on": "01.09.2025",
        "consent_on": "15.03.2024",
        "basis": "Einwilligung",
        "contact_public": "ja",
    }


def associations(names, domain=DOMAIN):
    """{row: cells}"""
    return {row: association(row, name, domain) for row, name in enumerate(names, FIRST_ROW)}


def kept_for_years(count, doubtful):
    """Rows with all FAULTS, one association twice, and in the last row one that may be in the directory."""
    rows = associations(NAMES[:count])
    for fault in FAULTS:
        rows[fault.row][fault.code] = fault.wrong
    rows[TWIN]["name"] = rows[SAME]["name"]
    rows[max(rows)] |= {"name": doubtful, "website": None, "contact_email": "post@elefantenlaterne.example"}
    return rows


def written(path, rows):
    """Writes a workbook; returns its path."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Vereine (aktuell)"
    sheet.append([UNKNOWN_HEADING, *HEADINGS.values()])
    for number, cells in rows.items():
        sheet.append([f"AZ {number}", *(cells.get(code) for code in HEADINGS)])
    book.save(path)
    return path
