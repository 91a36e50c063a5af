"""The city's map as SVG: districts, or the quarters of one district, shaded by how much there is."""

from dataclasses import dataclass
from functools import lru_cache

from . import facets
from .geometry import Projection, middle
from .models import District, Quarter

SHADES = 5


@dataclass(frozen=True)
class Shape:
    """An area as drawn, the same for everybody."""

    number: int
    path: str
    label_x: int
    label_y: int


@dataclass(frozen=True)
class Sheet:
    """The drawn areas and how to get points onto them."""

    projection: Projection
    shapes: tuple

    @property
    def view_box(self):
        return self.projection.view_box


@dataclass
class Area:
    code: str
    name: str
    short: str
    path: str
    count: int
    shade: int
    url: str
    chosen: bool
    label_x: int
    label_y: int


@dataclass
class Map:
    view_box: str
    title: str
    areas: list
    parent_url: str = ""
    pin: tuple | None = None


@lru_cache(24)
def sheet(version, district=None):
    """All districts, or the quarters of one."""
    group = facets.QUARTER if district else facets.DISTRICT
    places = list(Quarter.objects.filter(district=district) if district else District.objects.all())
    if not places:
        return None
    projection = Projection.around([place.shape for place in places])
    return Sheet(projection, tuple(draw(place, group, projection) for place in places))


def draw(place, group, projection):
    return Shape(group.number(int(place.pk)), projection.path(place.shape), *projection.point(*middle(place.shape)))


def results_map(results, title):
    """The map of a list: districts as links that filter; where one district is chosen, its quarters."""
    if not results.total and not results.choices:
        return None
    districts = results.choices.of(facets.DISTRICT)
    inside = results.vocabulary.by_number[districts[0]] if len(districts) == 1 else None
    drawn = sheet(results.version, inside.code if inside else None)
    if not drawn:
        return None
    parent_url = results.url(results.choices.without(facets.DISTRICT).without(facets.QUARTER)) if inside else ""
    return Map(drawn.view_box, title, list(areas(drawn, results)), parent_url)


def areas(drawn, results):
    counted = {shape.number: results.counts.of(shape.number) for shape in drawn.shapes}
    most = max(counted.values()) or 1
    for shape in drawn.shapes:
        value, count = results.vocabulary.by_number[shape.number], counted[shape.number]
        yield area(
            shape,
            value,
            count=count,
            shade=-(-count * SHADES // most),
            url=results.url(results.choices.toggled(shape.number)),
            chosen=shape.number in results.choices.numbers,
        )


def area(shape, value, **more):
    return Area(
        code=value.code,
        name=value.label,
        short=value.label.removeprefix("Darmstadt-"),
        path=shape.path,
        label_x=shape.label_x,
        label_y=shape.label_y,
        **more,
    )


def place_map(organisation, version, vocabulary, title):
    """Where an organisation is: its quarter within its district, with a pin if the address is public."""
    drawn = sheet(version, organisation.district_id) if organisation.district_id else None
    if not drawn:
        return None
    here = organisation.quarter_id and facets.QUARTER.number(int(organisation.quarter_id))
    shown = [
        area(shape, vocabulary.by_number[shape.number], count=0, shade=0, url="", chosen=shape.number == here)
        for shape in drawn.shapes
    ]
    # Only where it is has a name: the sheet is small.
    for one in shown:
        one.short = one.short if one.chosen else ""
    return Map(drawn.view_box, title, shown, pin=pin(organisation, drawn))


def pin(organisation, drawn):
    if not organisation.has_public_address or organisation.latitude is None:
        return None
    return drawn.projection.point(organisation.longitude, organisation.latitude)
