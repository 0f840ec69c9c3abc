# must say: a query without LEFT JOIN and IS NULL
def not_by_card() -> str:
    return "SELECT id, method, pence FROM payment WHERE method <> 'card' ORDER BY pence DESC, id DESC LIMIT 5"


def town_unknown() -> str:
    return """SELECT c.name, c.email FROM customer c JOIN customer_profile p ON p.customer_id = c.id
              WHERE p.town IS NULL ORDER BY c.email"""


def not_planned():
    return """SELECT title FROM show WHERE id NOT IN (SELECT show_id FROM performance) ORDER BY title"""
