"""Programs that are not ours, as independent judges of what we make."""

import json
import os
import re
import shutil
import subprocess

import numpy as np
import pytest


def judge(name):
    """The path of a judge; without it a test is skipped, and fails where CI is set."""
    found = shutil.which(name)
    if found is None:
        reason = f"needs {name}, which is not installed"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    return found


def decoded(path):
    """The 16-bit samples that ffmpeg decodes, honouring the file's header; it must not complain."""
    command = [judge("ffmpeg"), "-v", "error", "-xerror", "-i", str(path), "-f", "s16le", "-"]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stderr == b"", done.stderr.decode()
    return np.frombuffer(done.stdout, "<i2")


def lufs(path):
    """Integrated loudness in LUFS, by ffmpeg's ebur128."""
    return _integrated(_ebur128(path, "framelog=verbose"))


def loudness(path):
    """Integrated loudness in LUFS and true peak in dBTP; the peak takes twice as long again."""
    summary = _ebur128(path, "framelog=verbose:peak=true")
    peak = re.search(r"Peak:\s+(-?[\d.]+|-inf) dBFS", summary)
    return _integrated(summary), float(peak[1])


def _ebur128(path, settings):
    command = [judge("ffmpeg"), "-hide_banner", "-nostats", "-i", str(path)]
    command += ["-filter_complex", f"ebur128={settings}", "-f", "null", "-"]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    return shown[shown.rindex("Summary:") :]


def _integrated(summary):
    return float(re.search(r"I:\s+(-?[\d.]+|-inf) LUFS", summary)[1])


def chapters_shown(path):
    """Title, start and end in milliseconds of each chapter that ffprobe lists."""
    command = [judge("ffprobe"), "-v", "error", "-show_chapters", "-of", "json", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr == "", done.stderr
    listed = json.loads(done.stdout)["chapters"]
    assert all(one["time_base"] == "1/1000" for one in listed)
    return [(one.get("tags", {}).get("title", ""), one["start"], one["end"]) for one in listed]


def names_shown(path):
    """What ffprobe says that a file is called, by its own names for that."""
    command = [judge("ffprobe"), "-v", "error", "-show_entries", "format_tags", "-of", "json"]
    done = subprocess.run([*command, str(path)], capture_output=True, text=True, check=True)
    assert done.stderr == "", done.stderr
    return json.loads(done.stdout)["format"]["tags"]


def mp3val_warnings(path):
    """What mp3val finds wrong; its exit code says nothing."""
    command = [judge("mp3val"), str(path)]
    shown = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    return [line for line in shown.splitlines() if line.startswith("WARNING")]
