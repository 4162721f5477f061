"""The colours and lines of all figures.

Source of the contrasts: WCAG 2.2, 1.4.11, which wants 3 to 1 of what a picture needs to be
understood. `tests/picture/test_picture_style.py` measures them against the paper. In grey they
stay apart too. A ghost is told from a far limb by its dashed outline.
"""

PAPER = "#ffffff"
BODY = "#1f3f52"
FAR = "#6f8b99"
GHOST = "#edf2f4"
"""Inside of the outline that shows the other end of a movement."""
GHOST_EDGE = FAR
ARROW = "#c2410c"
THING = "#84776a"
THING_PALE = "#ddd5ca"

HALO = 1.5
"""Half of the light line around a part that lies over another, in units of the picture."""
GHOST_LINE = 1.9
"""The outline of a ghost, of which that much lies outside of it."""
GHOST_DASHES = "6 3.6"
LINE = 3.6
"""The line of floor, wall and other things."""
ARROW_LINE = 4.8
ARROW_HEAD = 14.0
"""How long the head of an arrow is."""
