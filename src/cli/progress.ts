import { printable } from '../report/printable.js';

/** Octets of a file from which on reading it takes long enough for a bar. */
const BIG = 50e6;
/** Milliseconds between two pictures of the bar. */
const EVERY = 100;
const BAR = 24;

/** How far the reading of a file has come. */
export interface Progress {
  /** More octets of the file were read. */
  add(octets: number): void;
  /** Takes the bar off the screen. */
  end(): void;
}

/** What a bar is drawn on: standard error. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const silent: Progress = { add: () => {}, end: () => {} };

/**
 * A bar for a file of `total` octets; one that shows nothing where the screen is no terminal or the file is not over
 * 50 MB.
 * @param name of the file
 * @param now milliseconds of a clock that does not go back
 */
export function progressBar(
  name: string,
  total: number,
  screen: Screen = process.stderr,
  now: () => number = () => performance.now(),
): Progress {
  if (screen.isTTY !== true || total <= BIG) return silent;
  const start = now();
  let done = 0;
  let last = start;
  let isShown = false;
  return {
    add: octets => {
      done += octets;
      const time = now();
      if (time - last < EVERY) return;
      last = time;
      isShown = true;
      const part = Math.min(1, done / total);
      const bar = '#'.repeat(Math.round(part * BAR)).padEnd(BAR, '.');
      const speed = done / 1e6 / ((time - start) / 1000);
      const text = `[${bar}] ${`${Math.floor(part * 100)}`.padStart(3)} %  ${speed.toFixed(0)} MB/s  ${printable(name)}`;
      // A line that the terminal wraps would not be overwritten by the next.
      screen.write(`\r${text.slice(0, (screen.columns ?? 80) - 1)}\x1b[K`);
    },
    end: () => {
      if (isShown) screen.write('\r\x1b[K');
      isShown = false;
    },
  };
}
