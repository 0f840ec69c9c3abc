# must say: also those that the site will have one day
def page_key(visit: Visit) -> str:
    query = [visit.query.get("seats"), visit.query.get("band")]
    return "page:" + json.dumps([visit.path, query, visit.language, visit.member])
