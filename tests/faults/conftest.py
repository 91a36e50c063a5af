import pytest

from tests.faults.portal import Portal
from tests.faults.processes import LocalUser, end_server


@pytest.fixture
def root(tmp_path):
    """A database folder whose server is gone after the test, whatever the test did to its users."""
    folder = tmp_path / "pg"
    yield folder
    end_server(folder)


@pytest.fixture
def user(root):
    """Starts processes that use the database; those left over are killed."""
    started = []

    def start(folder=root, **environment):
        started.append(LocalUser(folder, environment))
        return started[-1]

    yield start
    for process in started:
        process.kill()


@pytest.fixture(scope="session")
def var(tmp_path_factory):
    """One data folder for all portals here: its first start takes seconds, the next are quick."""
    return tmp_path_factory.mktemp("serve")


@pytest.fixture
def serve(var):
    started = []

    def start(folder=var, **environment):
        started.append(Portal(folder, **environment))
        return started[-1]

    yield start
    for portal in started:
        portal.clean_up()
