"""Text in, a typed tree with spans out: routine scripts, pose files, configuration."""
