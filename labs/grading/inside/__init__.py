"""What runs inside the sandbox: a kernel that is forked for each submission.

Nothing here may know a hidden test, a gradebook or another student before it is sent.
"""
