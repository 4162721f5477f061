"""LAME over a whole track in one pass: what every design without a linker pays at least.

    python benchmarks/floor_lame.py TRACK.wav

The samples are read in blocks, so that the track is never in memory; only encoding is timed.
"""

import sys
import time
import wave

import lameenc

_BLOCK_SAMPLES = 441_000


def main() -> None:
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_channels(1)
    encoder.set_in_sample_rate(44_100)
    encoder.set_bit_rate(96)
    encoder.set_quality(5)
    seconds = 0.0
    with wave.open(sys.argv[1], "rb") as track:
        if (track.getnchannels(), track.getsampwidth(), track.getframerate()) != (1, 2, 44_100):
            sys.exit("wants 16-bit mono at 44 100 Hz")
        while samples := track.readframes(_BLOCK_SAMPLES):
            started = time.perf_counter()
            encoder.encode(samples)
            seconds += time.perf_counter() - started
    started = time.perf_counter()
    encoder.flush()
    print(f"timed:{seconds + time.perf_counter() - started}")


if __name__ == "__main__":
    main()
