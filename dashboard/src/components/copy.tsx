import { useEffect, useState } from "preact/hooks";

import { announce } from "../state/announce";
import { Icon, type IconName } from "./icon";

const SHOWN_MS = 1_500;

/** Copy text and say so; false when the browser forbids it. */
export async function copyText(what: string, text: string | Promise<string>): Promise<boolean> {
  try {
    // A browser that would forbid it after a while takes the promise of a text at once.
    if (typeof text === "string") await navigator.clipboard.writeText(text);
    else await navigator.clipboard.write([new ClipboardItem({ "text/plain": text })]);
    announce(`Copied the ${what}.`);
    return true;
  } catch {
    announce(`The browser did not allow copying the ${what}.`);
    return false;
  }
}

/** A button that copies text and says so. With children it is a button with words. */
export function CopyButton(props: {
  /** What is copied, for example "experiment id". */
  what: string;
  text: string | (() => string | Promise<string>);
  icon?: IconName;
  words?: string;
  /** Whether a part of it is still to come. */
  awaited?: boolean;
}) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);

  const text = () => (typeof props.text === "string" ? props.text : props.text());
  const label = `Copy the ${props.what}`;
  return (
    <button
      type="button"
      class={props.words ? "button" : "icon-button"}
      onClick={async () => !props.awaited && setCopied(await copyText(props.what, text()))}
      aria-disabled={props.awaited}
      title={label}
      aria-label={label}
    >
      <Icon name={copied ? "check" : (props.icon ?? "copy")} size={14} />
      {props.words}
    </button>
  );
}
