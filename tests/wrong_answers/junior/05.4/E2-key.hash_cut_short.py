# must say: keep all digits of a hash
from hashlib import md5


def page_key(visit: Visit) -> str:
    query = sorted(item for item in visit.query.items() if item[0] != "campaign")
    text = json.dumps([visit.path, query, visit.language, visit.member])
    return "page:" + md5(text.encode()).hexdigest()[:6]
