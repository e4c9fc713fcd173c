import { Empty } from "../../components/notice";
import { route, go } from "../../state/location";
import { DEFAULT_RANGE } from "../../state/route";

/** Nothing yet: how to get something. */
export function FirstSteps({ of = "experiments" }: { of?: string }) {
  const { range } = route.value;
  return (
    <Empty icon="chart" title={range < DEFAULT_RANGE ? `No ${of} in these days` : `No ${of} yet`}>
      <p>
        Run a batch of experiments; each appears here as it starts, each failure with its cause.
      </p>
      <pre tabIndex={0}>errata run --experiments 24</pre>
      <p>Other pipelines report a failure by sending one event to the failures queue.</p>
      {range < DEFAULT_RANGE && (
        <button type="button" class="button" onClick={() => go({ range: DEFAULT_RANGE })}>
          Look back {DEFAULT_RANGE} days
        </button>
      )}
    </Empty>
  );
}
