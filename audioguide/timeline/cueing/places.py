"""How near is too near."""

from audioguide.units import to_samples

NEAR_SAMPLES = to_samples(3)
"""Two signals closer than this would be heard as one, or as a muddle."""
