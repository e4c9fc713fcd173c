import { describe, expect, test } from "vitest";

import { questionOf, selectedWords } from "../src/pages/differences/selected";
import {
  binName,
  fieldName,
  onlyFilter,
  valueName,
  whyNoFilter,
} from "../src/pages/differences/words";
import { parseRoute } from "../src/state/route";

const EXPERIMENT = "01KAHB4SDSDBKRHRYQCH6ZEFFW";
const NOW = new Date("2026-03-01T12:00:00Z");
const ROUTE = parseRoute("?view=experiments&range=7&category=timeout");
const ask = (differs: string, route = ROUTE) => questionOf(differs, route, NOW);

describe("what is asked", () => {
  test("ids are held against what else is listed", () => {
    expect(ask(`${EXPERIMENT}.${EXPERIMENT}`)).toMatchObject({
      selected: { experiment_ids: [EXPERIMENT, EXPERIMENT], category: null },
      rest: { category: "timeout", first_day: "2026-02-23" },
    });
  });

  test("days are held against the other days of the same list", () => {
    expect(ask("2026-02-25.2026-02-26")).toMatchObject({
      selected: { first_day: "2026-02-25", last_day: "2026-02-26", category: "timeout" },
      rest: { first_day: "2026-02-23", category: "timeout" },
    });
  });

  test("the filters are held against all else in these days", () => {
    expect(ask("filters")).toMatchObject({
      selected: { category: "timeout", first_day: "2026-02-23" },
      rest: { category: null, first_day: "2026-02-23" },
    });
    expect(ask("filters", parseRoute("?range=7"))).toBeUndefined();
  });
});

test("the selected are told in words", () => {
  expect(selectedWords("2026-02-25.2026-02-25")).toBe("the day 2026-02-25");
  expect(selectedWords(EXPERIMENT)).toBe("1 selected experiment");
});

describe("values", () => {
  test("filter where the list has such a filter, and say why where it has not", () => {
    expect(onlyFilter("stage", "encode")).toEqual({ stage: "encode" });
    expect(onlyFilter("proposer", "claude")).toBeUndefined();
    expect(onlyFilter("stage", null)).toBeUndefined();
    expect(whyNoFilter("stage")).toBeUndefined();
    expect(whyNoFilter("proposer")).toBe("Not a filter of the list.");
  });

  test("are written as people write them, hostile ones visibly", () => {
    expect(valueName("stage", "encode")).toBe("Encode");
    expect(valueName("source", null)).toBe("none");
    expect(valueName("hour_utc", "07")).toBe("07:00 to 07:59");
    expect(valueName("proposer", "a\u202eb")).toBe("a⟨U+202E⟩b");
    expect(fieldName("constructor")).toBe("Constructor");
    expect(valueName("constructor", "x")).toBe("x");
    const bin = { low: -1, high: 2.5, selected: 0, rest: 0 };
    expect(binName("bd_rate_vs_champion_percent", bin)).toBe("−1.00 to 2.50");
    expect(binName("kbps", { ...bin, high: -1 })).toBe("−1.0");
    expect(binName("duration_s", { ...bin, low: 1, high: 90 })).toBe("1.00 s to 1 min 30 s");
  });
});
