"""Pictures of poses: from a figure to SVG, and from SVG to the bytes of an image."""
