"""seatmap: where to sit in a hall, in seven languages, each with its own standard library alone.

All keep one contract, but for Node's, which is given as it was found: it is repaired in S01.1.
PORT says where it listens, PARTNER is the partner's address.
"""
