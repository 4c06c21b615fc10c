"""What a consumer posts and deletes, and whether it takes each success for one."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.rulebooks.clr10.consumer.register import observed
from conformance.traffic import Traffic, breach, met
from conformance.traffic.seen import Seen
from conformance.traffic.successes import in_vain, taken_for_done

_POSTED = ("post-replaced", "post-unchanged")
_REFUSED = ("post-refused", "post-not-allowed")
_DELETED = ("delete-200", "delete-202")
_FORMS = ("clr", "signedClr")


@observed("CLR10-PST-005", needs=("write",))
def a_post_holds_one_form(traffic: Traffic) -> Iterator[Seen]:
    """The body is a JSON object with @context and exactly one of clr and signedClr."""
    for sitting in traffic.sittings:
        for request in sitting.requests("postClr"):
            yield met(sitting, request)
            sent = request.sent
            if not isinstance(sent, dict):
                yield breach("The body of a post is not a JSON object", request, expected="a JSON object")
                continue
            forms = [name for name in _FORMS if sent.get(name) is not None]
            if len(forms) != 1:
                actual = " and ".join(forms) or f"members {', '.join(sorted(sent)[:5])}"
                expected = "exactly one of clr and signedClr"
                yield breach("A post does not hold one CLR", request, expected=expected, actual=actual)
            if not sent.get("@context"):
                yield breach("The body of a post has no @context", request, expected="@context", pointer="/@context")


@observed("CLR10-PST-018", scenarios=("plain", *_POSTED), needs=("write",))
def each_success_of_a_post_is_one(traffic: Traffic) -> Iterator[Seen]:
    """After 200, 201 and 304 the same CLR is not posted again, and the consumer ends as it does after 201."""
    for sitting in traffic.named("plain", *_POSTED):
        posted = [one for one in sitting.requests("postClr") if one.status in (200, 201, 304)]
        if sitting.task == "write" and posted:
            yield from taken_for_done(traffic, sitting, posted, "post")
    yield from in_vain(traffic, _REFUSED, "postClr", "post")


@observed("CLR10-DEL-009", scenarios=("plain", *_DELETED), needs=("delete",))
def each_success_of_a_delete_is_one(traffic: Traffic) -> Iterator[Seen]:
    """After 200, 202 and 204 the same CLR is not deleted again, and the consumer ends as it does after 204."""
    for sitting in traffic.named("plain", *_DELETED):
        deleted = sitting.requests("deleteClr", ok=True)
        if sitting.task == "delete" and deleted:
            yield from taken_for_done(traffic, sitting, deleted, "delete")
