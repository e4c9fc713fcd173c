import { useEffect, useState } from "preact/hooks";

import { announce } from "../state/announce";
import { Icon, type IconName } from "./icon";

const SHOWN_MS = 1_500;

/** A button that copies text and says so. With children it is a button with words. */
export function CopyButton(props: {
  /** What is copied, for example "experiment id". */
  what: string;
  text: string | (() => string);
  icon?: IconName;
  words?: string;
}) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(
        typeof props.text === "string" ? props.text : props.text(),
      );
      setCopied(true);
      announce(`Copied the ${props.what}.`);
    } catch {
      announce(`The browser did not allow copying the ${props.what}.`);
    }
  };
  const label = `Copy the ${props.what}`;
  return (
    <button
      type="button"
      class={props.words ? "button" : "icon-button"}
      onClick={copy}
      title={label}
      aria-label={label}
    >
      <Icon name={copied ? "check" : (props.icon ?? "copy")} size={14} />
      {props.words}
    </button>
  );
}
