"""``python -m renshe`` is the command ``renshe``."""

from renshe.cli import main

if __name__ == "__main__":
    main()
