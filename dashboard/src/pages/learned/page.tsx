import "../../styles/learned.css";

import type { ComponentChildren } from "preact";

import { getLearned } from "../../api/endpoints";
import type { Learned } from "../../api/types";
import { PageHeading } from "../../components/heading";
import { Empty, Problem, Skeleton } from "../../components/notice";
import { count } from "../../format/text";
import { refreshes } from "../../state/live";
import { link } from "../../state/location";
import { NO_FILTERS } from "../../state/route";
import { useResource } from "../../state/resource";
import { changes } from "../../state/version";
import { Archive } from "./archive";
import { Arms } from "./arms";
import { Repairs } from "./repairs";

/** What the next proposals are weighed by. */
export function LearnedPage() {
  const trigger = `${changes.value} ${refreshes.value}`;
  const { data, problem, loading, reload } = useResource("learned", getLearned, trigger);
  return (
    <>
      <header class="page-head">
        <PageHeading>What was learnt</PageHeading>
        <p>
          How kinds of edit and repairs have fared, and the best codec of each kind: what the loop
          weighs its next proposals by.
        </p>
      </header>
      {problem && <Problem problem={problem} what="what was learnt" retry={reload} />}
      {!data && loading && <Skeleton lines={8} label="what was learnt" />}
      {data && (isEmpty(data) ? <Nothing /> : <Parts learned={data} />)}
    </>
  );
}

function isEmpty({ arms, repairs, archive, skipped }: Learned): boolean {
  return arms.length + repairs.length + archive.cells.length + skipped.count === 0;
}

function Nothing() {
  return (
    <Empty icon="chart" title="Nothing was learnt yet">
      <p>
        Every outcome of an experiment teaches something: run some with <code>errata run</code>.
      </p>
    </Empty>
  );
}

function Parts({ learned: { arms, repairs, archive, skipped } }: { learned: Learned }) {
  return (
    <div class="learned">
      <Part area="arms" title="Kinds of edit">
        <Arms arms={arms} />
      </Part>
      <Part area="repairs" title="Repairs by category">
        <Repairs repairs={repairs} />
      </Part>
      <Part area="skipped" title="Not run">
        <p>
          <strong>
            {skipped.count.toLocaleString("en")}
            {skipped.more && "+"}
          </strong>{" "}
          {count(skipped.count, "experiment").replace(/^\S+ /, "")} since{" "}
          <time dateTime={skipped.first_day}>{skipped.first_day}</time> (UTC): what was new in{" "}
          {skipped.count === 1 ? "it" : "them"} had killed another.
        </p>
        {skipped.count > 0 && (
          <a href={link({ ...NO_FILTERS, view: "experiments", status: "skipped" })}>List them</a>
        )}
      </Part>
      <Part area="archive" title="The best codec of each kind">
        <Archive archive={archive} />
      </Part>
    </div>
  );
}

function Part(props: { area: string; title: string; children: ComponentChildren }) {
  const id = `learned-${props.area}`;
  return (
    <section class={`card learned-part ${id}`} aria-labelledby={id}>
      <h2 id={id}>{props.title}</h2>
      {props.children}
    </section>
  );
}
