"""What `cueing:` adds to a schedule, one file each. Without it nothing here does anything."""
