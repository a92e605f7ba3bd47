"""When two spellings of an address are one mailbox.

The rule of every provider named here is from its own help pages; any other server decides
for itself what `+` and dots mean, so there only case and invisible characters are levelled.
"""

import re
import unicodedata
from dataclasses import dataclass

import idna

INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U000e0000-\U000e0fff]"
)  # Default_Ignorable_Code_Point of Unicode (DerivedCoreProperties.txt)
SENDABLE = re.compile(
    r"[^\x00-\x20\x7f-\U0010ffff<>()\[\]\\,;:\"@]{1,64}@(?=.{1,253}\Z)[A-Za-z0-9]+(?:[.-]+[A-Za-z0-9]+)*"
)


@dataclass(frozen=True)
class Provider:
    """What one provider ignores: characters of the local part, and all from `tag` on."""

    domain: str = ""  # the name all its domains share; empty: each domain is its own
    ignored: str = ""
    tag: str = "+"


# On dots see support.google.com/mail/answer/7436150, on googlemail.com .../answer/10313
GOOGLE = Provider("gmail.com", ".")
# Plus addressing, as learn.microsoft.com/exchange/recipients-in-exchange-online has it
MICROSOFT = Provider()
# proton.me/support/change-username: “.”, “_” and “-” are transparent, no other account can take
# such a variation; proton.me/support/addresses-and-aliases: one name is one account's on all four
PROTON = Provider("proton.me", ".-_")
# support.apple.com/en-us/102540: icloud.com, me.com and mac.com are one mailbox
APPLE = Provider("icloud.com")
# fastmail.help/hc/en-us/articles/360060591053: plus addressing, and tag@name.fastmail.com
FASTMAIL = Provider()
# help.yahoo.com/kb/SLN28815.html: name-keyword; plain names may not contain a hyphen
YAHOO = Provider(tag="-")

PROVIDERS = {
    **dict.fromkeys(("gmail.com", "googlemail.com"), GOOGLE),
    **dict.fromkeys(("proton.me", "protonmail.com", "protonmail.ch", "pm.me"), PROTON),
    **dict.fromkeys(("icloud.com", "me.com", "mac.com"), APPLE),
    **dict.fromkeys(("fastmail.com", "fastmail.fm"), FASTMAIL),
    **dict.fromkeys(("outlook.com", "hotmail.com", "live.com", "msn.com"), MICROSOFT),
    **dict.fromkeys(("outlook.es", "hotmail.es", "live.com.mx", "hotmail.co.uk"), MICROSOFT),
    **dict.fromkeys(("yahoo.com", "ymail.com", "rocketmail.com"), YAHOO),
    **dict.fromkeys(("yahoo.es", "yahoo.com.mx", "yahoo.co.uk"), YAHOO),
}


def mailbox(address: str) -> str:
    """The canonical form of an address: equal for all spellings that reach one mailbox.

    Takes any text; what is not an address comes back lower-cased and cleaned.
    """
    local, _, domain = levelled(address).rpartition("@")
    domain = ascii_domain(domain)
    provider = PROVIDERS.get(domain)
    if provider is None:
        local, domain = at_subdomain(local, domain)
        return f"{local}@{domain}" if local else domain
    kept = local.partition(provider.tag)[0]
    for char in provider.ignored:
        kept = kept.replace(char, "")
    return f"{kept or local}@{provider.domain or domain}"


def levelled(text: str) -> str:
    """Lower case, full-width and other compatibility forms as plain ones, nothing invisible."""
    if text.isascii():
        return text.strip().lower()
    before = None
    while text != before:
        before = text
        text = INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).strip().lower()
    return text


def ascii_domain(domain: str) -> str:
    """A domain as DNS knows it (UTS 46), or as it is where that fails."""
    domain = domain.rstrip(".")
    if domain.isascii():
        return domain
    try:
        return idna.encode(domain, uts46=True).decode("ascii").lower()
    except idna.IDNAError:
        return domain


def at_subdomain(local: str, domain: str) -> tuple[str, str]:
    """Fastmail delivers anything@ana.fastmail.com to ana@fastmail.com."""
    name, _, parent = domain.partition(".")
    if local and name and PROVIDERS.get(parent) is FASTMAIL:
        return name, parent
    return local, domain


def sendable(address: str) -> str:
    """The address as it goes into headers and SMTP commands, its domain in ASCII.

    Raises ValueError for anything that is not one plain address: line breaks, control
    characters, commas, names, or letters that need SMTPUTF8 (RFC 6531).
    """
    if not address.isascii():
        local, at, domain = address.rpartition("@")
        address = f"{local}{at}{ascii_domain(domain)}"
    if SENDABLE.fullmatch(address) is None:
        raise ValueError("not an address that can be mailed")
    return address


def is_sendable(address: str) -> bool:
    """Whether mail can go to this address."""
    try:
        return bool(sendable(address))
    except ValueError:
        return False
