# must say: parts that are joined cannot be told apart
def page_key(visit: Visit) -> str:
    query = sorted(item for item in visit.query.items() if item[0] != "campaign")
    return "page:" + "::".join([visit.path, json.dumps(query), visit.language, str(visit.member)])
