"""Whatever the other end sends, the reader gives plain values or raises WireError, in no more memory than was sent."""

from __future__ import annotations

import json
import math
import socket
import struct
import threading
import tracemalloc
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from lessoncheck.protocol import DTYPES, MAX_BODY, MAX_DIMENSIONS, MAX_HEADER, Connection, WireError, decode, encode

LENGTHS = struct.Struct("!QQ")
plain_numbers = st.integers() | st.floats(allow_nan=True) | st.booleans() | st.none()
plain_arrays = st.sampled_from(sorted(DTYPES)).flatmap(
    lambda dtype: arrays.arrays(dtype, arrays.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4))
)
keys = st.text(max_size=8).filter(lambda key: not key.startswith("$"))
plain = st.recursive(
    plain_numbers | st.text() | plain_arrays,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)
# JSON that looks like ours: dicts with $array, of every kind of dtype and shape
claims = st.fixed_dictionaries(
    {
        "$array": st.lists(
            st.sampled_from([*sorted(DTYPES), "object", "U8", "float128", "complex128", "V8", ">f8", ""])
            | st.lists(st.integers(-2, 2**70) | st.booleans() | st.floats() | st.none(), max_size=10)
            | plain_numbers
            | st.text(max_size=4),
            max_size=4,
        )
        | plain_numbers
        | st.text(max_size=4)
    },
    optional={"more": st.none()},
)
headers = st.recursive(
    plain_numbers | st.text(max_size=8) | claims,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def read(header: bytes, body: bytes) -> Any:
    """The value; None where the reader refuses it. Any other exception is a failure of the test."""
    try:
        value = decode(header, body)
    except WireError:
        return None
    must_be_plain(value)
    return value


def must_be_plain(value: Any) -> None:
    if isinstance(value, np.ndarray):
        assert value.dtype.name in DTYPES
        assert not value.dtype.hasobject
        assert value.ndim <= MAX_DIMENSIONS
        assert value.flags.owndata or value.base is not None
        return
    assert type(value) in {type(None), bool, int, float, str, list, dict}
    if isinstance(value, dict):
        for key, inner in value.items():
            assert type(key) is str
            must_be_plain(inner)
    elif isinstance(value, list):
        for inner in value:
            must_be_plain(inner)


def same(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray):
        return bool(one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes())
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and (one == other or (one != one and other != other))


@given(plain)
@settings(deadline=None)
def test_every_plain_value_comes_back_bit_for_bit(value: Any) -> None:
    message = encode(value)
    header, body = LENGTHS.unpack(message[: LENGTHS.size])
    content = message[LENGTHS.size :]
    assert len(content) == header + body
    assert same(value, decode(content[:header], content[header:]))


@given(st.binary(max_size=200), st.binary(max_size=200))
@example(b"\xff\xfe[]", b"")
@example(b'"\\ud800"', b"")
@example(b"NaN", b"")
@example(b"-Infinity", b"")
@example(b"1" * 5000, b"")
@example(b"1e99999", b"")
@example(b'{"$array": ["float64", [1]]}', b"\x01\x00\x00\x00\x00\x00\xf4\x7f")
@settings(deadline=None)
def test_any_bytes_are_read_or_refused(header: bytes, body: bytes) -> None:
    read(header, body)


@given(headers, st.binary(max_size=64))
@example({"$array": ["float64", [0] * 9]}, b"")
@example({"$array": ["uint8", [2**40, 0]]}, b"")
@example({"$array": ["uint8", [0, 2**63]]}, b"")
@example({"$array": ["uint8", [2**31, 2**31, 2**31]]}, b"")
@example({"$array": ["bool", [1]]}, b"\x07")
@example([{"$array": ["int8", [1]]}] * 3, b"\x01\x02")
@example({"$array": None}, b"")
@example({"$array": {}}, b"")
@example({"$array": ["float64", "11"]}, b"")
@example({"$array": ["float64", {"1": 1}]}, b"")
@settings(deadline=None)
def test_headers_that_claim_anything_are_read_or_refused(header: Any, body: bytes) -> None:
    read(json.dumps(header).encode(), body)


@given(plain, st.data())
@settings(deadline=None)
def test_mutated_messages_are_read_or_refused(value: Any, data: st.DataObject) -> None:
    message = encode(value)
    length = LENGTHS.unpack(message[: LENGTHS.size])[0]
    damaged = bytearray(message[LENGTHS.size :])
    for _ in range(data.draw(st.integers(1, 4))):
        if not damaged:
            break
        position = data.draw(st.integers(0, len(damaged) - 1))
        kind = data.draw(st.sampled_from(["set", "delete", "insert"]))
        if kind == "set":
            damaged[position] = data.draw(st.integers(0, 255))
        elif kind == "delete":
            del damaged[position]
        else:
            damaged.insert(position, data.draw(st.integers(0, 255)))
    split = data.draw(st.sampled_from([length, length - 1, length + 1]))
    read(bytes(damaged[: max(split, 0)]), bytes(damaged[max(split, 0) :]))


@pytest.mark.parametrize("opening", [b"[", b'{"a":', b'[{"$array":['])
@pytest.mark.parametrize("depth", [100, 900, 5_000, 500_000])
def test_any_depth_is_read_or_refused(opening: bytes, depth: int) -> None:
    closing = {b"[": b"]", b'{"a":': b"}", b'[{"$array":[': b"]}]"}[opening]
    read(opening * depth, b"")
    read(opening * depth + b"1" + closing * depth, b"")


@given(st.lists(st.integers(0, 2**62), min_size=1, max_size=8), st.sampled_from(sorted(DTYPES)), st.integers(0, 64))
@settings(max_examples=50, deadline=None)
def test_a_claimed_shape_takes_no_memory(shape: list[int], dtype: str, length: int) -> None:
    header = json.dumps({"$array": [dtype, shape]}).encode()
    tracemalloc.start()
    try:
        value = read(header, bytes(length))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 1 << 20
    assert value is None or math.prod(shape) * np.dtype(dtype).itemsize == length


@given(st.binary(max_size=300))
@example(LENGTHS.pack(MAX_HEADER + 1, 0))
@example(LENGTHS.pack(0, MAX_BODY + 1))
@example(LENGTHS.pack(2**64 - 1, 2**64 - 1))
@example(LENGTHS.pack(2, 0) + b"[]" + LENGTHS.pack(9, 9))
@example(LENGTHS.pack(MAX_HEADER, MAX_BODY) + b"x")
@settings(max_examples=100, deadline=None)
def test_any_stream_of_bytes_ends_in_values_or_an_error(stream: bytes) -> None:
    near, far = socket.socketpair()
    with near, far:
        sender = threading.Thread(target=lambda: (far.sendall(stream), far.shutdown(socket.SHUT_WR)))
        sender.start()
        connection = Connection(near)
        tracemalloc.start()
        try:
            for _ in range(len(stream) + 1):  # each message takes at least its lengths, so this ends
                must_be_plain(connection.receive(5))
            raise AssertionError("the stream has an end")
        except WireError:
            pass
        finally:
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            sender.join()
    assert peak < 8 << 20
