"""The command line: the same engine, without a window. Imports no Qt and, until a job runs, no torch."""
