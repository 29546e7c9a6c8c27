"""Documents lie in a bucket where one is named."""

import socket
from collections.abc import Iterator

import boto3
import pytest
from moto.server import ThreadedMotoServer
from pydantic import SecretStr

from tests.conftest import OpenHouse
from tests.directory.test_documents import PDF, enter


@pytest.fixture
def bucket() -> Iterator[str]:
    """A server that speaks S3, with one bucket; its address."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    keys = {"aws_access_key_id": "key", "aws_secret_access_key": "geheim"}
    client = boto3.client("s3", endpoint_url=address, region_name="us-east-1", **keys)
    client.create_bucket(Bucket="dokumente")
    yield address
    server.stop()


async def test_files_lie_in_a_bucket_where_one_is_named(open_house: OpenHouse, bucket: str) -> None:
    settings = {
        "files_url": "s3://dokumente/bergkamen",
        "files_endpoint": bucket,
        "files_key": "key",
        "files_secret": SecretStr("geheim"),
    }
    desk = await enter(await open_house("directory", **settings))
    page = await desk.added(PDF)
    assert (await desk.get(f"{page}/datei")).content == PDF
    assert desk.stored == []
    await desk.http.post(f"{page}/loeschen")
    await desk.tend()
    keys = {"aws_access_key_id": "key", "aws_secret_access_key": "geheim"}
    client = boto3.client("s3", endpoint_url=bucket, region_name="us-east-1", **keys)
    assert "Contents" not in client.list_objects_v2(Bucket="dokumente")


async def test_while_the_store_is_away_nothing_is_stored_and_the_reader_is_told(
    open_house: OpenHouse,
) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{probe.getsockname()[1]}"
    settings = {"files_url": "s3://dokumente", "files_endpoint": address, "files_key": "key"}
    desk = await enter(await open_house("directory", **settings, files_secret=SecretStr("geheim")))
    answer = await desk.upload(PDF)
    assert answer.status_code == 503
    assert await desk.scans() == []
