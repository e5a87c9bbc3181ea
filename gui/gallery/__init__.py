"""Pictures of every page and dialog of the real program: for the docs, and to be looked at."""
