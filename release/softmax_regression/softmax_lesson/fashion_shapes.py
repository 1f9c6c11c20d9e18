"""Fashion shapes: a drawn stand-in for Fashion-MNIST, for trying everything with no network and no files.

Ten kinds of garment, each a silhouette of signed distances on a 28x28 grid (one unit = 14 pixels, x to the
right, y down, the middle is 0), with random cut, place, shade and pattern. Neighbours overlap on purpose (shirt
with t-shirt, pullover and coat; sneaker with sandal and ankle boot), so that a linear model errs about as often
as it does on the real photographs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]  # float32; broadcasts to (n, 28, 28): n garments, rows, columns
Pick = Callable[[float, float], Floats]  # one uniform number per garment, (n, 1, 1)

SIDE = 28
SIZES = {"train": 60_000, "test": 10_000}
SEEDS = {"train": 1, "test": 2}
CHUNK = 500  # garments drawn at once: small enough for the processor's cache


class Drawing(NamedTuple):
    """Where the cloth is (distance to its edge, positive inside) and how bright it is (1 = plain cloth)."""

    inside: Floats
    shade: Floats


def draw(half: str) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Images uint8 (n, 28, 28) and labels uint8 (n,) of "train" or "test": the same ones every time, read-only."""
    size, rng = SIZES[half], np.random.default_rng(SEEDS[half])
    labels = rng.permutation(np.arange(size) % len(GARMENTS)).astype(np.uint8)
    images = np.empty((size, SIDE, SIDE), np.uint8)
    for label, garment in enumerate(GARMENTS):
        mine = np.flatnonzero(labels == label)
        for start in range(0, len(mine), CHUNK):
            places = mine[start : start + CHUNK]
            images[places] = _picture(garment, len(places), rng)
    images.flags.writeable = labels.flags.writeable = False
    return images, labels


def _picture(garment: Callable[[Floats, Floats, Pick], Drawing], n: int, rng: np.random.Generator) -> Floats:
    """n pictures of one garment, float32 (n, 28, 28) in 0 to 255."""

    def pick(low: float, high: float) -> Floats:
        return (low + (high - low) * rng.random((n, 1, 1), np.float32)).astype(np.float32)

    line = ((np.arange(SIDE, dtype=np.float32) - 13.5) / 14).astype(np.float32)
    y = (line[None, :, None] - pick(-0.07, 0.07)) / pick(0.86, 1.05)
    x = (line[None, None, :] - pick(-0.07, 0.07) - pick(-0.08, 0.08) * y) / pick(0.84, 1.12)
    inside, shade = garment(x, y, pick)
    cloth = np.clip(0.5 + 14 * inside, 0, 1)  # one pixel of soft edge
    light = pick(0.2, 1.0) * (1 + pick(-0.2, 0.2) * x + pick(-0.2, 0.2) * y)
    grain = 1 + pick(0.02, 0.16) * rng.standard_normal((n, SIDE, SIDE), np.float32)
    picture: Floats = np.clip(255 * cloth * light * shade * grain, 0, 255)
    return picture


# --- tops: a torso, two sleeves, a neckline


def _top(x: Floats, y: Floats, pick: Pick, sleeve: Floats, width: Floats, hem: Floats, neck: Floats) -> Floats:
    """sleeve: its length down the side. width: half the torso. hem: y of the lower edge. neck: its depth."""
    a = np.abs(x)
    shoulder = y + 0.9 - pick(0.15, 0.4) * a
    torso = _all(width + pick(-0.06, 0.06) * y - a, shoulder, hem - y)
    spread = np.maximum(0.22, 0.75 - 0.45 * sleeve) * pick(0.7, 1.2)  # long sleeves hang, short ones stand off
    line = width - 0.04 + spread * (y + 0.75)
    arm = _all(pick(0.11, 0.17) - np.abs(a - line), shoulder, sleeve - 0.85 - y)
    hole = 1 - (a / pick(0.15, 0.3)) ** 2 - ((y + 0.9) / neck) ** 2
    return _all(np.maximum(torso, arm), -0.2 * hole)


def t_shirt(x: Floats, y: Floats, pick: Pick) -> Drawing:
    inside = _top(x, y, pick, pick(0.25, 0.95), pick(0.3, 0.54), pick(0.7, 0.95), pick(0.1, 0.4))
    return Drawing(inside, _print_on_chest(x, y, pick) * _stripes(y, pick, 0.2))


def pullover(x: Floats, y: Floats, pick: Pick) -> Drawing:
    inside = _top(x, y, pick, pick(0.9, 1.75), pick(0.34, 0.54), pick(0.65, 0.95), pick(0.04, 0.22))
    return Drawing(inside, _stripes(y, pick, 0.3) * _print_on_chest(x, y, pick))


def coat(x: Floats, y: Floats, pick: Pick) -> Drawing:
    inside = _top(x, y, pick, pick(1.2, 1.8), pick(0.34, 0.52), pick(0.68, 0.98), pick(0.05, 0.3))
    return Drawing(inside, _opening(x, y, pick, 0.65))


def shirt(x: Floats, y: Floats, pick: Pick) -> Drawing:
    sleeve = np.where(pick(0, 1) < 0.4, pick(0.3, 0.9), pick(1.0, 1.75))
    inside = _top(x, y, pick, sleeve, pick(0.32, 0.5), pick(0.7, 0.97), pick(0.05, 0.35))
    pattern = _stripes(y, pick, 0.3) * _stripes(x, pick, 0.3)
    return Drawing(inside, _opening(x, y, pick, 0.3) * pattern * _collar(x, y, pick))


# --- other clothes


