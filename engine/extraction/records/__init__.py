"""Records out of a document: the rows of its tables, its lists and its sentences.

>>> found_records(document, group, mentions, reading)       # group.columns name what a record holds

Every value is a span of the document. Tables are read by their headings; where the document has no
table for a group, lines with a heading, then passages in which values of several columns stand together.
"""

from engine.extraction.records.assemble import column_fields, found_records

__all__ = ["column_fields", "found_records"]
