// Answers of the API as it gives them, for tests of what is made of them.
import type {
  Category,
  CorrectedVerdict,
  Correction,
  Diagnosis,
  Experiment,
  FailureDetail,
} from "../src/api/types";

const EXPERIMENT = "01KDVDNN00NW84SFDGYWD5CE07";
const FINGERPRINT = `v2-${"a".repeat(32)}`;

/** What a person might say instead. */
export function verdict(category: Category): Omit<CorrectedVerdict, "severity" | "fix_suggestion"> {
  return { category, root_cause: `It was a ${category}.` };
}

export function diagnosis(parts: Partial<Diagnosis> = {}): Diagnosis {
  return {
    schema_version: 1,
    failure_id: EXPERIMENT,
    experiment_id: EXPERIMENT,
    fingerprint: FINGERPRINT,
    category: "runtime_error",
    severity: "high",
    stage: "encode",
    root_cause: "Arrays of unlike shapes were added.",
    fix_suggestion: "Transform whole blocks.",
    evidence: [{ line: 403, quote: "ValueError: shapes" }],
    confidence: 0.92,
    source: "patterns",
    diagnosed_at: "2026-01-01T00:00:05Z",
    rule: "shapes",
    model: null,
    prompt_version: null,
    rules_version: "1f2e3d4c",
    dispute: null,
    input_tokens: 0,
    output_tokens: 0,
    cost_usd: 0,
    latency_ms: 3,
    upgradeable: false,
    verified: null,
    verified_by: null,
    ...parts,
  };
}

export function failure(parts: Partial<FailureDetail> = {}): FailureDetail {
  const { category, severity, stage, root_cause, fix_suggestion } = diagnosis();
  return {
    event: {
      schema_version: 1,
      failure_id: EXPERIMENT,
      experiment_id: EXPERIMENT,
      occurred_at: "2026-01-01T00:00:00Z",
      pipeline: "codec",
      stage: "encode",
      error_message: "ValueError: shapes",
      exit: {
        code: 1,
        signal: null,
        limit: null,
        oom_kills: 0,
        duration_s: 1.25,
        cpu_s: 1.1,
        peak_memory_bytes: 1 << 20,
      },
      exceptions: [],
      findings: [],
      log_tail: "",
      log_first_line: 1,
      log: null,
      code: null,
    },
    diagnosis: diagnosis(),
    log: {
      first_line: 401,
      total_lines: 403,
      lines: ["frame 400 coded", "Traceback:", "ValueError: shapes"],
    },
    group: {
      fingerprint: FINGERPRINT,
      category,
      severity,
      stage,
      root_cause,
      fix_suggestion,
      count: 3,
      first_seen: "2025-12-01T00:00:00Z",
      last_seen: "2026-01-01T00:00:00Z",
      exemplar_experiment_id: EXPERIMENT,
      exemplar_failure_id: EXPERIMENT,
      status: "open",
      status_at: null,
      status_by: null,
      recent: [],
      verified: 0,
      refuted: 0,
    },
    truncated: false,
    ...parts,
  };
}

export function correction(before: Diagnosis, after: Diagnosis): Correction {
  return { at: "2026-01-02T00:00:00Z", by: "ada", before, after };
}

export function experiment(parts: Partial<Experiment> = {}): Experiment {
  return {
    experiment_id: EXPERIMENT,
    run_id: EXPERIMENT,
    status: "failed",
    stage: "encode",
    proposer: "mutation",
    operator: "",
    expected_effect: "",
    skipped_for: null,
    repairs: null,
    replays: null,
    parent_id: null,
    mate_id: null,
    hypothesis: "Transform the left half only",
    code: null,
    started_at: "2026-01-01T00:00:00Z",
    finished_at: null,
    metrics: {},
    points: [],
    measurements: null,
    failure_id: EXPERIMENT,
    category: "runtime_error",
    severity: "high",
    root_cause: "Arrays of unlike shapes were added.",
    fingerprint: FINGERPRINT,
    source: "patterns",
    confidence: 0.92,
    ...parts,
  };
}
