"""What an edition for everyone has besides its pages: what the web asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from afterword.editions.share_picture import share_picture
from afterword.site import addresses
from afterword.site.views import Site

_ROBOTS = "user-agent: *\nallow: /\nsitemap: {url}{sitemap}\n"


def for_everyone(site: Site) -> tuple[Site, Mapping[str, bytes]]:
    """Return what the pages of an edition for everyone share, and the files that go with them.

    Without an address of the site there are none: links to a picture have to be whole.
    """
    if not site.url:
        return replace(site, open=True), {}
    made = {addresses.ROBOTS: _ROBOTS.format(url=site.url, sitemap=addresses.SITEMAP).encode()}
    picture = share_picture(site.title, site.author)
    if picture:
        made[addresses.PICTURE] = picture
    return replace(site, open=True, picture=addresses.PICTURE if picture else ""), made
