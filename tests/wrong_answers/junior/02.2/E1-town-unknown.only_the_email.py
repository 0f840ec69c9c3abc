# must say: 1 column (email), where 2 are asked for
def not_by_card() -> str:
    return "SELECT id, method, pence FROM payment WHERE method <> 'card' ORDER BY pence DESC, id DESC LIMIT 5"


def town_unknown() -> str:
    return """SELECT email FROM customer c JOIN customer_profile p ON p.customer_id = c.id WHERE town IS NULL ORDER BY email"""


def not_planned() -> str:
    return """SELECT s.title FROM show s LEFT JOIN performance p ON p.show_id = s.id
              WHERE p.id IS NULL ORDER BY s.title"""
