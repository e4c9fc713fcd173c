import { describe, expect, test } from "vitest";

import { alternatives, isSame } from "../src/pages/detail/correct/alternatives";
import { authorOf, historyOf } from "../src/format/history";
import { correction, diagnosis, failure, verdict } from "./samples";

describe("historyOf", () => {
  test("tells what the system did, newest first", () => {
    const told = historyOf(failure(), []);
    expect(told.map(({ what }) => what)).toEqual([
      "Explained as high runtime error by: Rule shapes, confidence 0.92",
      "Failed at encode",
    ]);
  });

  test("a correction says who changed what, and the first verdict stays", () => {
    const before = diagnosis();
    const after = diagnosis({ ...verdict("timeout"), source: "human", rule: null });
    const told = historyOf(failure({ diagnosis: after }), [correction(before, after)]);
    expect(told[0]).toMatchObject({ by: "ada", what: "Corrected" });
    expect(told[0]!.changes).toEqual([
      { name: "Category", before: "Runtime error", after: "Timeout" },
      { name: "Root cause", before: before.root_cause, after: "It was a timeout." },
    ]);
    expect(told[1]!.what).toContain("Rule shapes");
  });

  test("a correction that changes nothing confirms", () => {
    const after = diagnosis({ source: "human" });
    const told = historyOf(failure({ diagnosis: after }), [correction(diagnosis(), after)]);
    expect(told[0]).toMatchObject({ what: "Confirmed as right", changes: [] });
  });

  test("what was decided on the group is part of it", () => {
    const group = {
      status: "resolved",
      status_at: "2026-02-01T00:00:00Z",
      status_by: "bob",
    } as const;
    const told = historyOf(failure({ group: { ...failure().group!, ...group } }), []);
    expect(told[0]).toMatchObject({ what: "Its group: resolved", by: "bob" });
  });
});

test.each([
  [{ source: "patterns", rule: "shapes" }, "Rule shapes"],
  [{ source: "claude", rule: null, model: "m-1", prompt_version: "3" }, "Claude m-1 (prompt 3)"],
  [{ source: "human", rule: null }, "Corrected by a person"],
] as const)("the author of %j is told", (parts, words) => {
  expect(authorOf(diagnosis(parts))).toBe(words);
});

describe("alternatives", () => {
  test("there are none where nobody says otherwise", () => {
    expect(alternatives(failure(), [])).toEqual([]);
  });

  test("the other side of a dispute, the group, and what was corrected, each once", () => {
    const dispute = {
      source: "claude",
      rule: null,
      model: "m-1",
      verdict: { ...diagnosis(), ...verdict("timeout") },
    } as const;
    const told = failure({
      diagnosis: diagnosis({ dispute }),
      group: { ...failure().group!, ...verdict("timeout") },
    });
    const earlier = diagnosis(verdict("logic_error"));
    const others = alternatives(told, [correction(earlier, told.diagnosis)]);
    expect(others.map(({ says, verdict }) => [says, verdict.category])).toEqual([
      ["Claude m-1 says", "timeout"],
      ["Before ada corrected it", "logic_error"],
    ]);
  });

  test("verdicts are the same when a person would decide the same", () => {
    expect(isSame(diagnosis(), diagnosis({ confidence: 0.1, source: "human" }))).toBe(true);
    expect(isSame(diagnosis(), diagnosis({ severity: "low" }))).toBe(false);
  });
});
