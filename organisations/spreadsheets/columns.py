"""The one table of the list's columns: heading, usual other headings, what is filled and how it is written.

Headings and explanations are German in every language of the portal, since the office's file is.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext

from ..models import Contact, District, Language, Organisation, Quarter, TargetGroup, Topic
from . import values

MAX_CELL = 32_767  # characters that a spreadsheet program keeps in a cell
CONTROL = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
CONTACT = "contact_"
# What alone in a cell takes away what the entry says; an empty cell leaves it.
CLEARING = {"-", "–", "—"}
EXAMPLE_NAME = "Musterverein Beispielstadt e.V. (Beispiel, wird nicht eingelesen)"


@dataclass(frozen=True)
class Column:
    """`code` is the name of the organisation's field, with "contact_" before those of its contact."""

    code: str
    heading: str
    way: values.Text
    aliases: tuple = ()
    example: str = ""
    explanation: str = ""
    required: bool = False
    long: bool = False

    @property
    def of_contact(self):
        return self.code.startswith(CONTACT)

    @property
    def field(self):
        return self.code.removeprefix(CONTACT)

    @property
    def model_field(self):
        return (Contact if self.of_contact else Organisation)._meta.get_field(self.field)

    @property
    def max_length(self):
        return getattr(self.model_field, "max_length", None)

    def tidy(self, text):
        """As the text is compared and stored: one form of each letter, and one line unless the column takes several."""
        text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip("\ufeff \u200b\n\t")
        return text.strip() if self.long else " ".join(text.split())

    def written(self, value):
        """The value exactly as an export writes it."""
        return self.tidy(CONTROL.sub("", self.way.text(value)))[:MAX_CELL]


def unusable(text):
    """Why no cell can hold this text, else ""."""
    if len(text) > MAX_CELL:
        return gettext("The text is longer than 32,767 characters.")
    return gettext("The text holds characters that cannot be shown.") if CONTROL.search(text) else ""


def column(code, heading, way, aliases="", example="", explanation="", **more):
    return Column(code, heading, way, tuple(filter(None, aliases.split("|"))), example, explanation, **more)


TEXT, DATE, YES_NO, YES_NO_UNKNOWN = values.Text(), values.Date(), values.YesNo(), values.YesNoUnknown()
KIND = values.Choice(
    Organisation.Kind,
    refused=[Organisation.Kind.OFFICE],
    mso=Organisation.Kind.ASSOCIATION,
    migrantenselbstorganisation=Organisation.Kind.ASSOCIATION,
    traeger=Organisation.Kind.CARRIER,
)
STATE = values.Choice(Organisation.State, refused=[Organisation.State.MERGED])
LEGAL_FORM = values.Choice(
    Organisation.LegalForm,
    ev=Organisation.LegalForm.REGISTERED,
    eingetragenerverein=Organisation.LegalForm.REGISTERED,
    keine=Organisation.LegalForm.INFORMAL,
    ohne=Organisation.LegalForm.INFORMAL,
    ohnerechtsform=Organisation.LegalForm.INFORMAL,
    gruppe=Organisation.LegalForm.INFORMAL,
    sonstige=Organisation.LegalForm.OTHER,
)
BASIS = values.Choice(
    Organisation.Basis,
    einwilligung=Organisation.Basis.CONSENT,
    zustimmung=Organisation.Basis.CONSENT,
    oeffentlich=Organisation.Basis.PUBLIC_SOURCE,
)

