import { useLayoutEffect, useRef } from "preact/hooks";

import { CopyButton } from "../../components/copy";
import { Icon, type IconName } from "../../components/icon";
import { closeDetail, link, openDetail, route } from "../../state/location";
import { focusOpener, neighbour, steps } from "../../state/steps";
import { DetailBody } from "./body";
import { CopyReport, StoryLink, Title, Verdict } from "./head";
import { useDetail, type Detail } from "./use-detail";

/** The detail of one experiment, over the list it was opened from, at its own address. */
export function DetailDialog({ id }: { id: string }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const detail = useDetail(id, route.value.failure);
  const last = useRef(id);
  last.current = id;

  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => {
      element?.close();
      // The row may be another than the one the dialog was opened from: j and k step through.
      queueMicrotask(() => focusOpener(last.current) || focusMain());
    };
  }, []);
  useLayoutEffect(() => {
    title.current?.focus();
    scroller.current?.scrollTo(0, 0);
  }, [id]);

  return (
    <dialog
      ref={dialog}
      class="detail"
      aria-labelledby="detail-title"
      onCancel={(event) => {
        event.preventDefault();
        closeDetail();
      }}
      // The event comes late: after Back and Forward it would close the dialog that came since.
      onClose={() => dialog.current && closeDetail()}
      onClick={(event) => event.target === dialog.current && closeDetail()}
    >
      <div class="detail-frame">
        <header class="detail-head">
          <h1 id="detail-title" ref={title} tabIndex={-1}>
            <Title id={id} detail={detail} />
          </h1>
          <CopyButton what="experiment id" text={id} />
          <Verdict detail={detail} />
          <Controls id={id} detail={detail} />
          <button
            type="button"
            class="icon-button detail-close"
            aria-label="Close"
            title="Close (Esc)"
            onClick={closeDetail}
          >
            <Icon name="close" />
          </button>
        </header>
        <div class="detail-body" ref={scroller}>
          <DetailBody id={id} detail={detail} />
        </div>
      </div>
    </dialog>
  );
}

/** Give the focus to the page, unless the heading of another has taken it meanwhile. */
function focusMain(): void {
  if (document.activeElement === document.body) document.getElementById("main")?.focus();
}

function Controls({ id, detail }: { id: string; detail: Detail }) {
  return (
    <div class="detail-controls">
      <a class="button" href={link({ view: "failure" })}>
        <Icon name="expand" size={14} />
        Open full page
      </a>
      <StoryLink id={id} />
      <CopyReport detail={detail} />
      <StepButton id={id} by={-1} icon="up" label="Previous failure (k)" />
      <StepButton id={id} by={1} icon="down" label="Next failure (j)" />
      <CopyButton what="link to this page" text={() => location.href} icon="link" />
    </div>
  );
}

function StepButton(props: { id: string; by: 1 | -1; icon: IconName; label: string }) {
  const { id, by, icon, label } = props;
  const next = neighbour(steps.value, id, by);
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={label}
      title={label}
      aria-disabled={!next}
      onClick={() => next && openDetail(next.experiment, next.failure)}
    >
      <Icon name={icon} />
    </button>
  );
}
