# must say: make one of the parts
def page_key(visit: Visit) -> str:
    query = tuple(sorted((n, v) for n, v in visit.query.items() if n != "campaign"))
    return "page:", visit.path, query, visit.language, visit.member
