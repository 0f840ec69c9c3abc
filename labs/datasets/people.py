"""Invented customers and artists. Every e-mail address ends in a domain reserved for examples."""

from collections import Counter
from typing import NamedTuple

from labs.datasets.chance import Chance

_GIVEN = (
    *("Ada", "Amina", "Arjun", "Bea", "Bo", "Bruno", "Carys", "Chidi", "Dara", "Dmitri", "Edith"),
    *("Elif", "Emre", "Farah", "Femi", "Fiona", "Goran", "Hana", "Hugo", "Ibrahim", "Ida", "Ivo"),
    *("Jaya", "Jonas", "Kofi", "Kirsten", "Lea", "Liam", "Łucja", "Maeve", "Marco", "Mei", "Mina"),
    *("Nadia", "Ngũgĩ", "Noor", "Olu", "Oskar", "Paola", "Petra", "Quentin", "Rhys", "Rosa"),
    *("Sanjay", "Saoirse", "Siân", "Sunniva", "Tamsin", "Tomás", "Uma", "Viktor", "Wanda", "Wei"),
    *("Xenia", "Yara", "Yusuf", "Zoë", "Zoran"),
)
_FAMILY = (
    *("Abara", "Achterberg", "Adeyemi", "Ashdown", "Baker", "Bálint", "Birch", "Brandt", "Castell"),
    *("Chaudhry", "Cole", "D'Arcy", "Dawes", "Deng", "Dunne", "Eklund", "Farrow", "Fenwick"),
    *("Ferreira", "Gallo", "Gower", "Haddad", "Hallam", "Hoang", "Ito", "Jansen", "Jørgensen"),
    *("Kamau", "Kaur", "Kovač", "Lind", "Lowe", "Marsh", "Mbeki-Stone", "Moro", "Müller", "Nair"),
    *("Novak", "N'Diaye", "O'Hara", "O'Shea", "Okafor", "Ortega", "Padmore", "Pryce", "Quill"),
    *("Rahman", "Reeve", "Rossi", "Sato", "Sharma", "Söderberg", "Tanaka", "Thorne", "Tran"),
    *("Underhill", "Vale", "van der Meer", "Varga", "Wójcik", "Wren", "Xu", "Yilmaz", "Zeller"),
)
TOWNS = (
    *("Alderbank", "Bellweather", "Candleford", "Dunmarrow", "Eastmere", "Gantry Cross", "Hobbin"),
    *("Kestrel Row", "Larkmoor", "Netherby", "Oxbow", "Saltmarsh", "St Ebba's", "Thistledown"),
)
_DOMAINS = ("example.org", "example.net", "example.com")
_PLAIN = str.maketrans("áâčéëĩłñóöøüũ ", "aaceeilnooouu.")


class Person(NamedTuple):
    """A customer as the tables hold one: names may be shared, an e-mail address may not."""

    name: str
    email: str


def people(n: int, seed: str | int) -> list[Person]:
    """`n` persons; no e-mail address comes twice."""
    chance = Chance("people", seed)
    result, namesakes = [], Counter[str]()
    for _ in range(n):
        name = f"{chance.choice(_GIVEN)} {chance.choice(_FAMILY)}"
        mailbox = name.lower().translate(_PLAIN)
        namesakes[mailbox] += 1
        number = str(namesakes[mailbox]) if namesakes[mailbox] > 1 else ""
        result.append(Person(name, f"{mailbox}{number}@{chance.choice(_DOMAINS)}"))
    return result


def artists(n: int, seed: str | int) -> list[str]:
    """`n` different names."""
    names = [f"{given} {family}" for given in _GIVEN for family in _FAMILY]
    return Chance("artists", seed).shuffled(names)[:n]
