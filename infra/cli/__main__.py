"""``python -m infra.cli``: the errata command without its installed script."""

import sys

from infra.cli.main import main

sys.exit(main())
