"""The hand-out of a routine: one page to print, as HTML and as PDF."""
