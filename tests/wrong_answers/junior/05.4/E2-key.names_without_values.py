# must say: the query belongs in the key, with names and values
def page_key(visit: Visit) -> str:
    return "page:" + json.dumps([visit.path, sorted(set(visit.query) - {"campaign"}), visit.language, visit.member])
