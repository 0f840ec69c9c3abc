# must say: sort the items.
def page_key(visit: Visit) -> str:
    query = frozenset((n, v) for n, v in visit.query.items() if n != "campaign")
    return f"page:{(visit.path, query, visit.language, visit.member)}"
