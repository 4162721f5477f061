"""Chimes, time left, the next pose, time to get ready, and encouragement."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from msgspec.structs import replace
from routines import (
    FOUR_SIX,
    PHRASES,
    SOUNDS,
    exercise,
    lines,
    measure,
    of,
    planned,
    pose,
    routine,
    said,
    settings,
    span,
    words,
)

from audioguide.cueing import Cueing, Encouragement
from audioguide.dose import (
    Breathing,
    BreathPattern,
    BreathPhase,
    BreathsHold,
    Guidance,
    RepsSpec,
    Rhythm,
    SecondsHold,
    Side,
)
from audioguide.library.load import load_phrases, phrase_languages
from audioguide.roles import Role
from audioguide.routine.routine import Breathe, Click, Cue, Rest, Say
from audioguide.routine.routine import Chime as ChimeItem
from audioguide.syntax.script import ChimeName
from audioguide.text import Text
from audioguide.timeline.cue import BreathMark, ChimeMark
from audioguide.timeline.cueing.chimes import with_chimes
from audioguide.timeline.doses.score import score_dose
from audioguide.timeline.doses.wording import Wording
from audioguide.timeline.schedule import LEAD_IN, schedule
from audioguide.timeline.spoken import time_left
from audioguide.timeline.timeline import Chime, Speech
from audioguide.units import to_samples

SECOND = 44_100
FRIENDLY = PHRASES.items("encouragement")


def hold(seconds, **more):
    return exercise(SecondsHold(Fraction(seconds)), **more)


def cued(guidance=Guidance.FULL, **keys):
    """Settings with cueing."""
    seconds = {"chime_every_seconds", "ready_seconds"}
    values = {key: Fraction(value) if key in seconds else value for key, value in keys.items()}
    if "time_left_seconds" in values:
        values["time_left_seconds"] = tuple(map(Fraction, values["time_left_seconds"]))
    return settings(guidance=guidance, cueing=Cueing(**values))


def moments(timeline, kind, move=0, **wanted):
    """Seconds from the dose's start."""
    start = timeline.moves[move].dose_start
    found = of(timeline, kind, **wanted)
    return [(e.start - start) / SECOND for e in found if e.move == move]


def spoken_in(timeline, move, *roles):
    """Seconds from the dose's start, and what is said within it."""
    here = timeline.moves[move]
    return [
        ((e.start - here.dose_start) / SECOND, e.utterance.text)
        for e in of(timeline, Speech)
        if here.dose_start <= e.start < here.dose_end and (not roles or e.role in roles)
    ]


# Chimes.


def test_chimes_stand_apart_as_written_and_keep_off_the_middle_and_the_end():
    timeline = planned(hold(125, settings=cued(chime_every_seconds=20)))
    assert moments(timeline, Chime, name="ping") == [20, 40, 80, 100]  # 62.5 is the middle
    assert spoken_in(timeline, 0, Role.HALFWAY) == [(62.5, "Halfway.")]


def test_a_chime_is_on_the_grid_of_its_exact_interval():
    third = cued(chime_every_seconds=Fraction(100, 3))
    timeline = planned(hold(300, settings=third))
    start = timeline.moves[0].dose_start
    assert [e.start - start for e in of(timeline, Chime, name="ping")] == [
        to_samples(Fraction(100 * k, 3)) for k in range(1, 9)
    ]


def test_a_short_hold_has_no_chime_and_no_dose_but_a_hold_has():
    here = cued(chime_every_seconds=20)
    assert moments(planned(hold(20, settings=here)), Chime, name="ping") == []
    assert moments(planned(hold(24, settings=here)), Chime, name="ping") == []
    rhythm = Rhythm(Fraction(60), Fraction(90), None, None, None)
    assert moments(planned(exercise(rhythm, settings=here)), Chime, name="ping") == []
    breaths = BreathsHold(10, FOUR_SIX)
    assert moments(planned(exercise(breaths, settings=here)), Chime, name="ping") == [
        20,
        40,
        60,
        80,
    ]


