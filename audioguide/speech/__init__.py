"""Utterances in, clips out: engines, their worker processes, the clip cache, the voices."""
