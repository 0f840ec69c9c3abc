# must say: member changes the page
def page_key(visit: Visit) -> str:
    query = sorted((n, v) for n, v in visit.query.items() if n != "campaign")
    return "page:" + json.dumps([visit.path, query, visit.language])
