"""partner: another company's halls, how many seats they have left, and holds on these seats.

It is slow, and takes few requests at once, as partners do. It counts what it was asked.
"""
