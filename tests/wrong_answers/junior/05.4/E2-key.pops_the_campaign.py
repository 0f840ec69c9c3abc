# must say: campaign was taken out of the visit itself
def page_key(visit: Visit) -> str:
    visit.query.pop("campaign", None)
    return "page:" + json.dumps([visit.path, sorted(visit.query.items()), visit.language, visit.member])
