# must say: hash() of a text differs from process to process
def page_key(visit: Visit) -> str:
    query = tuple(sorted((n, v) for n, v in visit.query.items() if n != "campaign"))
    return f"page:{hash((visit.path, query, visit.language, visit.member))}"
