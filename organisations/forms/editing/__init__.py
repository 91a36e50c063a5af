"""What an association's people type into the sections of their entry; each form gives back facts."""

from .hours import HoursForm
from .logo import LogoForm
from .parts import ContactForm, OfferForm
from .sections import NameForm, PlaceForm, TermsForm, TextsForm, WebForm
from .translations import TranslationsForm

SECTIONS = {
    "name": NameForm,
    "texte": TextsForm,
    "themen": TermsForm,
    "ort": PlaceForm,
    "oeffnungszeiten": HoursForm,
    "internet": WebForm,
    "logo": LogoForm,
}
PARTS = {"kontakte": ContactForm, "angebote": OfferForm}

__all__ = ["PARTS", "SECTIONS", "TranslationsForm"]
