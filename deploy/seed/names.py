"""What people and places are called; all of it is invented."""

from collections.abc import Sequence

GIVEN = (
    *("Mara", "Jörg", "Aylin", "Sönke", "Zoë", "Björn", "Fatma", "Lukas", "Änne", "René"),
    *("Henrike", "İbrahim", "Nele", "Yannick", "Sanna", "Derya", "Torsten", "Silke", "Mirko"),
    *("Gesa", "Ruth", "Emre", "Katharina", "Piotr", "Annika", "Hüseyin", "Jule", "Leïla", "Ole"),
)
FAMILY = (
    *("Müller", "Lindenschmidt", "Özgür", "Groß", "Brüggemann", "Schäfer", "Kowalski", "Yılmaz"),
    *("von der Heide", "Osthoff", "Nowak", "Überacker", "Meyer-Lübbe", "Thiele", "Pöppelmann"),
    *("Vossbeck", "Çelik", "Wortmann", "Ossenkamp", "Lücke", "Aksoy", "Wilke", "Brune", "Lange"),
    *("Poppinga", "Emmerich", "Horstkötter", "Schulze Wierling", "Demir", "Jankowski", "Böhmer"),
    *("Feldkamp", "Rüschenschmidt", "Grünewald", "Tekin", "Niehues", "Kämper", "Strothmann"),
)
PLACES = (
    *("Lindenhain", "Ahornweg", "Mühlenbach", "Kastanienhof", "Marktplatz", "Nordring", "Südpark"),
    *("Kanal", "Hellweg", "Bergehalde", "Stadtpark", "Klosterstraße", "Wiesengrund", "Overberg"),
    *("Rosengarten", "Hansering", "Sonnenland", "Kirchfeld", "Waldsaum", "Brückentor"),
)
TOPICS = (
    *("Erziehung, Trennung, Trauer", "Sucht, Medien", "Schulden, Wohnen", "Flucht, Sprache"),
    *("Sport, Bewegung", "Berufswahl", "Gewalt, Schutz", "Essstörungen"),
)
OFFERS = (
    "Beratung für Eltern, auch in der Schule\nGruppe für Kinder nach einer Trennung",
    "Klassenprojekte ab Jahrgang 7\nFortbildung für Kollegien",
    "Sprechstunde im Familienzentrum",
    "Elterncafé am Mittwoch\nSprachgruppe vor der Einschulung",
)


def numbered(names: Sequence[str], number: int) -> str:
    """One of them; when all are taken, with a number."""
    again, place = divmod(number, len(names))
    return f"{names[place]} {again + 1}" if again else names[place]
