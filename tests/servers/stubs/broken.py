"""A service for tests that ends before it is ready."""

for number in range(20):
    print("step", number)
raise SystemExit("CATALOG_DATABASE is not set")
