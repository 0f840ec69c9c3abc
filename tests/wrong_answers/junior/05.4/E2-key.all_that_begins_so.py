# must say: only the name that is campaign
def page_key(visit: Visit) -> str:
    query = sorted((n, v) for n, v in visit.query.items() if not n.startswith("campaign"))
    return "page:" + json.dumps([visit.path, query, visit.language, visit.member])
