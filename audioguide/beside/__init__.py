"""What players and editors read beside a track: its words and chapters, one format a file."""
