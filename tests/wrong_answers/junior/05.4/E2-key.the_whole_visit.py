# must say: who asks changes nothing on the page
def page_key(visit: Visit) -> str:
    return f"page:{visit}"
