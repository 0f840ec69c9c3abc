# must say: parts that are joined cannot be told apart
def page_key(visit: Visit) -> str:
    query = sorted(item for item in visit.query.items() if item[0] != "campaign")
    parts = [visit.path, *(text for item in query for text in item), visit.language, str(visit.member)]
    return "page:" + "\x1f".join(parts)
