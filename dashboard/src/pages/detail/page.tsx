import { useLayoutEffect, useRef } from "preact/hooks";

import { CopyButton } from "../../components/copy";
import { Icon } from "../../components/icon";
import { link, route } from "../../state/location";
import { DetailBody } from "./body";
import { CopyReport, StoryLink, Title, Verdict } from "./head";
import { useDetail } from "./use-detail";

/** The detail of one experiment as a page of its own. */
export function FailurePage({ id }: { id: string }) {
  const detail = useDetail(id, route.value.failure);
  const title = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    title.current?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, [id]);
  return (
    <article class="detail-page" aria-labelledby="detail-title">
      <BackLink />
      <div class="card">
        <header class="detail-head">
          <h1 id="detail-title" ref={title} tabIndex={-1}>
            <Title id={id} detail={detail} />
          </h1>
          <CopyButton what="experiment id" text={id} />
          <Verdict detail={detail} />
          <div class="detail-controls">
            <StoryLink id={id} />
            <CopyReport detail={detail} />
            <CopyButton what="link to this page" text={() => location.href} icon="link" />
          </div>
        </header>
        <DetailBody id={id} detail={detail} />
      </div>
    </article>
  );
}

/** The way back to the list that the detail was opened from, as it was narrowed. */
function BackLink() {
  const { group } = route.value;
  const view = group === undefined ? "experiments" : "groups";
  return (
    <a class="back" href={link({ view, experiment: undefined, failure: undefined })}>
      <Icon name="left" size={14} />
      {group === undefined ? "All experiments" : "The group"}
    </a>
  );
}
