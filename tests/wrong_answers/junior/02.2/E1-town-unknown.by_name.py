# must say: these are sorted by name: by email.
def not_by_card() -> str:
    return "SELECT id, method, pence FROM payment WHERE method <> 'card' ORDER BY pence DESC, id DESC LIMIT 5"


def town_unknown() -> str:
    return """SELECT c.name, c.email FROM customer c JOIN customer_profile p ON p.customer_id = c.id WHERE p.town IS NULL ORDER BY c.name"""


def not_planned() -> str:
    return """SELECT s.title FROM show s LEFT JOIN performance p ON p.show_id = s.id
              WHERE p.id IS NULL ORDER BY s.title"""
