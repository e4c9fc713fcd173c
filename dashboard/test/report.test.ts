import { describe, expect, test } from "vitest";

import type { Code } from "../src/api/types";
import { markdownOf } from "../src/format/report";
import { diagnosis, experiment, failure } from "./samples";

const url = "https://errata.example/?exp=1";
const parent_id = "01KDVDNN00NW84SFDGYWD5CE08";
const code: Code = {
  code: "a = 1\nb = 3\n",
  parent_id,
  parent_code: "a = 1\nb = 2\n",
  truncated: false,
};

/** What stands outside all fences. */
function prose(markdown: string): string {
  let fence: string | undefined;
  const kept: string[] = [];
  for (const line of markdown.split("\n")) {
    const run = /^ {0,3}(`{3,})/.exec(line)?.[1];
    if (fence === undefined && run) fence = run;
    else if (fence !== undefined && run && run.length >= fence.length && line.trim() === run)
      fence = undefined;
    else if (fence === undefined) kept.push(line);
  }
  expect(fence).toBeUndefined();
  return kept.join("\n");
}

describe("markdownOf", () => {
  const raised = {
    type: "ValueError",
    message: "shapes",
    relation: null,
    frames: [{ file: "candidate.py", line: 2, function: "encode", source: "b = 3", locals: [] }],
  };
  const told = failure({ event: { ...failure().event, exceptions: [raised] } });
  const text = markdownOf({ experiment: experiment(), failure: told, code, url });

  test("tells verdict, fix, evidence, exception, code and provenance, in this order", () => {
    const order = [
      "**High runtime error** at encode",
      "## Root cause\n\nArrays of unlike shapes were added.",
      "## Suggested fix\n\nTransform whole blocks.",
      "## Evidence\n\n```text\n  402 | Traceback:\n> 403 | ValueError: shapes\n```",
      "## Exception\n\n```text\nValueError: shapes\n  candidate.py:2 in encode\n    b = 3\n```",
      `## Changes to its parent ${parent_id}\n\n\`\`\`diff\n@@ -1,2 +1,2 @@\n a = 1\n-b = 2\n+b = 3\n\`\`\``,
      "- Explained by: Rule shapes",
      "- Rules version: 1f2e3d4c",
      "- Confidence: 0.92",
      "- Cost: \\$0.00",
      `<${url}>`,
    ];
    const places = order.map((part) => text.indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  test("evidence that lies outside the log sent is told by its quote", () => {
    const cited = diagnosis({ evidence: [{ line: 7, quote: "far before" }] });
    expect(
      markdownOf({ experiment: experiment(), failure: failure({ diagnosis: cited }), url }),
    ).toContain("> 7 | far before");
  });

  test("an experiment that did not fail has a story, too", () => {
    const adopted = experiment({ status: "adopted", failure_id: null, category: null });
    const story = markdownOf({ experiment: adopted, code: { ...code, parent_code: null }, url });
    expect(story).toContain("**Adopted**");
    expect(story).toContain("```python\na = 1");
  });

  test("hostile text breaks out of nothing", () => {
    const evil = "```\n# Owned\n<script>x</script> [a](javascript:b) @all ~~~ ``````";
    const frame = { ...raised.frames[0]!, file: evil, function: evil, source: evil };
    const hostile = failure({
      event: {
        ...failure().event,
        exceptions: [{ ...raised, type: evil, message: evil, frames: [frame] }],
      },
      diagnosis: diagnosis({
        root_cause: evil,
        fix_suggestion: evil,
        rule: evil,
        evidence: [{ line: 403, quote: evil }],
      }),
      log: { first_line: 403, total_lines: 403, lines: [evil.replaceAll("\n", " ")] },
    });
    const all = markdownOf({
      experiment: experiment({ hypothesis: evil }),
      failure: hostile,
      code: { ...code, code: evil, parent_code: "" },
      url,
    });
    const outside = prose(all);
    expect(outside).not.toMatch(/^# Owned|(?<!\\)<script|(?<!\\)\[a|(?<![\\`])@all/m);
    expect(outside.match(/^#+ .*$/gm)).toEqual([
      "# Failure analysis of 01KDVDNN00NW84SFDGYWD5CE07",
      "## Root cause",
      "## Suggested fix",
      "## Evidence",
      "## Exception",
      `## Changes to its parent ${parent_id}`,
      "## Provenance",
    ]);
  });
});
