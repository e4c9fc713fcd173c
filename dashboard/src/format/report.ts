// The whole story of an experiment as Markdown, for an issue or for a model.
import type { Code, Experiment, FailureDetail, Frame, RaisedException } from "../api/types";
import { changesOf, diffOf, type DiffLine } from "./diff";
import { exitFacts } from "./exit";
import { authorOf } from "./history";
import { citedLines, lineAt, logWindow } from "./log";
import { fenced, inline } from "./markdown";
import { usd } from "./money";
import { around } from "./slices";
import { count } from "./text";
import { duration } from "./time";
import { CATEGORY_WORDS, SEVERITY_WORDS, STAGE_WORDS, STATUS_WORDS } from "./words";

export interface Report {
  experiment: Experiment;
  failure?: FailureDetail | undefined;
  code?: Code | undefined;
  /** Address of the page that shows the same; one of ours. */
  url: string;
}

const CONTEXT = 3;

/** Return the whole story: verdict, fix, evidence, exception, code and provenance. */
export function markdownOf({ experiment, failure, code, url }: Report): string {
  const id = experiment.experiment_id;
  const parts = failure
    ? [`# Failure analysis of ${id}`, ...explained(failure), ...changed(code), provenance(failure)]
    : [`# Experiment ${id}`, `**${STATUS_WORDS[experiment.status]}**`, ...changed(code)];
  const idea = experiment.hypothesis ? [`Hypothesis: ${inline(experiment.hypothesis)}`] : [];
  return [parts[0], ...idea, ...parts.slice(1), `<${url}>`].join("\n\n") + "\n";
}

function explained(failure: FailureDetail): string[] {
  const { category, severity, stage, root_cause, fix_suggestion, dispute } = failure.diagnosis;
  const verdict = `${SEVERITY_WORDS[severity]} ${CATEGORY_WORDS[category].toLowerCase()}`;
  const other = dispute
    ? [
        `## Disputed\n\n${CATEGORY_WORDS[dispute.verdict.category]}: ${inline(dispute.verdict.root_cause)}`,
      ]
    : [];
  return [
    `**${verdict}** at ${STAGE_WORDS[stage].toLowerCase()}`,
    `## Root cause\n\n${inline(root_cause)}`,
    `## Suggested fix\n\n${inline(fix_suggestion)}`,
    ...other,
    ...evidence(failure),
    ...exceptions(failure.event.exceptions),
  ];
}

/** The lines cited, by number, with those around them that came with the failure. */
function evidence({ diagnosis, log }: FailureDetail): string[] {
  const cited = new Map(citedLines(diagnosis.evidence).map(({ line, quote }) => [line, quote]));
  if (cited.size === 0) return [];
  const text = logWindow(log);
  const near = around([...cited.keys()], 1, log.total_lines + 1);
  const lines = near.flatMap(({ from, to }, at) => [
    ...(at > 0 ? ["…"] : []),
    ...Array.from({ length: to - from }, (_, step) => from + step).flatMap((number) => {
      const line = lineAt(text, number) ?? cited.get(number);
      return line === undefined ? [] : [`${cited.has(number) ? ">" : " "} ${number} | ${line}`];
    }),
  ]);
  return [`## Evidence\n\n${fenced(lines, "text")}`];
}

function exceptions(raised: readonly RaisedException[]): string[] {
  if (raised.length === 0) return [];
  const lines = raised.flatMap(({ type, message, frames }) => [
    ...`${type}: ${message}`.split("\n"),
    ...frames.flatMap(frameLines),
  ]);
  return [`## Exception\n\n${fenced(lines, "text")}`];
}

function frameLines({ file, line, function: name, source, locals }: Frame): string[] {
  return [
    `  ${file}:${line ?? "?"} in ${name}`,
    ...source.split("\n").flatMap((text) => (text.trim() ? [`    ${text.trim()}`] : [])),
    ...locals.map((local) => {
      const size = local.shape ? `[${local.shape.join(", ")}]` : (local.length ?? "");
      return `      ${local.name}: ${[local.type, local.dtype, size, local.value].filter(Boolean).join(" ")}`;
    }),
  ];
}

/** The candidate as what it changed of its parent; whole where there is none. */
function changed(code: Code | undefined): string[] {
  if (!code || code.code === null) return [];
  const diff = code.parent_code === null ? undefined : diffOf(code.parent_code, code.code);
  if (!diff) return [`## Code\n\n${fenced(code.code.split("\n"), "python")}`];
  if (changesOf(diff).length === 0) return ["## Code\n\nThe same as its parent's."];
  const lines = around(changesOf(diff), CONTEXT, diff.length).flatMap(({ from, to }) =>
    hunk(diff.slice(from, to)),
  );
  return [`## Changes to its parent ${code.parent_id}\n\n${fenced(lines, "diff")}`];
}

const SIGNS = { same: " ", added: "+", removed: "-" } as const;

/** Return lines as `diff -u` writes them. */
function hunk(lines: readonly DiffLine[]): string[] {
  const before = lines.flatMap((line) => (line.kind === "added" ? [] : [line.before]));
  const after = lines.flatMap((line) => (line.kind === "removed" ? [] : [line.after]));
  const range = (numbers: number[]) => `${numbers[0] ?? 0},${numbers.length}`;
  return [
    `@@ -${range(before)} +${range(after)} @@`,
    ...lines.map(({ kind, text }) => SIGNS[kind] + text),
  ];
}

function provenance({ event, diagnosis, group }: FailureDetail): string {
  const { input_tokens: read, output_tokens: written } = diagnosis;
  const facts: [string, string | false][] = [
    ["Explained by", authorOf(diagnosis)],
    ["Rules version", diagnosis.rules_version ?? false],
    ["Confidence", diagnosis.confidence.toFixed(2)],
    ["Tokens", read + written > 0 && `${read} read, ${written} written`],
    ["Cost", usd(diagnosis.cost_usd)],
    ["Took", duration(diagnosis.latency_ms / 1000)],
    ["Occurred", event.occurred_at],
    ...exitFacts(event.exit),
    ["Group", group !== null && `${group.fingerprint}, seen ${count(group.count, "time")}`],
  ];
  const told = facts.filter((fact): fact is [string, string] => fact[1] !== false);
  return ["## Provenance\n", ...told.map(([name, value]) => `- ${name}: ${inline(value)}`)].join(
    "\n",
  );
}
