"""The colours of covers and icons, around those of the figures; see `style`."""

from audioguide.picture.style import BODY, FAR

GROUND = "#e6edf4"
"""What figures on their white paper lie on."""
INK = BODY
"""Words on the ground: 9.4 to 1."""
STRIP = BODY
"""Under white words."""
BREATH = FAR
