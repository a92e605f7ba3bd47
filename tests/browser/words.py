"""What every page must bear: a word wider than a phone, and a line that runs from the right."""

LONG = "Donaudampfschifffahrtsgesellschaftskapitänswitwenrente"
ARABIC = "نريد تصويتًا علنيًا قبل عودة الميكروفونات (O2024-0011032)!"
