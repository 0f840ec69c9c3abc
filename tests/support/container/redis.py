"""The Redis of compose.yaml, up for the length of a block, from an image made here."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from uuid import uuid4

from labs.settings import ROOT
from tests.support.container.engine import Docker
from tests.support.container.image import make_image


@contextmanager
def redis_container(docker: Docker) -> Iterator[str]:
    """Yields its REDIS_URL; containers, network, volume and image are gone afterwards."""
    name = f"flytower-test-{uuid4().hex[:8]}"  # beside a course of the same user
    compose = partial(
        docker.compose,
        "--file", str(ROOT / "compose.yaml"), "--project-name", name,
        FLYTOWER_REDIS_IMAGE=name, FLYTOWER_REDIS_PORT="0",
    )  # fmt: skip
    make_image(docker, name)
    try:
        try:
            compose("up", "--detach", "--wait", "--pull", "never", "redis")
        except AssertionError as error:
            error.add_note(compose("logs"))
            raise
        yield f"redis://{compose('port', 'redis', '6379')}"
    finally:
        compose("down", "--volumes")
        docker.run("rmi", name)
