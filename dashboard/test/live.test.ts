import { describe, expect, test } from "vitest";

import { BUSY_MS, CALM_MS, isStale, nextDelay } from "../src/state/polling";
import { merge } from "../src/state/rows";
import { neighbour, stepOf } from "../src/state/steps";
import { experiment } from "./samples";

interface Item {
  id: string;
  note?: string;
}

const items = (...ids: string[]): Item[] => ids.map((id) => ({ id }));
const join = (shown: Item[], fresh: Item[], complete = false) => {
  const joined = merge(shown, fresh, complete, (item) => item.id);
  return {
    shown: joined.shown.map((item) => item.id),
    waiting: joined.waiting.map((item) => item.id),
  };
};

describe("merge", () => {
  test("the first page is shown at once", () => {
    expect(join([], items("c", "b"))).toEqual({ shown: ["c", "b"], waiting: [] });
  });

  test("new items wait and push nothing away", () => {
    // A page of three: "a" has moved on to the next page, but stays where the reader sees it.
    expect(join(items("c", "b", "a"), items("e", "d", "c"))).toEqual({
      shown: ["c", "b", "a"],
      waiting: ["e", "d"],
    });
  });

  test("changed items are replaced in place", () => {
    const { shown } = merge(
      [{ id: "b" }, { id: "a" }],
      [{ id: "b", note: "new" }, { id: "a" }],
      true,
      (item) => item.id,
    );
    expect(shown).toEqual([{ id: "b", note: "new" }, { id: "a" }]);
  });

  test("items that left the selection go", () => {
    expect(join(items("d", "c", "b", "a"), items("d", "b", "a"))).toEqual({
      shown: ["d", "b", "a"],
      waiting: [],
    });
    expect(join(items("b", "a"), items("b"), true)).toEqual({ shown: ["b"], waiting: [] });
  });

  test("with the oldest first, what has moved on is newer than the page", () => {
    const joined = merge(items("a", "b", "c"), items("a", "b"), false, (item) => item.id, "oldest");
    expect(joined.shown.map((item) => item.id)).toEqual(["a", "b", "c"]);
    const all = merge(
      items("a", "b", "c"),
      items("a", "c", "d"),
      true,
      (item) => item.id,
      "oldest",
    );
    expect(all.shown.map((item) => item.id)).toEqual(["a", "c"]);
    expect(all.waiting.map((item) => item.id)).toEqual(["d"]);
  });

  test("an emptied selection is empty", () => {
    expect(join(items("b", "a"), [], true)).toEqual({ shown: [], waiting: [] });
  });
});

describe("nextDelay", () => {
  test("looks more often while something runs", () => {
    expect(nextDelay(false, 0, 0.5)).toBe(CALM_MS);
    expect(nextDelay(true, 0, 0.5)).toBe(BUSY_MS);
  });

  test("backs off when the server does not answer, to five minutes at most", () => {
    expect(nextDelay(true, 2, 0.5)).toBe(4 * BUSY_MS);
    expect(nextDelay(false, 20, 0.5)).toBe(300_000);
  });

  test("spreads out pages opened together by a tenth either way", () => {
    expect(nextDelay(false, 0, 0)).toBe(0.9 * CALM_MS);
    expect(nextDelay(false, 0, 0.999)).toBeLessThan(1.1 * CALM_MS);
  });

  test("one missed poll is an accident, two are stale", () => {
    expect([0, 1, 2].map(isStale)).toEqual([false, false, true]);
  });
});

test("stepping stops at the ends of the list", () => {
  const list = ["a", "b"].map((experiment) => ({ experiment, failure: undefined }));
  expect(neighbour(list, "a", 1)?.experiment).toBe("b");
  expect(neighbour(list, "a", -1)).toBeUndefined();
  expect(neighbour(list, "b", 1)).toBeUndefined();
  expect(neighbour(list, "gone", 1)).toBeUndefined();
});

describe("stepOf", () => {
  test("a failure opens once it is explained", () => {
    const parts = { experiment_id: "E", failure_id: "F", category: null, fingerprint: null };
    expect(stepOf(experiment(parts))).toEqual({ experiment: "E", failure: undefined });
  });

  test("the group is known before the failure is read", () => {
    const parts = { experiment_id: "E", failure_id: "F", fingerprint: "G" };
    expect(stepOf(experiment({ ...parts, category: "timeout" }))).toEqual({
      experiment: "E",
      failure: "F",
      group: "G",
    });
  });
});
