"""A schematic map: each ward one cell of a grid, near where it really lies, none on another."""

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

ROOM = 1.3  # cells for each ward: fewer distort, more leave holes
Costs = NDArray[np.float64]


def tiles(centers: Mapping[int, tuple[float, float]], aspect: float) -> dict[int, tuple[int, int]]:
    """`{number: (column, row)}` from centres of wards in any units, north up.

    `aspect` is how much wider than high a unit is: below 1 in degrees away from the equator.
    Cells are dealt out so that the sum of squared distances is the least.
    """
    numbers = sorted(centers)
    points = np.array([centers[number] for number in numbers], dtype=float)
    west, south = points.min(axis=0)
    width, height = np.maximum(points.max(axis=0) - (west, south), 1e-12)
    columns, rows = grid(len(numbers), width * aspect / height)
    x = (points[:, 0] - west) / width * (columns - 1)
    y = (south + height - points[:, 1]) / height * (rows - 1)
    cells = [(column, row) for row in range(rows) for column in range(columns)]
    at = np.array(cells, dtype=float)
    costs = (x[:, None] - at[None, :, 0]) ** 2 + (y[:, None] - at[None, :, 1]) ** 2
    chosen = [cells[cell] for cell in assigned(costs)]
    return dict(zip(numbers, packed(chosen), strict=True))


def grid(count: int, aspect: float) -> tuple[int, int]:
    """Columns and rows for so many wards in a place so much wider than high."""
    cells = count * ROOM
    columns = max(1, min(count, round(math.sqrt(cells * aspect))))
    return columns, max(1, math.ceil(cells / columns))


def packed(cells: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same without columns and rows that nobody has."""
    columns = sorted({column for column, _row in cells})
    rows = sorted({row for _column, row in cells})
    return [(columns.index(column), rows.index(row)) for column, row in cells]


def assigned(costs: Costs) -> list[int]:
    """The column for each row of a table so that the sum is least and none is taken twice.

    The Hungarian method with shortest paths (Jonker and Volgenant 1987); rows ≤ columns.
    """
    count, width = costs.shape
    row_price, column_price = np.zeros(count + 1), np.zeros(width + 1)
    owner, before = np.zeros(width + 1, dtype=int), np.zeros(width + 1, dtype=int)
    for row in range(1, count + 1):
        owner[0], column = row, 0
        least, is_used = np.full(width + 1, np.inf), np.zeros(width + 1, dtype=bool)
        while owner[column]:
            is_used[column], at = True, owner[column]
            rest = costs[at - 1] - row_price[at] - column_price[1:]
            is_better = ~is_used[1:] & (rest < least[1:])
            least[1:][is_better], before[1:][is_better] = rest[is_better], column
            column = int(np.where(is_used, np.inf, least).argmin())
            step = least[column]
            row_price[owner[is_used]] += step
            column_price[is_used] -= step
            least[~is_used] -= step
        while column:
            owner[column] = owner[before[column]]
            column = int(before[column])
    places = {int(row): column - 1 for column, row in enumerate(owner) if column and row}
    return [places[row] for row in range(1, count + 1)]
