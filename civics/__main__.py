"""`python -m civics`, for whoever has not installed it."""

import sys

from civics.cli import main

sys.exit(main())
