"""A routine and the length of its speech in, every moment of the track out."""
