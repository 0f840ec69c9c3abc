"""identity: gives programs tokens that other services can check without asking it.

OAuth 2.0 client credentials (RFC 6749, 4.4), its public keys as a JWK set (RFC 7517), and a
document that says where both are (RFC 8414). Keys rotate while it runs. It counts what it was
asked.
"""
