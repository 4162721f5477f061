"""Pose folders in, poses by name out; and the cue phrases of a language."""
