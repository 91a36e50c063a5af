"""Official shapes (GeoJSON, WGS 84) as points and SVG paths. Darmstadt is small enough for a flat map."""

from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians
from random import Random

# A degree of longitude is shorter than one of latitude by this much in Darmstadt.
SQUEEZE = cos(radians(49.87))


def rings(shape):
    """All rings of a Polygon or MultiPolygon; the first of each polygon is its outline."""
    polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
    return [ring for polygon in polygons for ring in polygon]


def contains(shape, longitude, latitude):
    """Whether the point lies inside: a ray to the east crosses the borders an odd number of times."""
    crossings = 0
    for ring in rings(shape):
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 > latitude) != (y2 > latitude) and longitude < x1 + (latitude - y1) * (x2 - x1) / (y2 - y1):
                crossings += 1
    return crossings % 2 == 1


def bounds(shapes):
    """West, south, east, north of all shapes together."""
    points = [point for shape in shapes for ring in rings(shape) for point in ring]
    longitudes, latitudes = [p[0] for p in points], [p[1] for p in points]
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


def point_inside(shape, seed):
    """A point inside the shape, always the same for the same seed."""
    west, south, east, north = bounds([shape])
    random = Random(seed)
    while True:
        longitude, latitude = random.uniform(west, east), random.uniform(south, north)
        if contains(shape, longitude, latitude):
            return round(longitude, 5), round(latitude, 5)


def middle(shape):
    """A point for a label: the centre of the largest ring's area."""
    ring = max(rings(shape), key=lambda ring: abs(area(ring)))
    size = area(ring) or 1
    x = y = 0
    for (x1, y1), (x2, y2) in pairwise(ring):
        cross = x1 * y2 - x2 * y1
        x, y = x + (x1 + x2) * cross, y + (y1 + y2) * cross
    return x / (6 * size), y / (6 * size)


def area(ring):
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring)) / 2


@dataclass(frozen=True)
class Projection:
    """From degrees to the units of an SVG whose longer side has 1,000."""

    west: float
    north: float
    scale: float
    width: int
    height: int

    @classmethod
    def around(cls, shapes, margin=12):
        west, south, east, north = bounds(shapes)
        wide, high = (east - west) * SQUEEZE, north - south
        scale = (1000 - 2 * margin) / max(wide, high)
        width, height = round(wide * scale + 2 * margin), round(high * scale + 2 * margin)
        return cls(west - margin / scale / SQUEEZE, north + margin / scale, scale, width, height)

    def point(self, longitude, latitude):
        x = (float(longitude) - self.west) * SQUEEZE * self.scale
        return round(x), round((self.north - float(latitude)) * self.scale)

    def path(self, shape):
        """The shape as the d attribute of an SVG path."""
        return "".join("M" + "L".join(f"{x} {y}" for x, y in self.line(ring)) + "Z" for ring in rings(shape))

    def line(self, ring):
        previous = None
        for point in ring[:-1]:
            here = self.point(*point)
            if here != previous:
                yield here
            previous = here

    @property
    def view_box(self):
        return f"0 0 {self.width} {self.height}"
