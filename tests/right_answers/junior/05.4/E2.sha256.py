from hashlib import sha256


def page_key(visit: Visit) -> str:
    query = {name: value for name, value in visit.query.items() if name != "campaign"}
    whole = {"path": visit.path, "query": query, "language": visit.language, "member": visit.member}
    return "page:" + sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()