def trouser(x: Floats, y: Floats, pick: Pick) -> Drawing:
    a, hip = np.abs(x), pick(0.24, 0.36)
    leg = _all(hip + pick(-0.02, 0.1) * (y + 0.9) - a, a - pick(0.03, 0.14) * (y - pick(-0.6, -0.2)))
    return Drawing(_all(leg, y + 0.93, pick(0.85, 0.97) - y), 1 + 0 * x)


def dress(x: Floats, y: Floats, pick: Pick) -> Drawing:
    a, waist = np.abs(x), pick(0.17, 0.38)
    skirt = waist + pick(0.0, 0.3) * np.maximum(0, y + 0.2) + pick(0, 0.15) * np.maximum(0, -0.3 - y)
    body = _all(skirt - a, y + 0.93, 0.95 - y)
    arm = _all(0.1 - np.abs(a - waist - 0.3 * (y + 0.8)), y + 0.9, pick(-0.3, 1.1) - 0.85 - y)
    hole = 1 - (a / 0.14) ** 2 - ((y + 0.93) / pick(0.1, 0.5)) ** 2
    return Drawing(_all(np.maximum(body, arm), -hole * 0.15), _stripes(y, pick, 0.15))


def bag(x: Floats, y: Floats, pick: Pick) -> Drawing:
    top, wide = pick(-0.45, 0.05), pick(0.6, 0.92)
    box = _all(wide + pick(-0.12, 0.12) * y - np.abs(x), y - top, pick(0.6, 0.9) - y)
    reach, height = wide * pick(0.4, 0.85), pick(0.2, 0.6)
    ring = np.sqrt((x / reach) ** 2 + ((y - top) / height) ** 2)
    handle = pick(0.05, 0.09) - np.abs(ring - 1) * np.minimum(reach, height)
    flap = np.where(np.abs(y - top - pick(0.2, 0.5)) < 0.05, pick(0.5, 1.0), 1)
    return Drawing(np.maximum(box, _all(handle, top + 0.05 - y)), flap)


# --- shoes: toe to the left, sole at the bottom


def sandal(x: Floats, y: Floats, pick: Pick) -> Drawing:
    ground, heel = pick(0.3, 0.65), pick(0, 0.5)
    foot = ground - heel * np.maximum(0, x + 0.2)  # y of the foot bed
    sole = _all(pick(0.06, 0.12) - np.abs(y - foot), 0.92 - np.abs(x))
    post = _all(y - foot, ground + 0.08 - y, x - pick(0.45, 0.7), 0.92 - x)
    height = pick(0.15, 0.45) + pick(0, 0.4) * np.maximum(0, x)
    bands = np.cos(pick(6, 14) * (x + pick(0.2, 0.8) * y) + pick(0, 6.3)) - pick(-0.9, 0.4)
    straps = _all(0.12 * bands, foot - y, y - foot + height, 0.85 - np.abs(x))
    return Drawing(np.maximum(np.maximum(sole, post), straps), 1 + 0 * x)


def sneaker(x: Floats, y: Floats, pick: Pick) -> Drawing:
    return _shoe(x, y, pick, ground=pick(0.3, 0.62), shaft=pick(0.02, 0.42))


def ankle_boot(x: Floats, y: Floats, pick: Pick) -> Drawing:
    return _shoe(x, y, pick, ground=pick(0.4, 0.85), shaft=pick(0.2, 0.95))


def _shoe(x: Floats, y: Floats, pick: Pick, ground: Floats, shaft: Floats) -> Drawing:
    """ground: y of the sole. shaft: how far the back rises above the instep."""
    instep = pick(-0.1, 0.25)
    rise = 0.25 + 0.3 * np.clip((x + 0.9) / (instep + 0.9), 0, 1)
    upper = rise + shaft * np.clip(4 * (x - instep) + 0.5, 0, 1)
    inside = _all(0.93 - np.abs(x), ground - y, y - ground + upper)
    sole = np.where(ground - y < 0.12, pick(0.5, 1.6), 1)
    return Drawing(inside, sole)


# --- patterns and small parts


def _all(*distances: Floats) -> Floats:
    """Inside all of them."""
    inside = distances[0]
    for distance in distances[1:]:
        inside = np.minimum(inside, distance)
    return inside


def _stripes(along: Floats, pick: Pick, share: float) -> Floats:
    """Stripes across `along`, on about this share of the garments."""
    depth = np.where(pick(0, 1) < share, pick(0.1, 0.5), 0)
    stripes: Floats = 1 - depth * (np.sin(pick(8, 25) * along + pick(0, 6.3)) > 0)
    return stripes


def _print_on_chest(x: Floats, y: Floats, pick: Pick) -> Floats:
    middle = (np.abs(x) < pick(0.1, 0.3)) & (np.abs(y + 0.1) < pick(0.1, 0.35))
    return np.where(middle, np.where(pick(0, 1) < 0.4, pick(0.3, 1.8), 1), 1)


def _opening(x: Floats, y: Floats, pick: Pick, share: float) -> Floats:
    """A front opening, dark or light, on about this share of the garments."""
    front = np.abs(x - pick(-0.06, 0.06)) < pick(0.03, 0.09) + pick(0, 0.25) * np.maximum(0, -0.4 - y)
    return np.where(front, np.where(pick(0, 1) < share, pick(0.2, 0.8), 1), 1)


def _collar(x: Floats, y: Floats, pick: Pick) -> Floats:
    """Two light wings beside the neckline."""
    wing = np.abs(np.abs(x) - 0.22 + 0.3 * (y + 0.8)) < 0.09
    return np.where(wing & (y < pick(-0.65, -0.4)), pick(0.9, 1.6), 1)


GARMENTS = (t_shirt, trouser, pullover, dress, coat, sandal, shirt, sneaker, bag, ankle_boot)
