# must say: is a `return` missing?
def not_by_card():
    print("SELECT id, method, pence FROM payment")


def town_unknown() -> str:
    return """SELECT c.name, c.email FROM customer c JOIN customer_profile p ON p.customer_id = c.id
              WHERE p.town IS NULL ORDER BY c.email"""


def not_planned() -> str:
    return """SELECT s.title FROM show s LEFT JOIN performance p ON p.show_id = s.id
              WHERE p.id IS NULL ORDER BY s.title"""
