# must say: USING (x) needs a column x in both tables
def not_by_card() -> str:
    return "SELECT id, method, pence FROM payment WHERE method <> 'card' ORDER BY pence DESC, id DESC LIMIT 5"


def town_unknown() -> str:
    return """SELECT name, email FROM customer JOIN customer_profile USING (id) WHERE town IS NULL ORDER BY email"""


def not_planned() -> str:
    return """SELECT s.title FROM show s LEFT JOIN performance p ON p.show_id = s.id
              WHERE p.id IS NULL ORDER BY s.title"""
