"""Tiny piper voices, made here: the same inputs and outputs as real ones, and honest lengths.

A sound is a tone of its own; a stop between clauses is silent. Lengths are whole frames, rounded
up as piper's models do.
"""

import json
from pathlib import Path

import numpy as np

RATE_HZ = 22_050
HOP = 256
SOUNDS = "_^$ !'(),-.:;?abcdefhijklmnopqrstuvwxyzæçðøħŋœɐɑɒɔəɚɛɜɡɣɪɨɫɲɹɾʁʃʊʌʒʔʲˈˌːθχᵻɬʂʈɖɳɟʋɦ̩̃"
NAN, HANG, EMPTY, BEYOND = "¡§¢¶"
"""Letters at which a hostile voice misbehaves."""
LETTERS = "_^$ !'(),-.:;?abcdefghijklmnopqrstuvwxyzäöüéßàèçñ" + NAN + HANG + EMPTY
SILENT_FRAMES = {"_": 0, "^": 4, "$": 6, ",": 14, ";": 16, ":": 16, ".": 22, "?": 22, "!": 22}
UNHEARD_FRAMES = {" ": 1, "ˈ": 1, "ˌ": 1, "ː": 4}
FRAMES = 5.6
"""Of any other sound; with what rounding adds some 160 words a minute."""


def config(**changes) -> dict:
    """What the `.onnx.json` of a voice says."""
    told = {
        "audio": {"sample_rate": RATE_HZ, "quality": "tiny"},
        "espeak": {"voice": "en-gb-x-rp"},
        "inference": {"noise_scale": 0.667, "length_scale": 1, "noise_w": 0.8},
        "phoneme_type": "espeak",
        "phoneme_id_map": {sound: [number] for number, sound in enumerate(SOUNDS)},
        "num_symbols": len(SOUNDS),
        "num_speakers": 1,
        "speaker_id_map": {},
        "language": {
            "code": "en_GB",
            "family": "en",
            "region": "GB",
            "name_english": "English",
            "country_english": "Great Britain",
        },
        "dataset": "tiny",
    }
    return told | changes


def hostile_config(**changes) -> dict:
    """The same of a voice that is made of letters, and of a few that do harm."""
    table = {letter: [number] for number, letter in enumerate(LETTERS)}
    return config(phoneme_type="text", phoneme_id_map=table | {BEYOND: [9999]}, **changes)


