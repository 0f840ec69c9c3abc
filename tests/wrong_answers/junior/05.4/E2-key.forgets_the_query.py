# must say: the query belongs in the key
def page_key(visit: Visit) -> str:
    return "page:" + json.dumps([visit.path, visit.language, visit.member])
