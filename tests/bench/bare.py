"""The yardstick: a bare Django page that renders 20 cards from one query, with nothing around it."""

import os

import django
from django.conf import settings

if not settings.configured:
    from darmstadt_mso import settings as portal

    settings.configure(
        DATABASES=portal.DATABASES,
        SECRET_KEY="bench",
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF=__name__,
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
        USE_TZ=True,
    )
    django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.template import engines  # noqa: E402
from django.urls import path  # noqa: E402

PAGE = engines["django"].from_string(
    """<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Vereine</title></head><body><main>
<h1>Vereine</h1>
<ul>{% for card in cards %}<li><article><h2><a href="/organisationen/{{ card.slug }}/">{{ card.name }}</a></h2>
<p>{{ card.summary }}</p><p>{{ card.street }}, {{ card.postcode }} {{ card.city }}</p></article></li>{% endfor %}</ul>
</main></body></html>"""
)
QUERY = """SELECT slug, name, summary, street, postcode, city FROM organisations_organisation
WHERE state = 'published' ORDER BY name_key LIMIT 20"""


def page(request):
    with connection.cursor() as cursor:
        cursor.execute(QUERY)
        names = [column.name for column in cursor.description]
        cards = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    body = PAGE.render({"cards": cards}).encode()
    return HttpResponse(body, headers={"Content-Length": len(body)})


urlpatterns = [path("", page)]
os.environ.pop("DJANGO_SETTINGS_MODULE", None)
application = get_wsgi_application()
