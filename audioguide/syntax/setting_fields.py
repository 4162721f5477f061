"""Settings: voice, pace, breath, guidance, language and sounds, wherever they may stand."""

from audioguide.near import slip_hint
from audioguide.roles import CAST_NAMES
from audioguide.source import Span, Spanned
from audioguide.syntax import scalar_kinds as kinds
from audioguide.syntax.bed_fields import BED, PAN
from audioguide.syntax.cueing_fields import CUEING
from audioguide.syntax.fields import Field, Found, Record
from audioguide.syntax.kinds import Either, Made, Named
from audioguide.syntax.lexicon_file import LEXICON_ENTRIES
from audioguide.syntax.reading import Reading
from audioguide.syntax.scalar_text import BadScalar, listed, shown
from audioguide.syntax.script import CUE_NAMES, Overrides, SoundSpec, VoiceSpec
from audioguide.syntax.text_kinds import WORDS

_ENGINE = Field("engine", WORDS, "The speech engine, such as espeak, or default.")
_NAME = Field("name", WORDS, "The voice's name, as `audioguide voices` lists it.")
_RATE = Field("rate", kinds.SPEAKING_RATE, "How quickly it speaks: 140 wpm.")
_PITCH = Field("pitch", kinds.PITCH, "How high it speaks, 0 to 99; 50 is the voice's own.")
_VOICE_LEVEL = Field("level", kinds.LEVEL, "Louder or softer than usual: -3 dB.")


def _make_voice(found: Found, _: Reading) -> VoiceSpec:
    return VoiceSpec(
        engine=found.spanned(_ENGINE),
        name=found.spanned(_NAME),
        rate_wpm=found.spanned(_RATE),
        pitch=found.spanned(_PITCH),
        level_db=found.spanned(_VOICE_LEVEL),
    )


def _voice_called(name: str, span: Span) -> VoiceSpec:
    return VoiceSpec(name=Spanned(name, span))


VOICE = Field(
    "voice",
    Either(
        Made(WORDS, _voice_called),
        Record(
            "voice",
            "a voice's name, or its settings",
            (_ENGINE, _NAME, _RATE, _PITCH, _VOICE_LEVEL),
            _make_voice,
        ),
        single_key="name",
    ),
    "The voice, by name or by {engine, name, rate, pitch, level}.",
)


def _parse_cast_name(text: str) -> str:
    if text in CAST_NAMES:
        return text
    hint = slip_hint(text, CAST_NAMES) or f"the roles are {listed(CAST_NAMES, last='and')}"
    raise BadScalar("unknown-key", f"no line has the role {shown(text)}", hint)


VOICES = Field(
    "voices",
    Named(VOICE.kind, "|".join(CAST_NAMES), _parse_cast_name, "roles, each with a voice"),
    "Voices by role: {count: en-us, breath: {level: -3 dB}}.",
)
PACE = Field("pace", kinds.PACE, "How quickly it is spoken: gentle, steady, brisk or a factor.")
BREATH = Field(
    "breath",
    kinds.BREATH,
    "Seconds in and out: 4-6; or in, hold, out, rest: 4-0-6-2; 6 breaths/min; box; "
    "or changing evenly: from 4-4 to 5-7.",
)
GUIDANCE = Field(
    "guidance",
    kinds.GUIDANCE,
    "How much is spoken: full, short, bells, silent; learning: full at first, then short.",
)
LANGUAGE = Field("language", kinds.LANGUAGE, "The language that is spoken: en-GB.")

OVERRIDE_FIELDS = (VOICE, VOICES, PACE, BREATH, GUIDANCE, CUEING, BED, PAN)


def read_overrides(found: Found) -> Overrides:
    """The settings that a mapping carries for itself and what is inside it."""
    return Overrides(
        voice=found.get(VOICE),
        pace=found.spanned(PACE),
        breath=found.spanned(BREATH),
        guidance=found.spanned(GUIDANCE),
        voices=found.get(VOICES),
        cueing=found.get(CUEING),
        bed=found.spanned(BED),
        pan=found.spanned(PAN),
    )


_SOUND_FILE = Field("file", Made(WORDS, Spanned), "A sound file, relative to this one.")
_SOUND_LEVEL = Field("level", kinds.LEVEL, "Louder or softer than usual: -6 dB.")


def _make_sound(found: Found, reading: Reading) -> SoundSpec | None:
    if not found.keys:
        reading.error("missing-key", "a sound needs a file or a level", found.node.span)
        return None
    return SoundSpec(found.get(_SOUND_FILE), found.get(_SOUND_LEVEL), found.node.span)


def _parse_cue_name(text: str) -> str:
    if text in CUE_NAMES:
        return text
    hint = slip_hint(text, CUE_NAMES) or f"the cues are {listed(CUE_NAMES, last='and')}"
    raise BadScalar("unknown-key", f"no cue is called {shown(text)}", hint)


def _sound_from(file: str, span: Span) -> SoundSpec:
    return SoundSpec(Spanned(file, span), None, span)


SOUNDS = Field(
    "sounds",
    Named(
        Either(
            Made(WORDS, _sound_from),
            Record("sound", "a file, or file and level", (_SOUND_FILE, _SOUND_LEVEL), _make_sound),
            single_key="file",
        ),
        "|".join(CUE_NAMES),
        _parse_cue_name,
        "names of cues, each with a file",
    ),
    "Cues to replace: the name of each with a file, or {file, level}.",
)

LEXICON = Field(
    "lexicon",
    LEXICON_ENTRIES,
    "Words that the voice says wrong: each with a spelling that it says right, or /IPA/.",
)
