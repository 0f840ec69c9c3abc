"""A service for tests that never becomes ready."""

import time

time.sleep(600)
