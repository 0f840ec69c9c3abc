# must say: the path belongs in the key
def page_key(visit: Visit) -> str:
    query = sorted((n, v) for n, v in visit.query.items() if n != "campaign")
    return "page:" + json.dumps([query, visit.language, visit.member])
