"""`python -m audioguide` is the `audioguide` command."""

from audioguide.cli import main

if __name__ == "__main__":
    main()
