"""PDF: text with words and boxes, reading order, page margins told apart, scans recognised."""
