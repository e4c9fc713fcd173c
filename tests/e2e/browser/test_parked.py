"""What could not be read is kept in sight, with the reason."""

import re

from playwright.sync_api import expect

from infra.local.outputs import StackOutputs
from tests.e2e.browser.conftest import PageOpener


def test_a_message_nobody_can_read_is_parked_in_sight(
    visit: PageOpener, stack: StackOutputs
) -> None:
    body = '{"schema_version": 1, "stage": "compile", "note": "<script>window.pwned=1</script>"}'
    stack.session().client("sqs").send_message(QueueUrl=stack.failures_queue_url, MessageBody=body)
    page = visit("?view=parked")
    message = page.locator(".parked li", has_text="window.pwned")
    while message.count() == 0:
        with page.expect_response("**/api/parked**"):
            page.get_by_role("button", name="Refresh now").click()
    expect(page.get_by_role("link", name="Parked")).to_contain_text(re.compile(r"\d"))
    message.get_by_text("Message", exact=True).click()
    expect(message).to_contain_text("<script>window.pwned=1</script>")
    assert page.evaluate("window.pwned") is None
