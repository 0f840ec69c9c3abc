# must say: the language changes the page
def page_key(visit: Visit) -> str:
    return f"page:{visit.path}"
