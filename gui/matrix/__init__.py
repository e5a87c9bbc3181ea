"""Matrices of clauses and of statements, fast for thousands of rows and columns."""

from gui.matrix.grid import Cell, CellLook, Grid
from gui.matrix.view import Matrix

__all__ = ["Cell", "CellLook", "Grid", "Matrix"]