def model(*, sounds=SOUNDS, n_speakers=1, stutters_below=0, renamed=None, loudness=0.3) -> bytes:
    """A network as the bytes of its file.

    Args:
        sounds: in the order of their numbers.
        n_speakers: each a third higher than the one before.
        stutters_below: sentences of fewer sounds than this last four times as long.
        renamed: another name for the input `scales`.
        loudness: the amplitude of its tones.
    """
    from onnx import TensorProto, checker, helper, numpy_helper

    frames = np.array([_frames(sound) for sound in sounds], np.float32)
    is_heard = np.array([sound not in SILENT_FRAMES for sound in sounds], np.float32)
    is_heard[[sound == NAN for sound in sounds]] = np.nan
    hz = np.array([150 + 9 * number for number in range(len(sounds))], np.float32)
    scales = renamed or "scales"
    constants = {
        "frames_of": frames,
        "loudness_of": is_heard * np.float32(loudness),
        "hz_of": hz,
        "noise_at": np.array(0),
        "scale_at": np.array(1),
        "noise_w_at": np.array(2),
        "zero": np.array(0),
        "one": np.array(1),
        "last": np.array([-1]),
        "row": np.array([1, -1]),
        "column": np.array([-1, 1]),
        "out": np.array([1, 1, 1, -1]),
        "hop": np.array(HOP),
        "turn": np.array(2 * np.pi / RATE_HZ, np.float32),
        "few": np.array(stutters_below),
        "often": np.array(4.0, np.float32),
        "once": np.array(1.0, np.float32),
        "third": np.array(1 / 3, np.float32),
    }
    bad_ids = {sound: sounds.find(sound) for sound in (HANG, EMPTY)}
    constants |= {"hang_id": np.array(bad_ids[HANG]), "empty_id": np.array(bad_ids[EMPTY])}
    constants |= {"many": np.array(1 << 40), "true": np.array(True)}
    steps = [
        ("Reshape", ["input", "last"], "ids"),
        ("Gather", [scales, "noise_at"], "noise"),
        ("Gather", [scales, "scale_at"], "scale"),
        ("Gather", [scales, "noise_w_at"], "noise_w"),
        ("Size", ["ids"], "n_ids"),
        ("Less", ["n_ids", "few"], "is_few"),
        ("Where", ["is_few", "often", "once"], "times"),
        ("Gather", ["frames_of", "ids"], "usual_frames"),
        ("Mul", ["usual_frames", "scale"], "scaled_frames"),
        ("Mul", ["scaled_frames", "times"], "stuttered_frames"),
        ("RandomNormalLike", ["stuttered_frames"], "chance_w"),
        ("Mul", ["chance_w", "noise_w"], "jitter"),
        ("Exp", ["jitter"], "jitter_times"),
        ("Mul", ["stuttered_frames", "jitter_times"], "jittered_frames"),
        ("Ceil", ["jittered_frames"], "whole_frames"),
        ("Cast", ["whole_frames"], "usual_lengths", {"to": TensorProto.INT64}),
        *_found("empty", TensorProto.INT64),
        ("Sub", ["one", "empty"], "is_full"),
        ("Mul", ["usual_lengths", "is_full"], "lengths"),
        *_found("hang", TensorProto.INT64),
        ("Mul", ["hang", "many"], "n_rounds"),
        ("Loop", ["n_rounds", "true", "zero"], "waited", {"body": _round()}),
        ("Add", ["lengths", "waited"], "late_lengths"),
        ("CumSum", ["late_lengths", "zero"], "ends"),
        ("ReduceMax", ["ends"], "n_frames", {"keepdims": 0}),
        ("Mul", ["n_frames", "hop"], "n_samples"),
        ("Range", ["zero", "n_samples", "one"], "samples"),
        ("Div", ["samples", "hop"], "frame_of"),
        ("Range", ["zero", "n_frames", "one"], "frame_numbers"),
        ("Reshape", ["frame_numbers", "column"], "frame_column"),
        ("Reshape", ["ends", "row"], "ends_row"),
        ("GreaterOrEqual", ["frame_column", "ends_row"], "is_past"),
        ("Cast", ["is_past"], "past", {"to": TensorProto.INT64}),
        ("ReduceSum", ["past", "one_axis"], "place", {"keepdims": 0}),
        ("Gather", ["ids", "place"], "id_of_frame"),
        ("Gather", ["id_of_frame", "frame_of"], "id_of"),
        ("Gather", ["loudness_of", "id_of"], "level"),
        ("Gather", ["hz_of", "id_of"], "usual_hz"),
        *_pitch(n_speakers, TensorProto.FLOAT),
        ("Cast", ["samples"], "sample_number", {"to": TensorProto.FLOAT}),
        ("Mul", ["sample_number", "hz"], "cycles"),
        ("Mul", ["cycles", "turn"], "phase"),
        ("Sin", ["phase"], "wave"),
        ("Mul", ["wave", "level"], "tone"),
        ("RandomNormalLike", ["tone"], "chance"),
        ("Mul", ["chance", "noise"], "hiss"),
        ("Add", ["tone", "hiss"], "sound"),
        ("Reshape", ["sound", "out"], "output"),
    ]
    constants["one_axis"] = np.array([1])
    nodes = [
        helper.make_node(kind, given, [made], **dict(*more)) for kind, given, made, *more in steps
    ]
    inputs = [
        helper.make_tensor_value_info("input", TensorProto.INT64, ["batch", "sounds"]),
        helper.make_tensor_value_info("input_lengths", TensorProto.INT64, ["batch"]),
        helper.make_tensor_value_info(scales, TensorProto.FLOAT, [3]),
    ]
    if n_speakers > 1:
        inputs.append(helper.make_tensor_value_info("sid", TensorProto.INT64, ["batch"]))
    output = helper.make_tensor_value_info("output", TensorProto.FLOAT, ["b", 1, "one", "time"])
    kept = [numpy_helper.from_array(value, name) for name, value in constants.items()]
    graph = helper.make_graph(nodes, "tiny", inputs, [output], kept)
    # Of 2023, so that an older onnxruntime reads what a newer onnx has made.
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    checker.check_model(made)
    return made.SerializeToString()


def write_voice(folder: Path, name: str, content: bytes, told: dict | None = None) -> Path:
    """Write both files of a voice; the path of its model."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.onnx.json").write_text(json.dumps(told or config()), encoding="utf-8")
    path = folder / f"{name}.onnx"
    path.write_bytes(content)
    return path


def _frames(sound: str) -> float:
    return SILENT_FRAMES.get(sound, UNHEARD_FRAMES.get(sound, FRAMES))


def _pitch(n_speakers: int, number_type: int) -> list[tuple]:
    if n_speakers < 2:
        return [("Identity", ["usual_hz"], "hz")]
    return [
        ("Cast", ["sid"], "speaker", {"to": number_type}),
        ("Mul", ["speaker", "third"], "higher"),
        ("Add", ["higher", "once"], "times_hz"),
        ("Mul", ["usual_hz", "times_hz"], "hz"),
    ]


def _found(ill: str, number_type: int) -> list[tuple]:
    """Steps that tell, as 1 or 0, whether a letter that does harm is there."""
    return [
        ("Equal", ["ids", f"{ill}_id"], f"{ill}_at"),
        ("Cast", [f"{ill}_at"], f"{ill}_number", {"to": number_type}),
        ("ReduceMax", [f"{ill}_number"], ill, {"keepdims": 0}),
    ]


def _round():
    """One round of a loop that does nothing."""
    from onnx import TensorProto, helper

    def value(name, kind):
        return helper.make_tensor_value_info(name, kind, [])

    return helper.make_graph(
        [helper.make_node("Identity", ["go"], ["on"]), helper.make_node("Identity", ["i"], ["o"])],
        "round",
        [
            value("n", TensorProto.INT64),
            value("go", TensorProto.BOOL),
            value("i", TensorProto.INT64),
        ],
        [value("on", TensorProto.BOOL), value("o", TensorProto.INT64)],
    )
