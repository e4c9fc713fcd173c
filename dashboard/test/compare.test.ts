import { describe, expect, it } from "vitest";

import { parameters, scores } from "../src/pages/compare/facts";
import { metricGoal } from "../src/format/metrics";
import { experiment } from "./samples";

const baseline = experiment({ metrics: { slowest_encode_s: 2, oddity: 1 } });
const faster = experiment({
  experiment_id: "01K0A4V2VJ00000000000000ZZ",
  metrics: { slowest_encode_s: 1.5, oddity: 7, bd_rate_vs_champion_percent: -3 },
});

describe("scores side by side", () => {
  const facts = scores([baseline, faster], baseline);
  const fact = (key: string) => facts.find((each) => each.key === key)!;

  it("are told against the baseline, which has no difference to itself", () => {
    expect(fact("slowest_encode_s").cells).toEqual([
      { text: "2.00" },
      { text: "1.50", delta: "−0.50", best: true },
    ]);
  });

  it("mark no best where a name does not say which way is better", () => {
    expect(fact("oddity").cells.some(({ best }) => best)).toBe(false);
  });

  it("leave out what an experiment lacks, and mark no best of one", () => {
    expect(fact("bd_rate_vs_champion_percent").cells).toEqual([
      { text: undefined },
      { text: "−3.00" },
    ]);
    expect(fact("bd_rate_vs_champion_percent").differs).toBe(true);
  });

  it("come in one order: those that most have first", () => {
    expect(facts.at(-1)?.key).toBe("bd_rate_vs_champion_percent");
  });
});

describe("parameters side by side", () => {
  it("know which of them differ", () => {
    const facts = parameters([baseline, { ...faster, proposer: "someone else" }], "utc");
    const differing = facts.filter(({ differs }) => differs).map(({ name }) => name);
    expect(differing).toEqual(["Proposer"]);
  });
});

describe("the goal of a score", () => {
  it("is told by its name", () => {
    expect(metricGoal("bd_rate_vs_champion_percent")).toBe("least");
    expect(metricGoal("worst_frame_psnr_y_db")).toBe("most");
    expect(metricGoal("psnr_y_slope_db_per_frame")).toBeUndefined();
    expect(metricGoal("qp")).toBeUndefined();
  });
});
