// Access tokens live for minutes: what a person sees of their end is nothing.
import { beforeEach, expect, test, vi } from "vitest";

const GATEWAY = { status: 403, body: { message: "Forbidden" } };
const VIEWS = { status: 200, body: { items: [] } };
const RENEWED = { status: 200, body: {} };

type Told = { status: number; body: unknown };

/** Browsers resolve paths against the page; Node has none. */
class PageRequest extends Request {
  constructor(input: RequestInfo | URL, init?: RequestInit) {
    super(typeof input === "string" ? new URL(input, "https://errata.example") : input, init);
  }
}

let renewals: Told[];
let answers: Told[];

vi.stubGlobal("Request", PageRequest);
vi.stubGlobal("fetch", (asked: Request | string) => {
  const renewing = typeof asked === "string";
  const told = (renewing ? renewals : answers).shift();
  return Promise.resolve(new Response(JSON.stringify(told?.body), { status: told?.status ?? 500 }));
});
const { signedOut } = await import("../src/api/client");
const { listViews } = await import("../src/api/endpoints");

beforeEach(() => {
  signedOut.value = 0;
});

test("a token that has run out is renewed once for all who wait, and they go on", async () => {
  answers = [GATEWAY, GATEWAY, VIEWS, VIEWS];
  renewals = [RENEWED];
  expect(await Promise.all([listViews(), listViews()])).toEqual([[], []]);
  expect(signedOut.value).toBe(0);
});

test("a renewal that is refused ends the session", async () => {
  answers = [GATEWAY];
  renewals = [{ status: 401, body: { error: { code: "unauthenticated", message: "ended" } } }];
  await expect(listViews()).rejects.toMatchObject({ code: "internal" });
  expect(signedOut.value).toBe(1);
});

test.each([
  [429, { message: "Too Many Requests" }, "too_many_requests"],
  [503, { error: { code: "unavailable", message: "try again" } }, "unavailable"],
])("a renewal that meets %i signs nobody out", async (status, body, code) => {
  answers = [GATEWAY];
  renewals = [{ status, body }];
  await expect(listViews()).rejects.toMatchObject({ code });
  expect(signedOut.value).toBe(0);
});
