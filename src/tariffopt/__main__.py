"""``python -m tariffopt``: the command line, where the script is not on the path."""

from tariffopt.cli import main

if __name__ == "__main__":
    main()
