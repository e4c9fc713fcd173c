import type { Diagnosis } from "../../api/types";
import { Time } from "../../components/time";
import { usd } from "../../format/money";
import { visible } from "../../format/text";
import { duration } from "../../format/time";
import { CATEGORY_WORDS, SEVERITY_WORDS, SOURCE_WORDS, STAGE_WORDS } from "../../format/words";
import { Fact, Facts } from "./facts";
import { Proof } from "./proof";

/** How the verdict came about: whose it is, by which rule or model, at what cost, and how sure. */
export function Provenance({ diagnosis }: { diagnosis: Diagnosis }) {
  const { input_tokens: read, output_tokens: written } = diagnosis;
  return (
    <Facts title="Verdict">
      <Fact name="Category">{CATEGORY_WORDS[diagnosis.category]}</Fact>
      <Fact name="Severity">{SEVERITY_WORDS[diagnosis.severity]}</Fact>
      <Fact name="Stage">{STAGE_WORDS[diagnosis.stage]}</Fact>
      <Fact name="Confidence">
        <span class="confidence">
          <meter min={0} max={1} value={diagnosis.confidence} aria-label="Confidence" />
          {diagnosis.confidence.toFixed(2)}
        </span>
      </Fact>
      {diagnosis.verified && (
        <Fact name="Proof">
          <Proof verified={diagnosis.verified} by={diagnosis.verified_by} />
        </Fact>
      )}
      <Fact name="Source">{SOURCE_WORDS[diagnosis.source]}</Fact>
      <Named name="Rule" value={diagnosis.rule} />
      <Named name="Rules version" value={diagnosis.rules_version} />
      <Named name="Model" value={diagnosis.model} />
      <Named name="Prompt" value={diagnosis.prompt_version} />
      {read + written > 0 && (
        <Fact name="Tokens">
          {read.toLocaleString("en")} read, {written.toLocaleString("en")} written
        </Fact>
      )}
      <Fact name="Cost">{usd(diagnosis.cost_usd)}</Fact>
      <Fact name="Diagnosed">
        <Time iso={diagnosis.diagnosed_at} />
      </Fact>
      {diagnosis.source !== "human" && (
        <Fact name="Took">{duration(diagnosis.latency_ms / 1000)}</Fact>
      )}
      {diagnosis.upgradeable && (
        <Fact name="Fallback">The model did not answer; it may explain this later.</Fact>
      )}
    </Facts>
  );
}

function Named({ name, value }: { name: string; value: string | null }) {
  if (!value) return null;
  return (
    <Fact name={name}>
      <code>{visible(value)}</code>
    </Fact>
  );
}
