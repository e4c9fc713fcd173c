import { describe, expect, test } from "vitest";

import {
  absolute,
  changed,
  dayRange,
  formatRoute,
  isFiltered,
  parseRoute,
} from "../src/state/route";

const ULID = "01KAHB4SDSDBKRHRYQCH6ZEFFW";
const FINGERPRINT = "v1-" + "0af3".repeat(8);
const OTHER = "01KAHB4SDSDBKRHRYQCH6ZEFFX";
const START = {
  view: "overview",
  range: 30,
  limit: 100,
  order: "newest",
  ids: [],
  live: true,
};
const NOW = new Date("2026-03-01T00:30:00Z");

describe("parseRoute", () => {
  test("an empty address is the start page with its defaults", () => {
    expect(parseRoute("")).toEqual(START);
  });

  test("what makes no sense is dropped, the rest is kept", () => {
    const route = parseRoute(
      "?view=admin&status=failed&category=oops&limit=1000000&range=0&from=2026-02-30&exp=%3Cscript%3E&stage=decode",
    );
    expect(route).toEqual({ ...START, status: "failed", stage: "decode" });
  });

  test("a cursor longer than the API takes is dropped", () => {
    expect(parseRoute(`?cursor=${"a".repeat(1025)}`).cursor).toBeUndefined();
    expect(parseRoute("?cursor=abc").cursor).toBe("abc");
  });
});

test("what is compared is named once each, and four at most", () => {
  const ids = ["A", "B", "C", "D", "E"].map((end) => ULID.slice(0, -1) + end);
  expect(parseRoute(`?ids=${[ids[0], ...ids, "x"].join(",")}`).ids).toEqual(ids.slice(0, 4));
});

describe("formatRoute", () => {
  test.each([
    "?",
    "?status=failed&category=timeout&severity=medium&stage=encode&range=7&limit=50",
    `?view=groups&group=${FINGERPRINT}&cursor=c%2B%2F%3D&exp=${ULID}&failure=${ULID}`,
    "?from=2026-01-01&to=2026-01-31&live=off",
    `?view=experiments&order=oldest&sort=-bd_rate_vs_champion_percent&pin=${ULID}`,
    `?view=compare&ids=${ULID}%2C${OTHER}`,
    `?view=failure&exp=${ULID}&failure=${OTHER}`,
    "?view=groups&gstatus=regressed",
  ])("%s survives being read and written", (address) => {
    expect(formatRoute(parseRoute(address))).toBe(address);
  });
});

describe("changed", () => {
  const paged = parseRoute("?category=timeout&cursor=abc");

  test("a new filter starts at the first page", () => {
    expect(changed(paged, { stage: "encode" })).not.toHaveProperty("cursor");
  });

  test("opening a detail and pausing keep the page", () => {
    expect(changed(paged, { experiment: ULID, failure: ULID }).cursor).toBe("abc");
    expect(changed(paged, { live: false }).cursor).toBe("abc");
  });

  test("undefined takes a part away", () => {
    expect(formatRoute(changed(paged, { category: undefined }))).toBe("?");
  });
});

describe("dayRange", () => {
  test("days back count today in", () => {
    expect(dayRange(parseRoute("?range=1"), NOW)).toEqual({ first_day: "2026-03-01" });
    expect(dayRange(parseRoute("?range=7"), NOW)).toEqual({ first_day: "2026-02-23" });
  });

  test("exact days win, and may be open at one end", () => {
    expect(dayRange(parseRoute("?range=7&to=2026-02-01"), NOW)).toEqual({ last_day: "2026-02-01" });
  });
});

test("only filters and exact days narrow the list", () => {
  expect(isFiltered(parseRoute("?range=7&limit=50&cursor=a&live=off"))).toBe(false);
  expect(isFiltered(parseRoute("?severity=low"))).toBe(true);
  expect(isFiltered(parseRoute("?from=2026-01-01"))).toBe(true);
});

describe("what is held against the rest", () => {
  test.each(["filters", "2026-01-30.2026-01-31", ULID, `${ULID}.${OTHER}`])(
    "%s survives the address",
    (differs) => {
      const address = formatRoute({ ...parseRoute("?view=experiments&cursor=abc"), differs });
      expect(parseRoute(address).differs).toBe(differs);
    },
  );

  test.each(["", "x", "2026-01-30", "2026-01-30.x", `${ULID}.x`, Array(201).fill(ULID).join(".")])(
    "%s is dropped",
    (differs) => expect(parseRoute(`?differs=${differs}`).differs).toBeUndefined(),
  );
});

test("a link to send names its days, so that it shows the same tomorrow", () => {
  const sent = absolute(parseRoute("?view=experiments&range=7&status=failed"), NOW);
  expect(formatRoute(sent)).toBe("?view=experiments&status=failed&from=2026-02-23&to=2026-03-01");
  expect(absolute(sent, new Date("2027-01-01"))).toEqual(sent);
  expect(absolute(parseRoute("?from=2026-01-01"), NOW)).toMatchObject({ to: "2026-03-01" });
});