COLUMNS = {
    one.code: one
    for one in (
        column(
            "uuid",
            "Kennung",
            values.Identifier(),
            "UUID|ID|Kennung im Portal",
            "",
            "Steht in jeder exportierten Liste und verbindet die Zeile sicher mit ihrem Eintrag. Nicht ändern;"
            " bei neuen Einträgen leer lassen.",
        ),
        column(
            "name",
            "Name",
            TEXT,
            "Vereinsname|Verein|Name des Vereins|Organisation|Organisationsname|Name der Organisation|MSO|Bezeichnung",
            EXAMPLE_NAME,
            "Der volle Name.",
            required=True,
        ),
        column("short_name", "Kurzname", TEXT, "Abkürzung|Kürzel|Kurzbezeichnung", "MVB", "Die übliche Abkürzung."),
        column(
            "native_name",
            "Name in eigener Sprache",
            TEXT,
            "Eigenname|Originalname|Name im Original|Name in Herkunftssprache",
            "",
            "Der Name in der Schrift und Sprache des Vereins.",
        ),
        column(
            "kind", "Art", KIND, "Art der Organisation|Organisationsart|Typ", "Verein", "Leer bedeutet neu: Verein."
        ),
        column(
            "state",
            "Status",
            STATE,
            "Zustand|Sichtbarkeit",
            "Entwurf",
            "Leer bedeutet neu: Entwurf, also noch für niemanden zu sehen.",
        ),
        column("legal_form", "Rechtsform", LEGAL_FORM, "", "eingetragener Verein (e.V.)", "Leer bedeutet neu: e.V."),
        column(
            "founded",
            "Gegründet",
            values.Year(),
            "Gründungsjahr|Gründung|Gegründet im Jahr|Gründungsdatum|Gegründet am",
            "1998",
            "Das Jahr mit vier Ziffern.",
        ),
        column("register_court", "Registergericht", TEXT, "Amtsgericht|Gericht", "Darmstadt", "Der Ort des Gerichts."),
        column(
            "register_number",
            "Registernummer",
            TEXT,
            "Vereinsregister|Vereinsregisternummer|Vereinsregister-Nr.|Register-Nr.|VR|VR-Nr.|VR-Nummer",
            "VR 12345",
            "Mit dem Registergericht zusammen erkennt sie den Eintrag, wenn die Kennung fehlt.",
        ),
        column(
            "summary",
            "In einem Satz",
            TEXT,
            "Kurzbeschreibung|Kurztext|Zusammenfassung",
            "Wir helfen beim Ankommen in der Beispielstadt.",
            "Was der Verein tut, in einem Satz.",
        ),
        column(
            "description",
            "Beschreibung",
            TEXT,
            "Text|Über uns|Vereinszweck|Tätigkeit|Tätigkeiten",
            "Jeden Montag gibt es ein Sprachcafé.",
            "Mehrere Sätze; Zeilenumbrüche bleiben erhalten.",
            long=True,
        ),
        column(
            "community",
            "Community",
            TEXT,
            "Gemeinschaft|Herkunft|Herkunftsland",
            "",
            "Wie sich der Verein selbst beschreibt; freiwillig.",
        ),
        column(
            "topics",
            "Themen",
            values.Terms(Topic),
            "Thema|Handlungsfelder|Handlungsfeld|Schwerpunkte|Schwerpunkt",
            "Deutsch lernen; Beratung und Begleitung",
            "Mehrere mit Semikolon trennen.",
            long=True,
        ),
        column(
            "target_groups",
            "Zielgruppen",
            values.Terms(TargetGroup),
            "Zielgruppe",
            "Jugendliche; Frauen",
            "Mehrere mit Semikolon trennen.",
            long=True,
        ),
        column(
            "languages",
            "Sprachen",
            values.Terms(Language),
            "Sprache",
            "Deutsch; Türkisch",
            "Mehrere mit Semikolon trennen.",
            long=True,
        ),
        column("district", "Stadtteil", values.Place(District), "", "Darmstadt-Nord", "Name oder amtliche Nummer."),
        column(
            "quarter",
            "Viertel",
            values.Place(Quarter),
            "Statistischer Bezirk|Bezirk|Quartier",
            "Martinsviertel-West",
            "Name oder amtliche Nummer. Der Stadtteil ergibt sich daraus.",
        ),
        column(
            "street",
            "Straße und Nr.",
            TEXT,
            "Straße|Straße und Hausnummer|Straße, Nr.|Straße, Hausnummer|Str.|Anschrift|Adresse",
            "Beispielweg 1",
            "",
        ),
        column("postcode", "PLZ", values.Digits(), "Postleitzahl", "64283", "Fünf Ziffern."),
        column("city", "Ort", TEXT, "Stadt", "Darmstadt", "Leer bedeutet neu: Darmstadt."),
        column(
            "address_public",
            "Adresse zeigen",
            YES_NO,
            "Adresse öffentlich|Anschrift öffentlich|Anschrift zeigen",
            "ja",
            "Ob Straße und Nummer auf den Seiten stehen. Leer bedeutet neu: ja.",
        ),
        column(
            "rooms",
            "Räume",
            TEXT,
            "Raum|Räumlichkeiten|Wegbeschreibung",
            "Hinterhaus, 1. Stock",
            "Wie man die Räume findet.",
        ),
        column("step_free", "Stufenlos", YES_NO_UNKNOWN, "Stufenloser Zugang|Barrierefrei|Rollstuhlgerecht", "ja", ""),
        column(
            "accessible_toilet",
            "Barrierefreies WC",
            YES_NO_UNKNOWN,
            "WC|Barrierefreie Toilette|Behinderten-WC|Rollstuhl-WC",
            "nein",
            "",
        ),
        column("hearing_loop", "Höranlage", YES_NO_UNKNOWN, "Induktionsschleife", "unbekannt", ""),
        column("access_note", "Hinweis zum Zugang", TEXT, "", "", "Zum Beispiel: Der Aufzug ist links vom Eingang."),
        column(
            "hours_note",
            "Hinweis zu den Öffnungszeiten",
            TEXT,
            "Öffnungszeiten|Sprechzeiten",
            "nach Vereinbarung",
            "",
        ),
        column(
            "website",
            "Website",
            values.Address(),
            "Webseite|Web|Homepage|Internet|Internetseite|Internetadresse|URL|www",
            "https://musterverein.example",
            "",
        ),
        column(
            "social_links",
            "Weitere Adressen im Netz",
            values.Addresses(),
            "Soziale Medien|Soziale Netzwerke|Social Media",
            "https://netzwerk.example/musterverein",
            "Mehrere mit Leerzeichen trennen.",
        ),
        column(
            "contact_role",
            "Kontakt: Funktion",
            TEXT,
            "Funktion|Rolle|Kontakt Rolle",
            "Vorstand",
            "Wer da erreicht wird. Leer bedeutet neu: Kontakt.",
        ),
        column(
            "contact_person",
            "Kontakt: Person",
            TEXT,
            "Ansprechperson|Ansprechpartner|Ansprechpartner/in|Kontakt",
            "",
            "Nur mit Einverständnis der Person.",
        ),
        column(
            "contact_phone",
            "Kontakt: Telefon",
            values.Phone(),
            "Telefon|Telefonnummer|Tel.|Tel.-Nr.|Fon|Rufnummer",
            "+49 6151 123456",
            "Als Text, damit die führende Null bleibt.",
        ),
        column("contact_fax", "Kontakt: Fax", values.Phone(), "Fax|Faxnummer|Telefax|Fax-Nr.", "", ""),
        column(
            "contact_email",
            "Kontakt: E-Mail",
            TEXT,
            "E-Mail|E-Mail-Adresse|Mail|Mail-Adresse",
            "kontakt@musterverein.example",
            "",
        ),
        column(
            "contact_public",
            "Kontakt: öffentlich",
            YES_NO,
            "Kontakt zeigen|Kontakt öffentlich zeigen",
            "ja",
            "Ob der Kontakt auf den Seiten steht. Leer bedeutet neu: nein.",
        ),
        column("source", "Quelle", TEXT, "Quelle des Eintrags", "Liste des Amtes", "Woher die Angaben kommen."),
        column(
            "basis",
            "Grundlage der Veröffentlichung",
            BASIS,
            "Grundlage|Rechtsgrundlage",
            "Zustimmung des Vereins",
            "Ohne sie kann nichts veröffentlicht werden.",
        ),
        column(
            "consent_on",
            "Einwilligung am",
            DATE,
            "Einwilligung|Einwilligung vom|Zustimmung am|Zustimmung vom|Datum der Einwilligung",
            "31.01.2026",
            "Nötig, wenn die Grundlage die Zustimmung ist.",
        ),
        column(
            "confirmed_on",
            "Zuletzt bestätigt am",
            DATE,
            "Bestätigt am|Letzte Bestätigung|Stand|Stand vom|Zuletzt geprüft am",
            "31.01.2026",
            "Wann der Verein die Angaben zuletzt bestätigt hat.",
        ),
    )
}


@cache
def by_heading():
    """Every way to write a heading → its column."""
    return {values.plain(one): column for column in COLUMNS.values() for one in (column.heading, *column.aliases)}


def of_heading(text):
    return by_heading().get(values.plain(text))


def nearest_heading(text):
    """The column whose heading is probably meant, as that heading, else ""."""
    known = [one for column in COLUMNS.values() for one in (column.heading, *column.aliases)]
    guess = values.nearest(text, known)
    return of_heading(guess).heading if guess else ""
