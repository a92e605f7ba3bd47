"""The tile map that is made from boundaries: one cell each, near where the ward lies."""

from itertools import permutations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.officials.wards.tiles import assigned, tiles
from tests.officials.wards.city import jagged_city

PLACES = st.dictionaries(
    st.integers(1, 99), st.tuples(st.floats(-180, 180), st.floats(-80, 80)), min_size=1, max_size=40
)


@settings(max_examples=40)
@given(PLACES, st.floats(0.2, 3))
def test_no_two_wards_share_a_cell(centers: dict[int, tuple[float, float]], aspect: float) -> None:
    cells = tiles(centers, aspect)

    assert cells.keys() == centers.keys()
    assert len(set(cells.values())) == len(centers)
    assert min(column for column, _row in cells.values()) == 0
    assert min(row for _column, row in cells.values()) == 0


def test_cells_lie_as_the_wards_do() -> None:
    centers = {n: (shape.centroid.x, shape.centroid.y) for n, shape in jagged_city().items()}
    cells = tiles(centers, 0.74)
    columns, rows = np.array([cells[n] for n in centers]).T
    x, y = np.array(list(centers.values())).T

    assert np.corrcoef(columns, x)[0, 1] > 0.95
    assert np.corrcoef(rows, -y)[0, 1] > 0.95


def test_the_sum_is_the_least() -> None:
    chance = np.random.default_rng(3)
    for _n in range(30):
        costs = chance.random((4, 6))
        chosen = assigned(costs)
        least = min(costs[range(4), list(way)].sum() for way in permutations(range(6), 4))

        assert len(set(chosen)) == 4
        assert abs(costs[range(4), chosen].sum() - least) < 1e-9
