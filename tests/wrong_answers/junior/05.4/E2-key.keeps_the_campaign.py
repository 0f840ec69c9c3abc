# must say: campaign changes nothing on the page
def page_key(visit: Visit) -> str:
    return "page:" + json.dumps([visit.path, sorted(visit.query.items()), visit.language, visit.member])
