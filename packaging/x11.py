"""Finds and closes a program's window on an X display, as a window manager would; needs libX11 alone."""

from __future__ import annotations

import ctypes
import ctypes.util
from collections.abc import Iterator

_VIEWABLE = 2
_CLIENT_MESSAGE = 33
_ANY_TYPE = 0
_Handler = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)


class _Attributes(ctypes.Structure):
    _fields_ = (
        [(name, ctypes.c_int) for name in ("x", "y", "width", "height", "border", "depth")]
        + [("visual", ctypes.c_void_p), ("root", ctypes.c_ulong)]
        + [(name, ctypes.c_int) for name in ("kind", "bit_gravity", "win_gravity", "store")]
        + [(name, ctypes.c_ulong) for name in ("planes", "pixel")]
        + [("save_under", ctypes.c_int), ("colormap", ctypes.c_ulong)]
        + [(name, ctypes.c_int) for name in ("installed", "map_state")]
        + [("rest", ctypes.c_byte * 256)]
    )  # fmt: skip


class _Message(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("message_type", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
        ("rest", ctypes.c_byte * 192),
    )


class Display:
    """A connection to the display called ``name`` (``:99``). Raises ``OSError`` where there is none."""

    def __init__(self, name: str) -> None:
        self._x = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._x.XDefaultRootWindow.restype = ctypes.c_ulong
        self._x.XInternAtom.restype = ctypes.c_ulong
        pointer = self._x.XOpenDisplay(name.encode())
        if not pointer:
            raise OSError(f"no display {name}")
        self._display = ctypes.c_void_p(pointer)
        # A window may go while it is looked at; Xlib's own handler would end this process for it.
        self._on_error = _Handler(lambda _display, _event: 0)
        self._x.XSetErrorHandler(self._on_error)

    def window(self, title: str) -> int | None:
        """A window that is on the screen and has ``title`` in its title."""
        root = self._x.XDefaultRootWindow(self._display)
        for window in self._below(root):
            if title in self._title(window) and self._is_shown(window):
                return window
        return None

    def close(self, window: int) -> None:
        """Ask ``window`` to close, as its button does."""
        message = _Message()
        message.type = _CLIENT_MESSAGE
        message.window = window
        message.message_type = self._atom("WM_PROTOCOLS")
        message.format = 32
        message.data[0] = self._atom("WM_DELETE_WINDOW")
        target = ctypes.c_ulong(window)
        self._x.XSendEvent(self._display, target, 0, ctypes.c_long(0), ctypes.byref(message))
        self._x.XSync(self._display, 0)

    def _atom(self, name: str) -> int:
        return int(self._x.XInternAtom(self._display, name.encode(), 0))

    def _below(self, window: int) -> Iterator[int]:
        root, parent = ctypes.c_ulong(), ctypes.c_ulong()
        children, count = ctypes.POINTER(ctypes.c_ulong)(), ctypes.c_uint()
        self._x.XQueryTree(
            self._display, ctypes.c_ulong(window), ctypes.byref(root), ctypes.byref(parent),
            ctypes.byref(children), ctypes.byref(count),
        )  # fmt: skip
        found = [int(children[number]) for number in range(count.value)]
        if count.value:
            self._x.XFree(children)
        for child in found:
            yield child
            yield from self._below(child)

    def _title(self, window: int) -> str:
        kind, count, rest = ctypes.c_ulong(), ctypes.c_ulong(), ctypes.c_ulong()
        size, content = ctypes.c_int(), ctypes.c_char_p()
        failed = self._x.XGetWindowProperty(
            self._display, ctypes.c_ulong(window), ctypes.c_ulong(self._atom("_NET_WM_NAME")),
            ctypes.c_long(0), ctypes.c_long(256), 0, ctypes.c_ulong(_ANY_TYPE), ctypes.byref(kind),
            ctypes.byref(size), ctypes.byref(count), ctypes.byref(rest), ctypes.byref(content),
        )  # fmt: skip
        if failed or not content.value:
            return ""
        title = content.value.decode("utf-8", "replace")
        self._x.XFree(content)
        return title

    def _is_shown(self, window: int) -> bool:
        attributes = _Attributes()
        self._x.XGetWindowAttributes(
            self._display, ctypes.c_ulong(window), ctypes.byref(attributes)
        )
        return attributes.map_state == _VIEWABLE
