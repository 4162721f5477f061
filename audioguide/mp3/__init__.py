"""Samples in, one MP3 file out: frames, the header that makes decoders exact, tags."""