def test_chimes_keep_off_words_that_have_their_moment():
    cue = Cue(Fraction(30), "Breathe into your back.", span(8))
    own = hold(100, cues=(cue,), settings=cued(chime_every_seconds=15))
    assert moments(planned(own), Chime, name="ping") == [15, 45, 60, 75, 90]
    breaths = BreathsHold(10, FOUR_SIX)  # Named until second 20; halfway at 44, the last at 90.
    timeline = planned(exercise(breaths, settings=cued(chime_every_seconds=5)))
    assert moments(timeline, Chime, name="ping") == [20, 30, 40, 50, 60, 70, 80]


def chimed_breaths(n_breaths, breath, every_seconds):
    """A hold in breaths without words, its chimes, and where its breaths begin."""
    score = score_dose(BreathsHold(n_breaths, breath), Wording(PHRASES, "en", Guidance.FULL))
    chimed = with_chimes(replace(score, cues=()), Fraction(every_seconds))
    chimes = [mark.at for mark in chimed.marks if isinstance(mark, ChimeMark)]
    inhales = [
        mark.start
        for mark in chimed.marks
        if isinstance(mark, BreathMark) and mark.phase is BreathPhase.INHALE
    ]
    return chimes, inhales, chimed.length


def test_a_chime_moves_to_the_start_of_the_nearest_breath():
    chimes, _, _ = chimed_breaths(12, FOUR_SIX, 34)
    assert [at / SECOND for at in chimes] == [30, 70, 100]
    chimes, _, _ = chimed_breaths(6, FOUR_SIX, 5)  # One a breath; 5 s are as near to 0 s.
    assert [at / SECOND for at in chimes] == [10, 20, 30, 40, 50]


phases = st.integers(2, 24).map(lambda halves: Fraction(halves, 2))
breaths_that_may_change = st.builds(
    Breathing,
    first=st.builds(BreathPattern, phases, st.just(Fraction(0)), phases, st.just(Fraction(0))),
    last=st.builds(BreathPattern, phases, st.just(Fraction(0)), phases, st.just(Fraction(0))),
)


@given(st.integers(1, 40), breaths_that_may_change, st.integers(20, 400))
def test_every_chime_of_a_hold_in_breaths_begins_with_a_breath(n_breaths, breath, every_quarters):
    every = Fraction(every_quarters, 4)
    chimes, inhales, length = chimed_breaths(n_breaths, breath, every)
    assert set(chimes) <= set(inhales[1:])
    longest = max(two - one for one, two in pairwise([*inhales, length]))
    for one, two in pairwise([0, *chimes]):
        assert abs(two - one - to_samples(every)) <= longest + 1
    # Nor is one missing at the end.
    assert length - 5 * SECOND <= (chimes or [0])[-1] + to_samples(every) + longest + 1


def test_a_restful_hold_has_its_chimes():
    restful = hold(100, pose=pose(restful=True), settings=cued(chime_every_seconds=30))
    assert moments(planned(restful), Chime, name="ping") == [30, 60, 90]


def test_chimes_sound_under_all_guidance_but_silent():
    for guidance in Guidance:
        here = cued(guidance, chime_every_seconds=30)
        heard = of(planned(hold(100, settings=here)), Chime, name="ping")
        assert len(heard) == (0 if guidance is Guidance.SILENT else 3)


def test_a_reminder_keeps_clear_of_a_chime():
    chatty = pose(during=lines("Let it be.", "Breathe into your back."))
    timeline = planned(hold(60, pose=chatty, settings=cued(chime_every_seconds=8)))
    chimes = of(timeline, Chime, name="ping")
    reminders = of(timeline, Speech, role=Role.DURING)
    assert len(reminders) == 2
    assert not any(
        e.start < chime.end and chime.start < e.end for e in reminders for chime in chimes
    )


# Time left.


