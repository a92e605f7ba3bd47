"""Codes of sheets: short, typed by hand, with a letter that finds a slip.

Five letters name the sheet, the sixth checks them: 31 letters, a prime number, and weights
1 to 5, so one wrong letter and two swapped ones never pass (ISO/IEC 7064 has the idea).
"""

LETTERS = "23456789ABCDEFGHJKLMNPQRSTVWXYZ"  # none that looks like another
BODY = 5
ROOM = len(LETTERS) ** BODY
SPREAD = 12_345_701  # shares no factor with 31: neighbours get codes that look different
ALIKE = str.maketrans("0O1IU", "QQLLV")


def code_of(number: int) -> str:
    """The code of the sheet with this row number."""
    rest, body = number * SPREAD % ROOM, ""
    for _ in range(BODY):
        rest, digit = divmod(rest, len(LETTERS))
        body += LETTERS[digit]
    return body + check(body)


def check(body: str) -> str:
    values = (weight * LETTERS.index(letter) for weight, letter in enumerate(body, 1))
    return LETTERS[sum(values) % len(LETTERS)]


def read_code(typed: str) -> str | None:
    """The code as it was meant, or None for what cannot be one."""
    code = "".join(char for char in typed.upper() if char not in " -.").translate(ALIKE)
    is_whole = len(code) == BODY + 1 and all(letter in LETTERS for letter in code)
    return code if is_whole and check(code[:BODY]) == code[BODY] else None


def shown(code: str) -> str:
    return f"{code[:3]}-{code[3:]}"
