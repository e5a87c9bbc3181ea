"""Everything that thinks; imports no Qt, but for :mod:`engine.qt_host`."""
