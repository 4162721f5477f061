"""Speech engines, one a file, all behind `contract.Engine`."""
