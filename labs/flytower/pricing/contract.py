"""What protoc makes of pricing.proto, anew at each start, so that it is never stale."""

from pathlib import Path
from typing import Any

import grpc

TEXT = Path(__file__).with_name("pricing.proto").read_text(encoding="utf-8")

messages: Any
services: Any
messages, services = grpc.protos_and_services("labs/flytower/pricing/pricing.proto")
