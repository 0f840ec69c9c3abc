# must say: names and values of the query belong together
def page_key(visit: Visit) -> str:
    rest = {n: v for n, v in visit.query.items() if n != "campaign"}
    return "page:" + json.dumps([visit.path, sorted(rest), sorted(rest.values()), visit.language, visit.member])
