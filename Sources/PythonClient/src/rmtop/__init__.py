"""Ask an rmtop router which reward model judges which preference pair, and log what came of it."""

from .client import (
    Applied,
    Control,
    Pick,
    RmtopError,
    Router,
    RouterError,
    RouterUnavailable,
    RunLog,
    __version__,
)
from .ranking import agreement

__all__ = [
    "Applied",
    "Control",
    "Pick",
    "RmtopError",
    "Router",
    "RouterError",
    "RouterUnavailable",
    "RunLog",
    "__version__",
    "agreement",
]
