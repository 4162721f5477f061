"""How long the parts of a body are, as hundredths of standing height.

Source: R. Drillis and R. Contini, Body Segment Parameters (1966), as drawn in D. Winter,
Biomechanics and Motor Control of Human Movement, figure 4.1: heights over the floor of a standing
person are 87.0 chin, 81.8 shoulder, 63.0 elbow, 48.5 wrist, 53.0 hip, 28.5 knee, 3.9 ankle;
a hand is 10.8 long, a foot 15.2, a head 13.0;
from the middle it is 12.9 to the outline of a shoulder, and 9.6 to that of a hip.
"""

UPPER_ARM = 81.8 - 63.0
FOREARM_WITH_HALF_A_HAND = (63.0 - 48.5) + 10.8 / 2
THIGH = 53.0 - 28.5
SHIN = 28.5 - 3.9
ANKLE_TO_TOE = 12.0
"""A foot is 15.2 long, a quarter of which lies behind the ankle, which is 3.9 above the sole."""
TRUNK = 87.0 - 53.0
"""From the hips to the base of the neck, which lies at the height of the chin or below."""
NECK_AND_HALF_A_HEAD = 100.0 - 81.8 - 13.0 / 2

MOST_OVER = 1.05
"""How much longer than this a part may be drawn: people differ, and a joint is no point."""
