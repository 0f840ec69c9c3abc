# must say: a dict that holds both loses one
def page_key(visit: Visit) -> str:
    parts = {n: v for n, v in visit.query.items() if n != "campaign"}
    parts |= {"path": visit.path, "language": visit.language, "member": visit.member}
    return "page:" + json.dumps(parts, sort_keys=True)
