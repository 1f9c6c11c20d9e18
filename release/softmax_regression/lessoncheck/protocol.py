"""Plain values over a byte stream: how inputs reach the process with the student's code and results come back.

Only None, bool, int, float, str, list, dict with text keys and dense numeric arrays exist here. Nothing is
ever unpickled, and the reader believes no size it has not checked: the other end runs a student's code.

A message is two lengths (8 bytes each, big-endian), a JSON header of the first length, and the arrays' raw
bytes of the second. In the header an array stands as {"$array": [dtype, shape]}, in order of its bytes.
"""

from __future__ import annotations

import json
import math
import socket
import struct
import time
from typing import Any

import numpy as np

Plain = Any  # None | bool | int | float | str | ndarray | list[Plain] | dict[str, Plain]

DTYPES = frozenset(["bool", "uint8", "int8", "int16", "int32", "int64", "float16", "float32", "float64"])
_NAMES = {np.dtype(name): name for name in DTYPES}  # `dtype.name` works its answer out anew each time
MAX_HEADER = 6 << 20  # all that may be read of a notebook, with four bytes a character
MAX_BODY = 256 << 20
MAX_DIMENSIONS = 8
_LENGTHS = struct.Struct("!QQ")


class WireError(Exception):
    """The bytes are not a message of ours, or the value cannot be sent."""


class WireClosed(WireError):
    """The other end is gone."""


def encode(value: Plain) -> bytes:
    """The message for `value`; WireError for anything that is not plain."""
    bodies: list[bytes] = []

    def packed(value: object) -> object:
        if isinstance(value, np.generic):
            return value.item()
        if isinstance(value, np.ndarray):
            name = _NAMES.get(value.dtype.newbyteorder("="))
            if name is not None and value.ndim <= MAX_DIMENSIONS:
                # in this machine's order of bytes
                bodies.append(np.ascontiguousarray(value, dtype=name).tobytes())
                return {"$array": [name, list(value.shape)]}
            raise WireError(f"cannot send an array of {value.dtype} with {value.ndim} dimensions")
        raise WireError(f"cannot send a {type(value).__name__}")

    _keys_must_be_texts(value)
    header = json.dumps(value, ensure_ascii=False, default=packed).encode("utf-8", "replace")
    body = b"".join(bodies)
    return _LENGTHS.pack(len(header), len(body)) + header + body


def decode(header: bytes, body: bytes | memoryview) -> Plain:
    """The value of a message; WireError when the header or the arrays do not fit."""
    used = 0

    def unpacked(tree: dict[str, Any]) -> Plain:
        nonlocal used
        if "$array" not in tree:
            return tree
        array = _array_at(tree, body, used)
        used += array.nbytes
        return array

    try:
        if b"\\u" in header:  # a lone surrogate, which JSON can carry and no file can, can only be written so
            header = json.dumps(json.loads(header.decode()), ensure_ascii=False).encode("utf-8", "replace")
        value = json.loads(header.decode(), object_hook=unpacked)
    except (ValueError, RecursionError, TypeError, OverflowError) as error:
        raise WireError(f"unreadable message: {type(error).__name__}") from None
    if used != len(body):
        raise WireError("the arrays are longer than the header says")
    return value


def _keys_must_be_texts(value: Plain) -> None:
    """WireError for a name that the reader would take for another one, or for an array's."""
    for element in value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ():
        if isinstance(element, dict | list | tuple):
            _keys_must_be_texts(element)
    for key in value if isinstance(value, dict) else ():
        if not isinstance(key, str) or key.startswith("$"):
            raise WireError(f"cannot send the key {key!r}")


def _array_at(tree: dict[str, Any], body: bytes | memoryview, start: int) -> np.ndarray[Any, Any]:
    dtype_name, shape = tree["$array"]
    if len(tree) != 1 or dtype_name not in DTYPES or len(shape) > MAX_DIMENSIONS:
        raise WireError("not an array of a kind that we accept")
    if any(isinstance(n, bool) or not isinstance(n, int) or n < 0 for n in shape):
        raise WireError("not a shape")
    dtype, size = np.dtype(dtype_name), math.prod(shape)
    if start + size * dtype.itemsize > len(body):
        raise WireError("the arrays are shorter than the header says")
    return np.frombuffer(body[start : start + size * dtype.itemsize], dtype=dtype).reshape(shape).copy()


class Connection:
    """Messages over a connected stream socket, with deadlines.

    `timeout` is in seconds; None waits for ever. A deadline that passes raises TimeoutError. Received messages may
    have `most` bytes of arrays, and `header` bytes of all else.
    """

    def __init__(self, stream: socket.socket, most: int = MAX_BODY, header: int = MAX_HEADER) -> None:
        self._stream = stream
        self._most = most
        self._header = header

    def send(self, value: Plain, timeout: float | None = None) -> None:
        """Send one value; WireClosed when nobody listens any more."""
        self._stream.settimeout(timeout)
        try:
            self._stream.sendall(encode(value))
        except TimeoutError:
            raise
        except OSError:
            raise WireClosed("the other end is gone") from None

    def receive(self, timeout: float | None = None) -> Plain:
        """The next value; WireClosed at the end of the stream, WireError for bytes that are no message."""
        deadline = None if timeout is None else time.monotonic() + timeout
        header_length, body_length = _LENGTHS.unpack(self._read(_LENGTHS.size, deadline))
        if header_length > self._header or body_length > self._most:
            raise WireError("the message is too large")
        message = self._read(header_length + body_length, deadline)
        return decode(message[:header_length], memoryview(message)[header_length:])

    def close(self) -> None:
        """Close our end."""
        self._stream.close()

    def _read(self, length: int, deadline: float | None) -> bytes:
        pieces: list[bytes] = []
        missing = length
        while missing:
            if deadline is not None:
                left = deadline - time.monotonic()
                if left <= 0:
                    raise TimeoutError
                self._stream.settimeout(left)
            else:
                self._stream.settimeout(None)
            try:
                piece = self._stream.recv(min(missing, 1 << 20))
            except TimeoutError:
                raise
            except OSError:
                raise WireClosed("the other end is gone") from None
            if not piece:
                raise WireClosed("the other end is gone")
            pieces.append(piece)
            missing -= len(piece)
        return b"".join(pieces)
