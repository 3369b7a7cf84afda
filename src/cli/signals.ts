import { constants } from 'node:os';

/** Those that end a program which does not take them: Ctrl-C, what asks it to end, a terminal that is closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
type Signal = (typeof SIGNALS)[number];

const undoings = new Set<() => void>();
let takesInterrupt: (() => void) | undefined;
let isListening = false;

function onSignal(signal: Signal): void {
  const take = takesInterrupt;
  if (signal !== 'SIGHUP' && take !== undefined) {
    takesInterrupt = undefined;
    listen();
    take();
    return;
  }
  for (const undo of [...undoings]) undo();
  undoings.clear();
  takesInterrupt = undefined;
  listen();
  // Now nothing takes it. A shell has to see that a signal was the end: of a script it then leaves off the rest.
  process.kill(process.pid, signal);
  // The first process of a container is not ended so.
  process.exit(128 + constants.signals[signal]);
}

/** Signals are taken only where there is something to do for them: they are not seen before a long computation is over. */
function listen(): void {
  const isNeeded = undoings.size > 0 || takesInterrupt !== undefined;
  if (isNeeded === isListening) return;
  isListening = isNeeded;
  for (const signal of SIGNALS)
    if (isNeeded) process.on(signal, onSignal);
    else process.off(signal, onSignal);
}

/** Listens on where nothing is left to do until what has come, and is not seen yet, is seen: it would be lost. */
function listenOn(): void {
  // The first turn may end before signals are looked for.
  setImmediate(() => setImmediate(listen));
}

/** Has `undo` called before a signal ends the program. Gives what takes that back. */
export function undoOnSignal(undo: () => void): () => void {
  undoings.add(undo);
  listen();
  return () => {
    undoings.delete(undo);
    listenOn();
  };
}

/** Has the first SIGINT or SIGTERM call `take`, and not end the program; the next one does. Gives what takes that back. */
export function takeInterrupt(take: () => void): () => void {
  takesInterrupt = take;
  listen();
  return () => {
    if (takesInterrupt === take) takesInterrupt = undefined;
    listenOn();
  };
}
