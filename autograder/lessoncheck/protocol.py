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
    header = json.dumps(_pack(value, bodies), ensure_ascii=False).encode("utf-8", "replace")
    body = b"".join(bodies)
    return _LENGTHS.pack(len(header), len(body)) + header + body


def decode(header: bytes, body: bytes | memoryview) -> Plain:
    """The value of a message; WireError when the header or the arrays do not fit."""
    try:
        tree = json.loads(header.decode())
        value, used = _unpack(tree, body, 0)
    except (ValueError, RecursionError, TypeError, OverflowError) as error:
        raise WireError(f"unreadable message: {type(error).__name__}") from None
    if used != len(body):
        raise WireError("the arrays are longer than the header says")
    return value


def _pack(value: Plain, bodies: list[bytes]) -> Any:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, np.generic):
        return _pack(value.item(), bodies)
    if isinstance(value, np.ndarray):
        name = _NAMES.get(value.dtype.newbyteorder("="))
        if name is None or value.ndim > MAX_DIMENSIONS:
            raise WireError(f"cannot send an array of {value.dtype} with {value.ndim} dimensions")
        bodies.append(np.ascontiguousarray(value, dtype=name).tobytes())  # in this machine's order of bytes
        return {"$array": [name, list(value.shape)]}
    if isinstance(value, list | tuple):
        return [element if isinstance(element, str) else _pack(element, bodies) for element in value]
    if isinstance(value, dict):
        for key in value:
            if not isinstance(key, str) or key.startswith("$"):
                raise WireError(f"cannot send the key {key!r}")
        return {key: _pack(element, bodies) for key, element in value.items()}
    raise WireError(f"cannot send a {type(value).__name__}")


def _unpack(tree: Any, body: bytes | memoryview, used: int) -> tuple[Plain, int]:
    if isinstance(tree, list):
        values = []
        for element in tree:
            if isinstance(element, str):  # most are names of operators, by the thousand: a call for each would show
                values.append(readable(element))
            else:
                value, used = _unpack(element, body, used)
                values.append(value)
        return values, used
    if isinstance(tree, str):
        return readable(tree), used
    if not isinstance(tree, dict):
        return tree, used
    if "$array" in tree:
        return _unpack_array(tree, body, used)
    result = {}
    for key, element in tree.items():
        result[readable(key)], used = _unpack(element, body, used)
    return result, used


def readable(text: str) -> str:
    """The text without lone surrogates, which JSON can carry and no file can."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _unpack_array(tree: dict[str, Any], body: bytes | memoryview, used: int) -> tuple[np.ndarray[Any, Any], int]:
    dtype_name, shape = tree["$array"]
    if len(tree) != 1 or dtype_name not in DTYPES or len(shape) > MAX_DIMENSIONS:
        raise WireError("not an array of a kind that we accept")
    if any(isinstance(n, bool) or not isinstance(n, int) or n < 0 for n in shape):
        raise WireError("not a shape")
    dtype = np.dtype(dtype_name)
    end = used + math.prod(shape) * dtype.itemsize
    if end > len(body):
        raise WireError("the arrays are shorter than the header says")
    array = np.frombuffer(body[used:end], dtype=dtype).reshape(shape).copy()
    return array, end


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
