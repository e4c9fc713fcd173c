import { useEffect, useMemo, useState } from "preact/hooks";

import { findAll, hitAt, hitFrom } from "../../../format/find";
import { indexOfLine, numberOfIndex } from "../../../format/log";
import { announce } from "../../../state/announce";
import type { Log } from "./use-log";

const PAUSE_MS = 500;

export interface Place {
  /** Number of the line. */
  line: number;
  /** Where in the line it begins. */
  at: number;
}

export interface Find {
  text: string;
  total: number;
  /** Counted from 1; 0 when nothing is found. */
  position: number;
  place: Place | undefined;
  /** Look for another text, from a line on. */
  look: (text: string, from: number) => void;
  step: (by: 1 | -1) => void;
}

/** Finding a text in the whole log, which is fetched as soon as something is looked for. */
export function useFind(log: Log): Find {
  const [{ text, from, steps }, set] = useState({ text: "", from: 1, steps: 0 });
  const lines = useMemo(() => log.text.pieces.flatMap((piece) => piece.lines), [log.text]);
  const hits = useMemo(() => findAll(lines, text), [lines, text]);
  const { total } = hits;
  // Counted from where the reader was: lines that are fetched meanwhile change nothing about it.
  const start = hitFrom(hits, indexOfLine(log.text, from));
  const index = total === 0 ? -1 : (((start + steps) % total) + total) % total;
  const hit = useMemo(() => hitAt(hits, lines, text, index), [hits, index]);
  const place = hit && { line: numberOfIndex(log.text, hit.line), at: hit.at };

  useEffect(() => {
    if (text === "" || !log.fetched) return;
    const words = total === 0 ? "Not found" : `${index + 1} of ${total}, line ${place?.line}`;
    const timer = setTimeout(() => announce(words), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, index, total, log.fetched]);

  return {
    text,
    total,
    position: index + 1,
    place,
    look: (text, from) => {
      if (text !== "") log.fetch();
      set({ text, from, steps: 0 });
    },
    step: (by) => set((now) => ({ ...now, steps: now.steps + by })),
  };
}
