"""A small hand-out."""

from audioguide.figure import Figure, Limb, LimbName, Point, Posture, View
from audioguide.handout.handout import Code, Entry, Handout, Labels, Part, Row

LIMB = Limb(LimbName.NEAR_ARM, Point(40, 60), Point(40, 40), Point(40, 20))
FIGURE = Figure(View.SIDE, Posture(Point(40, 80), Point(40, 70), Point(40, 40), (), None, (LIMB,)))
ENTRY = Entry(
    number=1,
    name="Cat and cow",
    starts_at="2:10",
    figure=FIGURE,
    doses=("8 rounds",),
    notes=("At most: 20 rounds", "3 sets"),
    how=("On hands and knees.", "Arch."),
    cautions=("Keep it small.", "Fold the mat."),
)
SHEET = Handout(
    title="Morning",
    language="en-GB",
    length="10 minutes",
    made_by="From Ruth",
    routine_hash="0123456789abcdef",
    needs=("a mat",),
    often=("Two times a day.",),
    care=("Never into pain.",),
    parts=(
        Part(None, (Row("Breathing", "0:30", "4 breaths"),)),
        Part("Warm up", (ENTRY, Row("Rest", None, "30 seconds"))),
        Part("Again", (Row("Cat and cow", "9:00", "6 rounds", 1),)),
    ),
    code=Code("https://example.org/#track=a", "Scan to listen", "https://example.org/#track=a"),
    labels=Labels("You need", "How often", "Take care", "How", "again", "No advice."),
)
