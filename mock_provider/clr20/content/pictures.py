"""Badges and records inside of pictures."""

from __future__ import annotations

from conformance.issuing import baking
from mock_provider.clr20.content.achievements import course
from mock_provider.clr20.content.credentials import badge
from mock_provider.clr20.content.drafts import sign
from mock_provider.clr20.content.makers import Makers
from mock_provider.clr20.content.site import PNG, SVG, Node, moment


def pictured(make: Makers) -> Node:
    """A record that is baked into a picture of its own, with a badge whose picture of the learner is baked."""
    path = f"/baked/{make.place + 1}"
    subject = {"image": {"id": make.site.url(f"{path}.png"), "type": "Image", "caption": "A certificate"}}
    held = badge(
        make.learner,
        make.urn("pictured"),
        course(make.site, 6),
        make.who.college,
        since=moment(1_400),
        subject=subject,
    )
    text = sign(held, make.site.keys).decode()
    png = baking.into_png(baking.plain_png(), text, keyword=baking.KEYWORDS["badge"])
    make.site.publish(f"{path}.png", png, PNG)
    image = {"id": make.site.url(f"{path}.svg"), "type": "Image", "caption": "A record"}
    made = make.sealed("pictures", make.who.academy, week=16, badges=[held], image=image)
    svg = baking.into_svg(
        baking.plain_svg(), sign(made, make.site.keys).decode(), namespace=baking.NAMESPACES["record"]
    )
    make.site.publish(f"{path}.svg", svg, SVG)
    return made