def test_the_time_left_is_said_at_its_moment():
    here = cued(time_left_seconds=[60, 30, 10])
    timeline = planned(hold(100, settings=here))
    assert spoken_in(timeline, 0, Role.LAST, Role.HALFWAY) == [
        (40, "1 minute left."),
        (50, "Halfway."),
        (70, "30 seconds left."),
        (90, "10 seconds left."),
    ]


def test_a_time_that_is_no_news_is_not_told():
    here = cued(time_left_seconds=[60, 30, 10])
    assert said(planned(hold(35, settings=here)), "last") == ["10 seconds left."]
    assert said(planned(hold(38, settings=here)), "last") == [
        "30 seconds left.",
        "10 seconds left.",
    ]
    assert said(planned(hold(9, settings=here)), "last") == []


def test_it_takes_the_place_of_the_middle_in_word_and_tone():
    word = planned(hold(120, settings=cued(time_left_seconds=[60])))
    assert said(word, "halfway", "last") == ["1 minute left."]
    tone = planned(hold(30, settings=cued(time_left_seconds=[15])))
    assert said(tone, "last") == ["15 seconds left."]
    assert of(tone, Chime, name="halfway") == []


def test_an_author_s_middle_stays():
    cue = Cue(None, "Half of it.", span(8))
    timeline = planned(hold(120, cues=(cue,), settings=cued(time_left_seconds=[60, 30])))
    assert said(timeline, "halfway", "last") == ["Half of it.", "30 seconds left."]


def test_chimes_keep_off_the_time_that_is_told():
    here = cued(time_left_seconds=[30], chime_every_seconds=10)
    timeline = planned(hold(100, settings=here))
    assert moments(timeline, Chime, name="ping") == [10, 20, 30, 40, 60, 80, 90]


def test_the_countdown_of_muscle_work_is_left_alone():
    active = pose(dose=RepsSpec(4))
    timeline = planned(hold(60, pose=active, settings=cued(time_left_seconds=[5])))
    assert spoken_in(timeline, 0, Role.COUNT) == [(57, "3."), (58, "2."), (59, "1.")]
    assert spoken_in(timeline, 0, Role.LAST) == [(55, "5 seconds left.")]


def test_nobody_counts_in_a_restful_pose():
    here = cued(time_left_seconds=[30, 10], encouragement=Encouragement.MANY)
    restful = hold(200, pose=pose(restful=True), settings=here)
    assert spoken_in(planned(restful), 0) == []


def test_time_left_by_guidance():
    heard = {}
    for guidance in Guidance:
        timeline = planned(hold(100, settings=cued(guidance, time_left_seconds=[30])))
        heard[guidance] = (
            said(timeline, "last"),
            moments(timeline, Chime, name="ping"),
        )
    spoken = (["30 seconds left."], [])
    assert heard == {
        Guidance.FULL: spoken,
        Guidance.SHORT: spoken,
        Guidance.LEARNING: spoken,
        Guidance.BELLS: ([], [70]),
        Guidance.SILENT: ([], []),
    }


@pytest.mark.parametrize(
    ("language", "one", "many"),
    [
        ("en", "1 minute left.", "30 seconds left."),
        ("de", "Noch eine Minute.", "Noch 30 Sekunden."),
        ("es", "Queda un minuto.", "Quedan 30 segundos."),
        ("fr", "Encore une minute.", "Encore 30 secondes."),
        ("hi", "1 मिनट बाकी है।", "30 सेकंड बाकी हैं।"),
    ],
)
def test_time_left_has_the_grammar_of_its_language(language, one, many):
    phrases = load_phrases(language)
    assert time_left(Fraction(60), phrases)[0] == one
    assert time_left(Fraction(30), phrases)[0] == many


def test_the_length_alone_is_said_where_the_sentence_does_not_fit():
    cue = Cue(Fraction(-28), "My own.", span(8))
    # Two seconds are free, and a word takes two thirds of one.
    here = cued(time_left_seconds=[30])
    slow = replace(here, voice=replace(here.voice, rate_wpm=90))
    timeline, found = schedule(
        routine(hold(100, cues=(cue,), settings=slow)), measure=measure, sound_lengths=SOUNDS
    )
    assert said(timeline, "last", "say") == ["30 seconds.", "My own."]
    assert [one.code for one in found] == ["speech-shortened"]


