import { useRef, useState } from "preact/hooks";

interface Place {
  row: number;
  column: number;
}

const STEPS: Record<string, readonly [number, number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** One stop for Tab in a grid of cells; arrows lead from cell to cell (ARIA's grid pattern). */
export function useGrid(rows: number, columns: number) {
  const table = useRef<HTMLTableElement>(null);
  const [place, setPlace] = useState<Place>({ row: 0, column: 0 });
  const current = {
    row: Math.min(place.row, rows - 1),
    column: Math.min(place.column, columns - 1),
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const row = Math.min(rows - 1, Math.max(0, current.row + step[0]));
    const column = Math.min(columns - 1, Math.max(0, current.column + step[1]));
    table.current?.querySelector<HTMLElement>(`[data-at="${row} ${column}"]`)?.focus();
  };
  const cell = (row: number, column: number) => ({
    "data-at": `${row} ${column}`,
    tabIndex: row === current.row && column === current.column ? 0 : -1,
    onFocus: () => setPlace({ row, column }),
  });
  return { table, cell, onKeyDown };
}
