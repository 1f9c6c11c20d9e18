"""Plain values cross the wall unchanged; anything else, and any message that does not add up, is refused."""

from __future__ import annotations

import json
import random
import socket
import struct
import threading
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from lessoncheck.protocol import Connection, WireClosed, WireError, decode, encode


@pytest.fixture
def ends() -> Iterator[tuple[Connection, Connection, socket.socket]]:
    near, far = socket.socketpair()
    yield Connection(near), Connection(far), far
    near.close()
    far.close()


@pytest.mark.parametrize(
    "value",
    [None, True, 3, -1.5, float("inf"), "text £ 中", [], {}, [1, [2, {"a": None}]], {"nested": {"list": [1, 2]}}],
)
def test_a_plain_value_arrives_as_it_was_sent(ends: Any, value: Any) -> None:
    near, far, _ = ends
    near.send(value)
    assert far.receive(5) == value


@pytest.mark.parametrize("dtype", ["bool", "uint8", "int64", "float16", "float32", "float64"])
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 0, 4), (2, 3)])
def test_an_array_arrives_with_its_dtype_and_shape(ends: Any, dtype: str, shape: tuple[int, ...]) -> None:
    near, far, _ = ends
    array = np.ones(shape, dtype)
    near.send({"a": array, "b": [array[..., None]]})
    arrived = far.receive(5)
    assert arrived["a"].dtype == dtype
    assert arrived["a"].shape == shape
    np.testing.assert_array_equal(arrived["b"][0], array[..., None])


def test_an_array_in_a_foreign_order_of_bytes_arrives_with_its_values(ends: Any) -> None:
    near, far, _ = ends
    near.send(np.array([1.5, -2.0], dtype=">f8"))
    np.testing.assert_array_equal(far.receive(5), [1.5, -2.0])


@pytest.mark.parametrize("value", [object(), {1: 2}, {"$array": 1}, np.array(["text"]), np.array([None]), {1, 2}])
def test_what_is_not_plain_is_refused_before_it_is_sent(value: Any) -> None:
    with pytest.raises(WireError):
        encode(value)


@pytest.mark.parametrize(
    "header",
    [
        b"not json",
        b'{"$array": ["object", [1]]}',
        b'{"$array": ["float64", [-1]]}',
        b'{"$array": ["float64", [true]]}',
        b'{"$array": ["float64", [99999999999]]}',
        b'{"$array": ["float64", [1]], "more": 1}',
        b'{"$array": "float64"}',
        b'{"$array": [["float64"], [1]]}',
        b"[" * 100_000,
        b"\xff\xfe",
    ],
)
def test_a_header_that_does_not_add_up_is_refused(header: bytes) -> None:
    with pytest.raises(WireError):
        decode(header, b"\0" * 8)


def test_bytes_left_over_are_refused() -> None:
    with pytest.raises(WireError):
        decode(b"1", b"x")


def test_announced_sizes_are_not_believed(ends: Any) -> None:
    near, _, raw = ends
    raw.sendall(struct.pack("!QQ", 1 << 60, 0))
    with pytest.raises(WireError):
        near.receive(5)


def test_a_closed_far_end_and_a_passed_deadline_are_told_apart(ends: Any) -> None:
    near, far, _ = ends
    with pytest.raises(TimeoutError):
        near.receive(0.05)
    far.close()
    with pytest.raises(WireClosed):
        near.receive(5)


def test_a_sender_that_trickles_cannot_outlast_the_deadline(ends: Any) -> None:
    near, _, raw = ends
    stop = threading.Event()

    def trickle() -> None:
        for byte in struct.pack("!QQ", 1000, 0) + b" " * 1000:
            if stop.wait(0.02):
                return
            raw.sendall(bytes([byte]))

    thread = threading.Thread(target=trickle)
    thread.start()
    with pytest.raises(TimeoutError):
        near.receive(0.2)
    stop.set()
    thread.join()


def test_damaged_messages_are_refused_or_read_but_never_anything_else() -> None:
    source = random.Random(0)
    message = encode({"a": np.arange(6.0).reshape(2, 3), "b": [1, "two", None]})
    header_length = struct.unpack("!QQ", message[:16])[0]
    for _ in range(3000):
        damaged = bytearray(message[16:])
        for _ in range(source.randint(1, 4)):
            damaged[source.randrange(len(damaged))] = source.randrange(256)
        try:
            value = decode(bytes(damaged[:header_length]), bytes(damaged[header_length:]))
        except WireError:
            continue
        json.dumps(value, default=lambda array: array.tolist())
