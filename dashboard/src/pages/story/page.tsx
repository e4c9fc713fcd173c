import "../../styles/story.css";
import "../../styles/detail.css";

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

import { getCode, getStory } from "../../api/endpoints";
import type { ExperimentStory } from "../../api/types";
import { StatusLabel } from "../../components/badge";
import { CopyButton } from "../../components/copy";
import { Icon } from "../../components/icon";
import { Problem, Skeleton } from "../../components/notice";
import { shortId } from "../../format/ids";
import { refreshes } from "../../state/live";
import { link } from "../../state/location";
import { useResource } from "../../state/resource";
import { changes } from "../../state/version";
import { CodeView } from "../detail/lazy";
import { Death } from "./death";
import { Idea, Outcome } from "./idea";
import { KinLine, KinList } from "./kin";
import { Scores } from "./scores";

const NOWHERE: ReadonlySet<number> = new Set();

/** What an experiment was to find out, what became of it, why, and what came of it. */
export function StoryPage({ id }: { id: string }) {
  const trigger = `${changes.value} ${refreshes.value}`;
  const story = useResource(`story ${id}`, (signal) => getStory(id, signal), trigger);
  const title = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    title.current?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, [id]);
  const told = story.outdated ? undefined : story.data;
  return (
    <article class="story" aria-labelledby="story-title">
      <a
        class="back"
        href={link({ view: "experiments", experiment: undefined, failure: undefined })}
      >
        <Icon name="left" size={14} />
        All experiments
      </a>
      <header class="story-head">
        <h1 id="story-title" ref={title} tabIndex={-1}>
          <span class="eyebrow">Story of experiment</span> <span class="id">{shortId(id)}</span>
        </h1>
        <CopyButton what="experiment id" text={id} />
        {told && <StatusLabel status={told.experiment.status} />}
        {told && <Controls story={told} />}
      </header>
      {story.problem && <Problem problem={story.problem} what="this story" retry={story.reload} />}
      {!told && !story.problem && <Skeleton lines={8} label="the story" />}
      {told && <Chapters key={id} story={told} />}
    </article>
  );
}

function Controls({ story: { experiment, markdown } }: { story: ExperimentStory }) {
  const { experiment_id, failure_id } = experiment;
  const analysis = { view: "failure", experiment: experiment_id, failure: failure_id ?? undefined };
  return (
    <div class="story-controls">
      <a class="button" href={link({ ...analysis, view: "failure" })}>
        <Icon name="expand" size={14} />
        {failure_id ? "Open the analysis" : "Open the experiment"}
      </a>
      <CopyButton what="story as Markdown" text={markdown} words="Markdown" />
      <CopyButton what="link to this page" text={() => location.href} icon="link" />
    </div>
  );
}

function Chapters({ story }: { story: ExperimentStory }) {
  const { experiment, failure, repair, killer, ancestors, children, more_children: more } = story;
  const scored = Object.keys(experiment.metrics).length > 0;
  const died = experiment.status === "failed";
  return (
    <ol class="chapters">
      <Chapter title="Hypothesis">
        <Idea story={story} />
      </Chapter>
      {ancestors.length > 0 && (
        <Chapter title="Where it comes from">
          <KinList kin={ancestors} of={experiment.experiment_id} ordered />
        </Chapter>
      )}
      <Chapter title="What was tried">
        <Change id={experiment.experiment_id} />
      </Chapter>
      {killer && (
        <Chapter title="Why it was not run">
          <p>What is new in it had killed another experiment:</p>
          <KinLine kin={killer} />
        </Chapter>
      )}
      {died && (
        <Chapter title="What it died of">
          {failure ? (
            <Death failure={failure} repair={repair} />
          ) : (
            <p class="hint">Its diagnosis has not arrived yet.</p>
          )}
        </Chapter>
      )}
      <Chapter title="Outcome">
        <Outcome experiment={experiment} />
        {scored && <Scores metrics={experiment.metrics} />}
      </Chapter>
      <Chapter title="What came of it">
        {children.length > 0 ? (
          <KinList kin={children} of={experiment.experiment_id} />
        ) : (
          <p class="hint">Nothing was made from it.</p>
        )}
        {more && <p class="hint">There are older ones; these are the newest.</p>}
      </Chapter>
    </ol>
  );
}

function Chapter({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <li class="chapter">
      <h2>{title}</h2>
      <div class="card">{children}</div>
    </li>
  );
}

/** The candidate's code, as what it changed of its parent's. */
function Change({ id }: { id: string }) {
  const code = useResource(`code ${id}`, (signal) => getCode(id, signal), refreshes.value);
  if (code.problem) return <Problem problem={code.problem} what="the code" retry={code.reload} />;
  if (!code.data) return <Skeleton lines={4} label="the code" />;
  return <CodeView code={code.data} crash={NOWHERE} stopped={false} />;
}
