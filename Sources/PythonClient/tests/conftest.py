import shutil
import tempfile

import pytest
from fake_server import FakeServer


@pytest.fixture
def folder():
    """A short path: a Unix socket's has at most 103 bytes."""
    path = tempfile.mkdtemp(prefix="rmtop-test-")
    yield path
    shutil.rmtree(path)


@pytest.fixture
def server(folder):
    made = FakeServer(folder + "/socket")
    yield made
    made.close()


@pytest.fixture(autouse=True)
def no_rank(monkeypatch):
    for name in ("RANK", "SLURM_PROCID", "OMPI_COMM_WORLD_RANK", "PMI_RANK", "RMTOP_SOCKET"):
        monkeypatch.delenv(name, raising=False)
