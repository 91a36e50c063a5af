"""Entries that may be the same organisation twice, and what speaks for it in words.

`likely` asks for an entry, `likely_for_facts` for facts that are no entry yet, `likely_for_many` for thousands of them
at once. Each answers with [(organisation, [reason, …]), …], what speaks loudest first; entries that were merged
already never show. Whatever is asked, all entries are read once.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, product
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from . import likeness
from .models import Contact, Organisation

LIMIT = 5
# What more entries than this have in common says nothing: the telephone of a house, the e-mail domain of a carrier.
FEW = 5
# A word of that many names is still worth a look at each.
SEVERAL = 20
REGISTER = re.compile(r"(?:(vereinsregister|vr|hrb|hra|gnr|pr)\W*)?(?:(?:nr|nummer)\W*)?0*(\d[\d ]*)", re.I)
COURT = re.compile(r"\b(amtsgerichts?|registergericht|vereinsregister|ag|beim|am|des|in)\b", re.I)
START_PAGE = re.compile(r"/(?:[a-z]{2}|home|start|startseite|index)?(?:\.\w+)?")
# Where many have a page of their own.
SHARED_HOSTS = (
    "facebook.com instagram.com youtube.com twitter.com x.com t.me wa.me whatsapp.com linkedin.com tiktok.com vk.com"
    " linktr.ee google.com darmstadt.de"
).split()
PUBLIC_MAIL = frozenset(
    """gmail.com googlemail.com gmx.de gmx.net gmx.com gmx.org web.de t-online.de yahoo.com yahoo.de ymail.com
    hotmail.com hotmail.de outlook.com outlook.de live.com live.de msn.com icloud.com me.com mac.com aol.com aol.de
    freenet.de arcor.de posteo.de posteo.net mailbox.org proton.me protonmail.com tutanota.com tutanota.de mail.ru
    yandex.ru ukr.net i.ua wp.pl onet.pl email.de mail.de online.de kabelmail.de unitybox.de vodafone.de
    darmstadt.de tu-darmstadt.de stud.tu-darmstadt.de h-da.de stud.h-da.de""".split()
)


@dataclass(frozen=True)
class Facts:
    """What is known of an organisation, as it is written; `pk` is that of its entry, if it has one."""

    name: str
    short_name: str = ""
    other_names: tuple = ()
    register_court: str = ""
    register_number: str = ""
    websites: tuple = ()
    phones: tuple = ()
    emails: tuple = ()
    pk: int | None = None

    @cached_property
    def titles(self):
        """{telling words of a name, in full or up to a dash, colon or bracket: whether it is in Latin letters}"""
        return dict(chain.from_iterable(map(likeness.titles_of, (self.name, *self.other_names))))

    @cached_property
    def short_forms(self):
        return likeness.short_forms_of(self.name, self.short_name)

    @cached_property
    def initials(self):
        return likeness.initials_of(self.name)

    @cached_property
    def register(self):
        """(kind, number), "" where there is none."""
        found = REGISTER.fullmatch(self.register_number.strip())
        if not found:
            return ""
        kind = (found[1] or "vr").lower().replace("vereinsregister", "vr")
        return kind, found[2].replace(" ", "")

    @cached_property
    def court(self):
        return likeness.compact(COURT.sub("", self.register_court))

    @cached_property
    def sites(self):
        return set(map(site, filter(None, self.websites))) - {None}

    @cached_property
    def hosts(self):
        return {host for host, _path in self.sites if host not in SHARED_HOSTS}

    @cached_property
    def addresses(self):
        return {email.strip().lower() for email in self.emails if email}

    @cached_property
    def domains(self):
        return {email.rpartition("@")[2] for email in self.addresses} - PUBLIC_MAIL

    @cached_property
    def numbers(self):
        return set(map(dialled, self.phones)) - {""}

    @cached_property
    def signs(self):
        """Everything by which the entry may be found that has one of these, too."""
        found = {
            "sound": map(likeness.sound, self.titles),
            "short": self.short_forms | self.initials,
            "register": [self.register],
            "page": self.sites,
            "host": self.hosts | self.domains,
            "address": self.addresses,
            "number": self.numbers,
        }
        return {(kind, value) for kind, values in found.items() for value in values if value}


def site(url):
    """(host, path) of a website, without what makes no difference; None where it says nothing."""
    try:
        parts = urlsplit(url.strip().lower() if "//" in url else f"//{url.strip().lower()}")
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    host = next((shared for shared in SHARED_HOSTS if host.endswith(f".{shared}")), host)
    path = "" if START_PAGE.fullmatch(parts.path or "/") else parts.path.rstrip("/")
    # Some systems tell their pages by a number only.
    path += f"?{parts.query}" if "id=" in parts.query else ""
    return (host, path) if host and (path or host not in SHARED_HOSTS) else None


def dialled(phone):
    """A telephone number as it is dialled within Germany; "" where it is too short to tell."""
    digits = re.sub(r"\(0\)|[^\d+]", "", phone)
    digits = re.sub(r"^(?:\+|00)490?", "0", digits)
    return digits if len(digits) > 6 else ""


def same_name(one, other):
    return likeness.telling(one.name) == likeness.telling(other.name)


def similar_name(one, other):
    pairs = product(one.titles.items(), other.titles.items())
    return any(
        likeness.alike(title, twin) if latin == twin_latin else likeness.sounds_alike(title, twin)
        for (title, latin), (twin, twin_latin) in pairs
    )


def same_register(one, other):
    same_court = one.court == other.court or not one.court or not other.court
    return one.register and one.register == other.register and same_court


def same_site(one, other):
    return any(within(mine, yours) or within(yours, mine) for mine, yours in product(one.sites, other.sites))


def within(page, other):
    """Whether a page is the other one or below it; below a shared host that says nothing."""
    below = page[0] not in SHARED_HOSTS and page[1].startswith(f"{other[1]}/")
    return page[0] == other[0] and (page[1] == other[1] or below)


def same_domain(one, other):
    return one.domains & (other.domains | other.hosts) or other.domains & one.hosts


def called_by_initials(one, other):
    """Only where the other one has no other short name."""
    return (not other.short_name and one.short_forms & other.initials) or (
        not one.short_name and other.short_forms & one.initials
    )


# How loud it speaks, what it says, and when; of those in one line only the first that is true.
REASONS = (
    ((8, _("same register number"), same_register),),
    ((6, _("same name"), same_name), (4, _("similar name"), similar_name)),
    (
        (2, _("same short name"), lambda one, other: one.short_forms & other.short_forms),
        (1, _("short name like the initials"), called_by_initials),
    ),
    ((5, _("same website"), same_site),),
    ((3, _("same telephone number"), lambda one, other: one.numbers & other.numbers),),
    (
        (5, _("same e-mail address"), lambda one, other: one.addresses & other.addresses),
        (2, _("website or e-mail addresses at the same domain"), same_domain),
    ),
)


def reasons(one, other):
    """[(how loud, reason), …] for the two being the same."""
    told = (next((line for line in group if line[2](one, other)), None) for group in REASONS)
    return [(weight, reason) for weight, reason, _test in filter(None, told)]


def common(one, other):
    """What speaks for two entries being the same, in words."""
    facts = [facts_of(entry, entry.contacts.all()) for entry in (one, other)]
    return [str(reason) for _weight, reason in reasons(*facts)]


FIELDS = "pk name short_name native_name register_court register_number website social_links i18n".split()


def facts_of(entry, contacts=()):
    """`contacts` are rows with phone and email."""
    translated = (text for key, text in (entry.i18n or {}).items() if key.startswith("name_"))
    return Facts(
        name=entry.name,
        short_name=entry.short_name,
        other_names=tuple(filter(None, (entry.native_name, *translated))),
        register_court=entry.register_court,
        register_number=entry.register_number,
        websites=(entry.website, *entry.social_links),
        phones=tuple(contact.phone for contact in contacts),
        emails=tuple(contact.email for contact in contacts),
        pk=entry.pk,
    )


def entries():
    """Facts of everything in the directory that was not merged."""
    contacts = defaultdict(list)
    for contact in Contact.objects.values_list("organisation_id", "phone", "email", named=True):
        contacts[contact.organisation_id].append(contact)
    found = Organisation.objects.exclude(state=Organisation.State.MERGED).order_by("pk")
    return [facts_of(entry, contacts[entry.pk]) for entry in found.values_list(*FIELDS, named=True)]


def likely(organisation, limit=LIMIT):
    if organisation.state == Organisation.State.MERGED:
        return []
    return likely_for_facts(facts_of(organisation, organisation.contacts.all()), limit)


def likely_for_facts(facts, limit=LIMIT):
    return likely_for_many([facts], limit)[0]


def likely_for_many(many, limit=LIMIT, known=None):
    """A list of answers, one for each of the facts; `known` is a Known that was made before, for further calls."""
    known = known or Known(entries())
    ranked = [rank(facts, known.candidates(facts), limit) for facts in many]
    organisations = Organisation.objects.in_bulk({pk for answer in ranked for pk, _told in answer})
    return [[(organisations[pk], told) for pk, told in answer if pk in organisations] for answer in ranked]


class Known:
    """The entries by their signs and by the words of their names, so that a few are compared instead of all."""

    def __init__(self, entries):
        self.entries = {entry.pk: entry for entry in entries}
        self.by_sign, self.by_word, self.by_letter = defaultdict(set), defaultdict(set), defaultdict(set)
        self.by_slip = {}
        for entry in entries:
            put(self.by_sign, entry.signs, entry.pk)
            for word in set(chain.from_iterable(entry.titles)):
                self.by_word[likeness.stem(word)].add(entry.pk)
                self.by_letter[word[0]].add(word)

    def candidates(self, facts):
        """Those that have something in common with the facts that few have."""
        asked = set(chain.from_iterable(facts.titles))
        stems = {likeness.stem(known) for word in asked for known in self.spelled_like(word)}
        by_word = (pks for word in stems if len(pks := self.by_word[word]) <= SEVERAL)
        by_sign = (pks for sign in facts.signs if len(pks := self.by_sign.get(sign, ())) <= FEW)
        return [self.entries[pk] for pk in set().union(*by_word, *by_sign) - {facts.pk}]

    def spelled_like(self, word):
        """The word itself or, where no entry has it, those that differ by a slip."""
        if likeness.stem(word) in self.by_word:
            return {word}
        by_slip = self.slips(word[0])
        return {known for slip in likeness.slips(word) for known in by_slip.get(slip, ()) if likeness.near(word, known)}

    def slips(self, letter):
        """{slip: words} for the words that begin with this letter."""
        if letter not in self.by_slip:
            self.by_slip[letter] = defaultdict(set)
            for word in self.by_letter[letter]:
                put(self.by_slip[letter], likeness.slips(word), word)
        return self.by_slip[letter]


def put(index, keys, value):
    for key in keys:
        index[key].add(value)


def rank(facts, candidates, limit):
    """[(id, reasons)] of the likeliest among these."""
    judged = [(entry.pk, reasons(facts, entry)) for entry in candidates]
    judged = sorted((-sum(weight for weight, _reason in told), pk, told) for pk, told in judged if told)
    return [(pk, [str(reason) for _weight, reason in told]) for _weight, pk, told in judged[:limit]]
