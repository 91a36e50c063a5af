import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organisations import geometry
from organisations.models import District, Quarter

SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]]}
HOLE = [[0.5, 0.5], [1.5, 0.5], [1.5, 1.5], [0.5, 1.5], [0.5, 0.5]]
RING = {"type": "Polygon", "coordinates": [SQUARE["coordinates"][0], HOLE]}
TWO = {"type": "MultiPolygon", "coordinates": [SQUARE["coordinates"], [[[5, 5], [6, 5], [6, 6], [5, 6], [5, 5]]]]}


@pytest.mark.parametrize(
    "shape, point, inside",
    [
        (SQUARE, (1, 1), True),
        (SQUARE, (3, 1), False),
        (SQUARE, (-1, 1), False),
        (SQUARE, (1, 3), False),
        (RING, (1, 1), False),
        (RING, (0.2, 1), True),
        (TWO, (5.5, 5.5), True),
        (TWO, (3.5, 3.5), False),
    ],
)
def test_points_are_told_inside_from_outside(shape, point, inside):
    assert geometry.contains(shape, *point) is inside


def test_bounds_hold_all_shapes():
    assert geometry.bounds([SQUARE, TWO]) == (0, 0, 6, 6)


@given(st.text())
def test_an_invented_place_lies_inside_and_is_always_the_same(seed):
    point = geometry.point_inside(RING, seed)
    assert geometry.contains(RING, *point)
    assert point == geometry.point_inside(RING, seed)


def test_the_label_stands_in_the_middle_of_the_largest_part():
    assert geometry.middle(TWO) == pytest.approx((1, 1))


def test_a_drawing_keeps_north_up_and_fits_into_its_frame():
    projection = geometry.Projection.around([SQUARE])
    north_west, south_east = projection.point(0, 2), projection.point(2, 0)
    assert north_west == (12, 12)
    assert south_east == (projection.width - 12, projection.height - 12)
    assert max(projection.width, projection.height) == 1000


def test_a_degree_of_longitude_is_shorter_than_one_of_latitude():
    projection = geometry.Projection.around([SQUARE])
    assert projection.width / projection.height == pytest.approx(0.65, abs=0.02)


def test_a_path_draws_every_ring_and_closes_it():
    path = geometry.Projection.around([TWO]).path(TWO)
    assert re.fullmatch(r"(M\d+ \d+(L\d+ \d+){3}Z){2}", path)


def test_points_that_fall_together_are_drawn_once():
    close = {"type": "Polygon", "coordinates": [[[0, 0], [2, 0], [2, 1e-9], [2, 2], [0, 2], [0, 0]]]}
    assert geometry.Projection.around([close]).path(close).count("L") == 3


@pytest.mark.django_db
def test_the_citys_nine_districts_and_thirty_seven_quarters_are_real_shapes():
    districts, quarters = list(District.objects.all()), list(Quarter.objects.select_related("district"))
    assert (len(districts), len(quarters)) == (9, 37)
    west, south, east, north = geometry.bounds([place.shape for place in districts])
    assert (8.5 < west < east < 8.8) and (49.7 < south < north < 50.0)


@pytest.mark.django_db
def test_every_quarter_lies_in_its_district():
    astray = []
    for quarter in Quarter.objects.select_related("district"):
        point = geometry.point_inside(quarter.shape, quarter.name)
        if not geometry.contains(quarter.district.shape, *point):
            astray.append(quarter.name)
    assert astray == []
