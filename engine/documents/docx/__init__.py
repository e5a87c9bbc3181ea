"""Word documents: a walk of our own over WordprocessingML (ECMA-376 Part 1, section 17)."""
