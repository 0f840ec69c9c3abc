# must say: the order of the query is in the key
def page_key(visit: Visit) -> str:
    query = [(n, v) for n, v in visit.query.items() if n != "campaign"]
    return "page:" + json.dumps([visit.path, query, visit.language, visit.member])
