"""Where an instance is, in whichever way an operator writes it. Pure."""

from __future__ import annotations

import re
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

DOMAIN = "service-now.com"
_PORTS = {"https": 443, "http": 80}

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", re.IGNORECASE)
_HOST = re.compile(rf"{_NAME.pattern}(?:\.{_NAME.pattern})*", re.IGNORECASE)


def instance_url(text: str) -> str:
    """The url of the instance that `text` names: small letters, no slash, no dot and no default port at its end.

    Takes "dev12345", "dev12345.service-now.com", an https url of any host, and an http url of a loopback address.
    Raises ValueError, with a sentence that never repeats `text`: somebody may have put a password into it.
    """
    plain = text.strip()
    if "://" in plain:
        return _from_url(plain)
    host = plain.lower().removesuffix(":443").removesuffix(".")
    if _NAME.fullmatch(host):
        return f"https://{host}.{DOMAIN}"
    if _HOST.fullmatch(host) and host.endswith(f".{DOMAIN}"):
        return f"https://{host}"
    raise ValueError(f"it is no instance: write dev12345, dev12345.{DOMAIN} or a url that begins with https://")


def instance_name(url: str) -> str:
    """The name of the instance at `url`, however it is written: "dev12345".

    Its host where it is not ServiceNow's cloud; with the port, where that is not the scheme's own.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").removesuffix(".").removesuffix(f".{DOMAIN}")
    return _with_port(host, parts)


def _from_url(url: str) -> str:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as exc:
        raise ValueError("it is no url: its host or its port cannot be read") from exc
    host = (parts.hostname or "").removesuffix(".")
    if not _is_host(host):
        raise ValueError("it is no url with a host")
    _refuse_more_than_a_host(parts)
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_loopback(host)):
        raise ValueError("the url has to begin with https://, or the password would travel unprotected")
    return f"{parts.scheme}://{_with_port(host, parts)}"


def _with_port(host: str, parts: SplitResult) -> str:
    shown = f"[{host}]" if ":" in host else host
    return shown if parts.port in (None, _PORTS.get(parts.scheme)) else f"{shown}:{parts.port}"


def _refuse_more_than_a_host(parts: SplitResult) -> None:
    if "@" in parts.netloc:
        raise ValueError("user and password have settings of their own and no place in the url")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError(f"the url has to end with the host, as in https://dev12345.{DOMAIN}")


def _is_host(host: str) -> bool:
    return _HOST.fullmatch(host) is not None or _is_address(host)


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _is_loopback(host: str) -> bool:
    return host == "localhost" or (_is_address(host) and ip_address(host).is_loopback)