# The next pose.


def rest(seconds, text=None, between_rounds=False, **keys):
    here = cued(names_next=True, **keys)
    return Rest(Fraction(seconds), text, between_rounds, here, None, span())


NEXT = ["Next: Knees."]


def test_a_rest_names_the_pose_that_comes_next():
    timeline = planned(rest(20), hold(30))
    assert said(timeline, "rest") == NEXT
    (event,) = of(timeline, Speech, role=Role.REST)
    assert event.start - LEAD_IN == 8 * SECOND
    assert event.end <= LEAD_IN + 19 * SECOND


def test_words_and_bells_may_stand_between():
    say = Say(words("Well."), None, settings(), None, span())
    bell = ChimeItem(ChimeName.START, settings(), None, span())
    assert said(planned(rest(20), say, bell, hold(30)), "rest") == NEXT


def test_nothing_is_named_where_no_pose_comes_next():
    say = Say(words("Well."), None, settings(), None, span())
    breathe = Breathe(3, None, settings(), None, span())
    click = Click(Fraction(60), None, 8, None, None, None, settings(), None, span())
    for items in ([], [say], [breathe, hold(30)], [click, hold(30)]):
        assert said(planned(hold(30), rest(20), *items), "rest") == []
    assert said(planned(rest(20), rest(20), hold(30)), "rest") == NEXT


def test_it_comes_after_the_words_of_the_rest_and_inside_it():
    timeline = planned(rest(8, words("Rest, and let it all settle.")), hold(30))
    own, told = of(timeline, Speech, role=Role.REST)
    assert told.start >= own.end + to_samples(Fraction(3, 2))
    assert told.end <= LEAD_IN + 7 * SECOND
    assert said(planned(rest(9, between_rounds=True), hold(30)), "rest") == ["Rest.", *NEXT]


@pytest.mark.parametrize(
    "item",
    [rest(4), rest(6, words("Rest, and let it all settle down, slowly.")), rest(1)],
)
def test_a_rest_that_is_too_short_does_without_and_nobody_is_told(item):
    timeline, found = schedule(routine(item, hold(30)), measure=measure, sound_lengths=SOUNDS)
    assert NEXT[0] not in said(timeline, "rest")
    assert found == ()


def test_the_next_pose_by_guidance():
    for guidance in Guidance:
        timeline = planned(rest(20, guidance=guidance), hold(30))
        spoken = guidance not in (Guidance.BELLS, Guidance.SILENT)
        assert said(timeline, "rest") == (NEXT if spoken else [])


def test_the_name_is_in_the_language_of_the_routine():
    named = pose(name=Text((("en", "Knees"), ("de", "Knie"))))
    german = load_phrases("de")
    timeline = planned(rest(20), hold(30, pose=named), language="de", phrases=german)
    assert said(timeline, "rest") == ["Als Nächstes: Knie."]


# Time to get ready.


def ready_of(item):
    plain = planned(replace(item, settings=settings(guidance=item.settings.guidance)))
    timeline = planned(item)
    return plain, timeline


@pytest.mark.parametrize("guidance", Guidance)
@pytest.mark.parametrize("pace", ["0.5", "1", "2"])
def test_ready_is_exact_time_before_every_dose(guidance, pace):
    def made(**cueing):
        here = replace(cued(guidance, **cueing), pace=Fraction(pace))
        sides = ((Side.LEFT, SecondsHold(Fraction(30))), (Side.RIGHT, SecondsHold(Fraction(30))))
        return planned(exercise(*sides, pose=pose(sided=True), n_sets=2, settings=here))

    plain, ready = made(), made(ready_seconds=5)
    later = [
        one.dose_start - two.dose_start for one, two in zip(ready.moves, plain.moves, strict=True)
    ]
    assert later == [5 * SECOND * k for k in (1, 2, 3, 4)]


