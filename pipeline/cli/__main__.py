"""`python -m pipeline.cli`: the command line where the console script is not installed."""

from pipeline.cli import main

if __name__ == "__main__":
    main()
