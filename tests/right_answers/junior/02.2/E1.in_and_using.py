def not_by_card():
    return """SELECT id, method, pence FROM payment WHERE method IN ('voucher', 'transfer') ORDER BY pence DESC, id DESC LIMIT 0, 5"""


def town_unknown() -> str:
    return """SELECT c.name, c.email FROM customer c JOIN customer_profile p ON p.customer_id = c.id
              WHERE p.town IS NULL ORDER BY c.email"""


def not_planned():
    return """SELECT show.title FROM show LEFT OUTER JOIN performance ON performance.show_id = show.id WHERE performance.show_id IS NULL ORDER BY title;"""