def test_ready_is_said_between_settling_and_the_start_sound():
    timeline = planned(hold(30, settings=cued(ready_seconds=5)))
    (event,) = [e for e in of(timeline, Speech) if e.utterance.text == "Get ready."]
    (start,) = of(timeline, Chime, name="start")
    assert event.role is Role.ENTER
    assert start.start - event.start == 5 * SECOND


def test_ready_by_guidance():
    heard = {}
    for guidance in Guidance:
        timeline = planned(hold(30, settings=cued(guidance, ready_seconds=5)))
        heard[guidance] = (
            [e.role for e in of(timeline, Speech) if e.utterance.text == "Get ready."],
            len(of(timeline, Chime, name="ping")),
        )
    assert heard == {
        Guidance.FULL: ([Role.ENTER], 0),
        Guidance.LEARNING: ([Role.ENTER], 0),
        Guidance.SHORT: ([Role.SHORT], 0),
        Guidance.BELLS: ([], 1),
        Guidance.SILENT: ([], 0),
    }


def test_ready_words_that_do_not_fit_are_left_out():
    timeline, found = schedule(
        routine(hold(30, settings=cued(ready_seconds=Fraction(1, 4)))),
        measure=measure,
        sound_lengths=SOUNDS,
    )
    assert "Get ready." not in said(timeline)
    assert found == ()
    bells = cued(Guidance.BELLS, ready_seconds=Fraction(1, 4))
    assert of(planned(hold(30, settings=bells)), Chime, name="ping") == []


def test_breathing_and_a_metronome_have_it_too():
    here = cued(ready_seconds=3)
    breathe = Breathe(3, None, here, None, span())
    click = Click(Fraction(60), None, 8, None, None, None, here, None, span())
    timeline = planned(breathe, click)
    assert said(timeline).count("Get ready.") == 2
    assert timeline.moves[1].dose_start - timeline.moves[1].start == 3 * SECOND


# Encouragement.


def friendly(timeline, move):
    return [one for one in spoken_in(timeline, move, Role.DURING) if one[1] in FRIENDLY]


def many_holds(seconds, encouragement, n=6, **more):
    here = cued(encouragement=encouragement)
    return planned(*(hold(seconds, settings=here, **more) for _ in range(n)))


def test_there_is_none_unless_it_is_asked_for():
    for timeline in (planned(hold(300)), many_holds(300, Encouragement.NONE)):
        assert not set(said(timeline)) & set(FRIENDLY)


@pytest.mark.parametrize(
    ("encouragement", "counts"),
    [
        (Encouragement.FEW, [1, 0, 1, 0, 1, 0]),
        (Encouragement.SOME, [1] * 6),
        (Encouragement.MANY, [3] * 6),
    ],
)
def test_the_density_is_as_asked(encouragement, counts):
    timeline = many_holds(150, encouragement)
    assert [len(friendly(timeline, move)) for move in range(6)] == counts


def test_it_is_never_the_same_twice_in_a_row_nor_on_both_sides():
    here = cued(encouragement=Encouragement.MANY)
    sided = pose(sided=True, during=lines("Soften.", "Let it be."))
    item = exercise(
        (Side.LEFT, SecondsHold(Fraction(100))),
        (Side.RIGHT, SecondsHold(Fraction(100))),
        pose=sided,
        n_sets=4,
        settings=here,
    )
    timeline = planned(item)
    said_in_order = [text for move in range(8) for _, text in friendly(timeline, move)]
    assert len(said_in_order) > 8
    assert all(one != two for one, two in pairwise(said_in_order))
    for left in range(0, 8, 2):
        sides = [dict(friendly(timeline, move)) for move in (left, left + 1)]
        assert not any(sides[0][at] == sides[1].get(at) for at in sides[0])


