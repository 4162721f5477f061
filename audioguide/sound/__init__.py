"""Everything that sounds and is not speech, and the rendering of a track from its sounds."""
