"""`python -m assistant` is the same as `nhs-assistant`."""

import sys

from assistant.cli import main

if __name__ == "__main__":  # the workers that read documents import this module again
    sys.exit(main())
