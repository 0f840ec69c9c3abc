# must say: parts that are joined cannot be told apart
def page_key(visit: Visit) -> str:
    query = sorted((n, v) for n, v in visit.query.items() if n != "campaign")
    return f"page:{visit.path}|{json.dumps(query)}|{visit.language}|{visit.member}"
