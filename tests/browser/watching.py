"""What a page must never do, whatever else a test looks at."""

from urllib.parse import urlsplit

# A newer search takes the place of one that is under way, which htmx reports like an error.
REPLACED = ("htmx:sendAbort", "htmx:afterRequest")


class Watch:
    """Notes errors in the console (refusals by the content security policy are among them), errors of scripts,
    answers that say the portal broke, and requests to anybody else."""

    def __init__(self, context, origin):
        self.origin, self.noted, self.page_addresses, self.overlooked = origin, [], set(), ()
        context.on("console", self.hear)
        context.on("weberror", lambda error: self.note(f"script error: {error.error}"))
        context.on("request", self.see_request)
        context.on("response", self.see_answer)

    def note(self, text, url=""):
        self.noted.append((text, url))

    def hear(self, message):
        if message.type == "error":
            self.note(message.text, message.location.get("url", ""))

    def see_request(self, request):
        if request.is_navigation_request():
            self.page_addresses.add(request.url)
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and f"{address.scheme}://{address.netloc}" != self.origin:
            self.note(f"request to somebody else: {request.url}")

    def see_answer(self, response):
        if response.status >= 500:
            self.note(f"answer {response.status}: {response.url}")

    @property
    def complaints(self):
        return [note for note in self.noted if not self.is_status_of_a_page(*note) and not self.is_overlooked(*note)]

    def is_status_of_a_page(self, text, url=""):
        """The browser reports a page that is not there, or a refused form, as an error of its own."""
        return text.startswith("Failed to load resource") and url.partition("#")[0] in self.page_addresses

    def is_overlooked(self, text, url=""):
        return any(words in text for words in (*REPLACED, *self.overlooked))

    def forget(self):
        self.noted.clear()
        self.overlooked = ()
