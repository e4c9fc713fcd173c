// The taxonomy in words people read, in the order they expect. A word missing here, or one the API
// no longer has, does not compile.
import type { Category, GroupStatus, Severity, Source, Stage, Status } from "../api/types";

export const CATEGORY_WORDS: Record<Category, string> = {
  syntax_error: "Syntax error",
  import_error: "Import error",
  validation_error: "Validation error",
  runtime_error: "Runtime error",
  timeout: "Timeout",
  resource_error: "Resource error",
  logic_error: "Logic error",
};

export const SEVERITY_WORDS: Record<Severity, string> = {
  critical: "Critical",
  high: "High",
  medium: "Medium",
  low: "Low",
};

export const STAGE_WORDS: Record<Stage, string> = {
  propose: "Propose",
  validate: "Validate",
  encode: "Encode",
  decode: "Decode",
  measure: "Measure",
  judge: "Judge",
  publish: "Publish",
};

export const STATUS_WORDS: Record<Status, string> = {
  running: "Running",
  adopted: "Adopted",
  failed: "Failed",
  abandoned: "Abandoned",
  skipped: "Skipped",
};

export const SOURCE_WORDS: Record<Source, string> = {
  memory: "Remembered diagnosis",
  claude: "Claude",
  patterns: "Rule",
  human: "Corrected by a person",
};

export const GROUP_STATUS_WORDS: Record<GroupStatus, string> = {
  open: "Open",
  resolved: "Resolved",
  regressed: "Regressed: seen again after it was resolved",
  muted: "Muted",
};

export const CATEGORIES = Object.keys(CATEGORY_WORDS) as Category[];
export const SEVERITIES = Object.keys(SEVERITY_WORDS) as Severity[];
export const STAGES = Object.keys(STAGE_WORDS) as Stage[];
export const STATUSES = Object.keys(STATUS_WORDS) as Status[];