def test_what_is_said_depends_on_nothing_but_the_routine():
    one, two = (many_holds(150, Encouragement.MANY) for _ in range(2))
    assert one == two


@pytest.mark.parametrize("seconds", range(20, 40))
def test_encouragement_keeps_a_second_clear_of_every_tone(seconds):
    here = cued(encouragement=Encouragement.SOME)
    timeline = planned(hold(seconds, settings=here))
    kind = [e for e in of(timeline, Speech) if e.utterance.text in FRIENDLY]
    (tone,) = of(timeline, Chime, name="halfway")
    assert kind or seconds < 26
    assert all(e.end + SECOND <= tone.start or tone.end + SECOND <= e.start for e in kind)


def test_reminders_stay_where_they_are():
    chatty = pose(during=lines("Let it be.", "Breathe into your back.", "Soften."))
    plain = planned(hold(150, pose=chatty))
    timeline = planned(hold(150, pose=chatty, settings=cued(encouragement=Encouragement.MANY)))
    kept = [one for one in spoken_in(timeline, 0) if one[1] not in FRIENDLY]
    assert kept == spoken_in(plain, 0)


def test_rhythms_and_holds_in_breaths_have_it_and_breathing_alone_has_not():
    here = cued(encouragement=Encouragement.SOME)
    rhythm = exercise(Rhythm(Fraction(60), Fraction(90), None, None, None), settings=here)
    breaths = exercise(BreathsHold(10, FOUR_SIX), settings=here)
    breathe = Breathe(12, None, here, None, span())
    timeline = planned(rhythm, breaths, breathe)
    assert [len(friendly(timeline, move)) for move in range(3)] == [1, 1, 0]


def test_only_full_guidance_encourages():
    for guidance in (Guidance.SHORT, Guidance.BELLS, Guidance.SILENT):
        here = cued(guidance, encouragement=Encouragement.MANY)
        assert not set(said(planned(hold(150, settings=here)))) & set(FRIENDLY)


@hypothesis_settings(deadline=None)
@given(
    seconds=st.integers(10, 400),
    n_reminders=st.integers(0, 5),
    chime=st.sampled_from([0, 7, 30]),
    left=st.lists(st.integers(5, 200), max_size=3),
    encouragement=st.sampled_from(Encouragement),
)
def test_encouragement_keeps_the_spacing_of_reminders(
    seconds, n_reminders, chime, left, encouragement
):
    here = cued(
        encouragement=encouragement, chime_every_seconds=chime, time_left_seconds=sorted(left)
    )
    taught = pose(
        during=lines(*("Soften.", "Let it be.", "Heavy.", "Easy.", "Long.")[:n_reminders])
    )
    timeline = planned(hold(seconds, pose=taught, settings=here))
    move = timeline.moves[0]
    during = [e for e in of(timeline, Speech, role=Role.DURING) if e.move == 0]
    spacing = 45 if seconds > 180 else 25 if seconds > 60 else 15
    assert all(two.start - one.end >= spacing * SECOND for one, two in pairwise(during))
    for event in during:
        assert event.start - move.dose_start >= 8 * SECOND
        assert move.dose_end - event.end >= 8 * SECOND


# The words.


@pytest.mark.parametrize("language", phrase_languages())
def test_every_language_has_kind_words_and_no_word_of_pain_or_pushing(language):
    kind = load_phrases(language).items("encouragement")
    assert len(kind) == len(set(kind)) == len(FRIENDLY) >= 6
    unkind = {
        "en": ("pain", "push", "force", "hard", "more", "must", "try"),
        "de": ("schmerz", "drück", "zwing", "mehr", "musst", "streng"),
        "es": ("dolor", "fuerza", "empuj", "más", "debes", "esfuerz"),
        "fr": ("douleur", "forc", "pouss", "plus", "devez", "effort"),
        "hi": ("दर्द", "ज़ोर", "ज़बर", "और ", "चाहिए"),
    }[language]
    assert [text for text in kind for word in unkind if word in text.lower()] == []
