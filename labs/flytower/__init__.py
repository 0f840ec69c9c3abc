"""The company's own services. Each takes its addresses from the environment."""
