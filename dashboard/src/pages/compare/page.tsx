import "../../styles/compare.css";

import { PageHeading } from "../../components/heading";
import { lazy } from "../../components/lazy";
import { Empty, Problem, Skeleton } from "../../components/notice";
import { shortId } from "../../format/ids";
import { link, route } from "../../state/location";
import { onlyDifferences, zone } from "../../state/preferences";
import { AddById } from "./add";
import { CurvesSection } from "./curves-section";
import { parameters, scores, type Fact } from "./facts";
import { letterOf } from "./letters";
import { CompareTable } from "./table";
import { useCompared, type Compared } from "./use-compared";

// Below the fold, and heavy: they come after what is read first.
const CodeComparison = lazy(async () => (await import("./code")).CodeComparison);
const Verdicts = lazy(async () => (await import("./verdicts")).Verdicts);

/** Two to four experiments side by side. */
export function ComparePage() {
  const { ids, pin } = route.value;
  const { compared, loading, reload } = useCompared(ids);
  const baseline = pin !== undefined && ids.includes(pin) ? pin : ids[0];
  return (
    <>
      <header class="page-head compare-top">
        <PageHeading>Compare</PageHeading>
        <AddById ids={ids} />
        <label class="check">
          <input
            type="checkbox"
            checked={onlyDifferences.value === "on"}
            onChange={(event) =>
              (onlyDifferences.value = event.currentTarget.checked ? "on" : "off")
            }
          />
          Only differences
        </label>
      </header>
      {compared.map(
        ({ id, problem }, at) =>
          problem && (
            <Problem
              key={id}
              problem={problem}
              what={`all of ${letterOf(at)}, experiment ${shortId(id)}`}
              retry={reload}
            />
          ),
      )}
      {ids.length < 2 && <TooFew />}
      {ids.length > 0 && baseline !== undefined && (
        <Comparison compared={compared} baseline={baseline} loading={loading} />
      )}
    </>
  );
}

interface Props {
  compared: readonly Compared[];
  baseline: string;
  loading: boolean;
}

function Comparison({ compared, baseline, loading }: Props) {
  const known = compared.flatMap(({ experiment }) => experiment ?? []);
  if (known.length === 0) return loading ? <Skeleton lines={12} label="the experiments" /> : null;
  const ids = compared.map(({ id }) => id);
  return (
    <div class="compare">
      <div>
        <CompareTable
          compared={compared}
          baseline={baseline}
          sections={sectionsOf(compared, baseline)}
        />
        <p class="hint compare-keys">
          In the table, arrow keys lead from cell to cell and Enter copies one. Small numbers are
          differences to the baseline.
        </p>
      </div>
      <CurvesSection compared={compared} />
      {ids.length > 1 && <CodeComparison ids={ids} baseline={baseline} />}
      <Verdicts compared={compared} />
    </div>
  );
}

function sectionsOf(compared: readonly Compared[], id: string): [string, Fact[]][] {
  const experiments = compared.map(({ experiment }) => experiment);
  const only = (facts: Fact[]) =>
    onlyDifferences.value === "on" ? facts.filter(({ differs }) => differs) : facts;
  const base = experiments.find((one) => one?.experiment_id === id);
  return [
    ["Parameters", only(parameters(experiments, zone.value))],
    ["Scores", only(scores(experiments, base))],
  ];
}

function TooFew() {
  return (
    <Empty icon="compare" title="Nothing to compare it with">
      <p>Select two to four experiments in the list and press c, or add one here by its id.</p>
      <a class="button" href={link({ view: "experiments", ids: [] })}>
        Go to the experiments
      </a>
    </Empty>
  );
}
