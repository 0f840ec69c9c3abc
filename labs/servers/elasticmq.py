"""ElasticMQ, a queue that speaks the protocol of Amazon's SQS: it is not Amazon's own."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from labs.parts import Maven
from labs.parts.java import JAVA
from labs.servers.http_client import HttpClient
from labs.servers.server import LOOPBACK, Server

_CONFIGURATION = """
include classpath("application.conf")
node-address {{ protocol = http, host = "{host}", port = {port}, context-path = "" }}
rest-sqs {{ enabled = true, bind-hostname = "{host}", bind-port = {port}, sqs-limits = strict }}
rest-stats.enabled = false
"""
_SMALL = ("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData")


class ElasticMQ(Server):
    """An ElasticMQ of one's own without queues, in memory only; clients of SQS may use any key."""

    key: ClassVar[str] = "elasticmq"
    name = "ElasticMQ"
    recipe: ClassVar[Maven] = Maven(
        folder=Path(__file__).with_name("elasticmq"),
        program="elasticmq-server_2.13-1.7.1.jar",
        size="37 MB to fetch, and as much on disk",
    )
    patience: ClassVar[float] = 60.0  # a JVM on a busy machine
    grace: ClassVar[float] = 0.0

    @classmethod
    def find(cls) -> Path | None:
        """Its main jar, if there is a Java to run it."""
        jar = cls.recipe.found()
        return jar if jar and JAVA.find((cls.recipe.least_java,)) else None

    @classmethod
    def version(cls) -> str:
        """Such as `1.7.1`."""
        return Path(cls.recipe.program).stem.rpartition("-")[2]

    def prepare(self) -> None:
        configuration = _CONFIGURATION.format(host=LOOPBACK, port=self.port)
        (self.folder / "elasticmq.conf").write_text(configuration)

    def command(self) -> Sequence[str | Path]:
        jars = self.program().parent
        java = JAVA.find((self.recipe.least_java,)) or "java"
        options = [*_SMALL, "-Dconfig.file=elasticmq.conf", "-cp", f"{jars}/*"]
        return [java, *options, "org.elasticmq.server.Main"]

    def probe(self) -> None:
        with self.client() as client:
            client.get("/?Action=ListQueues", timeout=1).raise_for_status()

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    def client(self) -> HttpClient:
        """A session for its HTTP API; the official client takes `url` as its `endpoint_url`."""
        return HttpClient(self.url)
