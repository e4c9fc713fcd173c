import { expect, test } from "vitest";

import { problemOf } from "../src/api/errors";

const response = (status: number, headers: Record<string, string> = {}) =>
  new Response(null, { status, headers });

test("our own error is told in its own words", () => {
  const body = { error: { code: "invalid_input", message: "limit: too large", field: "limit" } };
  const problem = problemOf(response(422, { "apigw-requestid": "abc=" }), body);
  expect(problem).toMatchObject({
    code: "invalid_input",
    message: "limit: too large",
    field: "limit",
    requestId: "abc=",
  });
});

test("a challenge carries what answers it", () => {
  const body = { error: { code: "new_password_required", message: "choose" }, session: "proof" };
  expect(problemOf(response(409), body)).toMatchObject({
    code: "new_password_required",
    challenge: "proof",
  });
});

test.each([
  undefined,
  null,
  "<html>Bad gateway</html>",
  { message: "Forbidden" },
  { error: "text" },
  { error: {} },
])("an answer from before our code, %j, still makes a problem", (body) => {
  expect(problemOf(response(502), body)).toMatchObject({
    code: "internal",
    message: "the server answered 502",
  });
});

test("the gateway's throttle is told in words, as the API's own limit is", () => {
  expect(problemOf(response(429), { message: "Too Many Requests" })).toMatchObject({
    code: "too_many_requests",
    message: "the server has too many requests at the moment; try again in a few seconds",
  });
  const error = { code: "too_many_requests", message: "60 writes a minute are all you have" };
  expect(problemOf(response(429), { error })).toMatchObject(error);
});
