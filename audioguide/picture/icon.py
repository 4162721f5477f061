"""The sign of audioguide: somebody who sits, and breath around them. For home screens.

Whoever shows an icon may cut it to a circle or any other shape, as long as a circle with 0.4 of
its side as radius stays. All of the sign lies inside that, and the ground has no corners.
Source: W3C, Web Application Manifest, "Icon masks and safe zone".
"""

from audioguide.picture.palette import GROUND, INK
from audioguide.picture.raster import rasterised

_BREATH = "#8fb0d3"
_LIMB = 30


def icon_svg() -> str:
    """The sign as an SVG with a view box of 512 units, which also is maskable."""
    rings = "".join(
        f'<circle cx="256" cy="256" r="{radius}" fill="none" stroke="{_BREATH}"'
        f' stroke-width="7" opacity="{opacity}"/>'
        for radius, opacity in ((150, 0.9), (176, 0.6), (200, 0.35))
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512" role="img">'
        f'<title>audioguide</title><rect width="512" height="512" fill="{INK}"/>{rings}'
        f'<g transform="translate(38 38) scale(0.85)" fill="none" stroke="{GROUND}"'
        f' stroke-width="{_LIMB}" stroke-linecap="round" stroke-linejoin="round">'
        f'<circle cx="256" cy="166" r="29" fill="{GROUND}" stroke="none"/>'
        '<path d="M256 226V312" stroke-width="56"/>'
        '<path d="M236 228Q204 262 186 322" stroke-width="22"/>'
        '<path d="M276 228Q308 262 326 322" stroke-width="22"/>'
        '<path d="M262 336L172 346Q168 358 182 360L300 360"/>'
        '<path d="M250 336L340 346Q344 358 330 360L212 360"/>'
        "</g></svg>"
    )


def icon_png(size_px: int) -> bytes:
    """The sign as a square PNG of at most 60 kB, kept in the cache.

    Args:
        size_px: 32 to 1024; 192 and 512 are what home screens ask for.
    """
    return rasterised(icon_svg(), width_px=size_px).data
