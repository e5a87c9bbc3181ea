"""A story of a Word document (body, header, note …) between the XML and the canonical text."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.types import BlockKind


@dataclass(slots=True)
class Paragraph:
    """One paragraph: its computed label and its text, trimmed."""

    text: str
    kind: BlockKind = BlockKind.PARAGRAPH
    label: str | None = None
    glued: bool = False
    level: int | None = None

    @property
    def full_text(self) -> str:
        """The label and the text, as they are read aloud."""
        if self.label is None:
            return self.text
        return f"{self.label}{'' if self.glued or not self.text else ' '}{self.text}"


@dataclass(slots=True)
class Cell:
    """A table cell at a column of the grid; one that a merged cell above covers is empty."""

    column: int
    items: list[Paragraph | Table] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """Rows of cells, in order."""

    rows: list[list[Cell]] = field(default_factory=list)


Story = list[Paragraph | Table]


def is_empty(items: Story) -> bool:
    """Whether nothing in ``items`` would show."""
    for item in items:
        if isinstance(item, Paragraph):
            if item.full_text:
                return False
        elif not all(is_empty(cell.items) for row in item.rows for cell in row):
            return False
    return True
