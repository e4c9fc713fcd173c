import { AnalysisLink, StatusLabel } from "../../components/badge";
import { CopyButton } from "../../components/copy";
import { Icon } from "../../components/icon";
import { shortId } from "../../format/ids";
import { go, link } from "../../state/location";
import { Letter, letterOf } from "./letters";
import type { Compared } from "./use-compared";

interface Props {
  one: Compared;
  at: number;
  ids: readonly string[];
  isBaseline: boolean;
}

/** The head of a column: which experiment it is, and what may be done with it. */
export function ColumnHead({ one, at, ids, isBaseline }: Props) {
  const { id, experiment } = one;
  const name = `${letterOf(at)}, experiment ${shortId(id)}`;
  const remove = () => {
    go({ ids: ids.filter((other) => other !== id) }, { replace: true });
    // The button has gone with its column.
    document.querySelector<HTMLElement>("[data-find]")?.focus();
  };
  return (
    <div class="compare-head">
      <span class="with-copy">
        <Letter at={at} />
        <a
          class="id"
          href={link({ experiment: id, failure: experiment?.failure_id ?? undefined })}
          title={id}
          data-opens={id}
        >
          {shortId(id)}
        </a>
        <CopyButton what={`id of ${name}`} text={id} />
        <button type="button" class="icon-button" aria-label={`Take ${name} out`} onClick={remove}>
          <Icon name="close" size={14} />
        </button>
      </span>
      <span class="compare-fate">
        {experiment && <StatusLabel status={experiment.status} />}
        {experiment?.category && experiment.severity && experiment.failure_id && (
          <AnalysisLink
            experiment={id}
            failure={experiment.failure_id}
            severity={experiment.severity}
            category={experiment.category}
          />
        )}
      </span>
      <button
        type="button"
        class="button button-small"
        aria-pressed={isBaseline}
        aria-label={`Baseline: ${name}`}
        onClick={() => go({ pin: id }, { replace: true })}
      >
        <Icon name="pin" size={14} />
        Baseline
      </button>
    </div>
  );
}
