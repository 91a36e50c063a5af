"""Which German text a translation was made from, so that everybody sees when it is older than the German one.

The database keeps a hash of the German text for each translation in `i18n`, by whatever way that was written. Whoever
finds that a translation is still right takes its key out of `translated_from`: then the present text is noted anew.
"""

import pgtrigger

from .contact import Contact
from .offer import Offer
from .opening_hours import OpeningHours
from .organisation import Organisation
from .page import Page

TRANSLATED = (Organisation, Contact, Offer, OpeningHours, Page)
VARIABLES = [
    ("made", "jsonb := COALESCE(NEW.translated_from, '{}'::jsonb)"),
    ("texts", "jsonb := COALESCE(NEW.i18n, '{}'::jsonb)"),
    ("former", "jsonb := '{}'::jsonb"),
    ("columns", "jsonb := to_jsonb(NEW)"),
    ("name", "text"),
]
NOTE = """
IF TG_OP = 'UPDATE' THEN
    former := COALESCE(OLD.i18n, '{}'::jsonb);
END IF;
FOR name IN SELECT jsonb_object_keys(made) LOOP
    IF NOT texts ? name THEN
        made := made - name;
    END IF;
END LOOP;
FOR name IN SELECT jsonb_object_keys(texts) LOOP
    IF NOT made ? name OR texts ->> name IS DISTINCT FROM former ->> name THEN
        made := made || jsonb_build_object(name, md5(COALESCE(columns ->> regexp_replace(name, '_[a-z]+$', ''), '')));
    END IF;
END LOOP;
NEW.translated_from := made;
RETURN NEW;
"""


def note_sources(*models):
    """For models with `i18n` and `translated_from`."""
    for model in models:
        note = pgtrigger.Trigger(
            name="translated_from",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.Update,
            declare=VARIABLES,
            func=NOTE,
        )
        pgtrigger.register(note)(model)


note_sources(*TRANSLATED)
