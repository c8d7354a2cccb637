"""Pictures of runs, drawn with matplotlib's object interface (no pyplot): small functions and live figures."""
