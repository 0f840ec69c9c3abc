"""ElasticMQ: a message comes back until somebody says that it is done."""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from labs.parts.program import Program
from labs.servers import ElasticMQ, ServerError

QUEUE = "/000000000000/orders"


@pytest.fixture(scope="module")
def queue() -> Iterator[ElasticMQ]:
    with ElasticMQ.start() as server:
        yield server


def ask(server: ElasticMQ, action: str, path: str = QUEUE, **fields: object) -> str:
    """What it answers, which is XML."""
    with server.client() as client:
        answer = client.post(path, data={"Action": action, **fields})
    answer.raise_for_status()
    assert ElementTree.fromstring(answer.text) is not None  # noqa: S314 - our own server's
    return answer.text


def test_a_message_is_hidden_while_it_is_worked_on_and_gone_when_it_is_done(
    queue: ElasticMQ,
) -> None:
    ask(queue, "CreateQueue", "/", QueueName="orders")
    ask(queue, "SendMessage", MessageBody="two seats")
    first = ask(queue, "ReceiveMessage", VisibilityTimeout=0)
    again = ask(queue, "ReceiveMessage", VisibilityTimeout=30)
    assert "two seats" in first
    assert "two seats" in again
    assert "two seats" not in ask(queue, "ReceiveMessage")
    (receipt,) = re.findall("<ReceiptHandle>(.*?)</ReceiptHandle>", again)
    ask(queue, "DeleteMessage", ReceiptHandle=receipt)
    ask(queue, "DeleteQueue")


def test_it_has_no_queues_and_says_where_they_are(queue: ElasticMQ) -> None:
    assert "QueueUrl" not in ask(queue, "ListQueues", "/")
    assert queue.url in ask(queue, "CreateQueue", "/", QueueName="returns")
    ask(queue, "DeleteQueue", "/000000000000/returns")


def test_without_a_java_to_run_it_it_is_not_there(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert ElasticMQ.find() is not None
    monkeypatch.setattr(Program, "find", lambda java, least: None)
    with pytest.raises(ServerError, match="run `labs install elasticmq`"):
        ElasticMQ.start()


def test_its_version_is_that_of_its_jar() -> None:
    assert ElasticMQ.version() == "1.7.1"
