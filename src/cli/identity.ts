import { type BigIntStats, fstatSync, statSync } from 'node:fs';
import { Problem } from './problem.js';

/** What a path leads to, `-` to standard input; undefined for nothing that can be reached. */
function aboutOf(path: string): BigIntStats | undefined {
  try {
    return path === '-' ? fstatSync(0, { bigint: true }) : statSync(path, { bigint: true });
  } catch {
    // It is told when it is opened.
    return undefined;
  }
}

/**
 * Whether the paths lead to one file or pipe, whatever they are called: what is written to one is then lost from the other.
 * Of devices, as terminals, that is not so.
 */
function isSameFile(a: string, b: string): boolean {
  const [one, other] = [aboutOf(a), aboutOf(b)];
  if (one === undefined || other === undefined) return false;
  return one.dev === other.dev && one.ino === other.ino && !one.isCharacterDevice();
}

/** @throws Problem for a file to write, which `option` names, that is read too */
export function requireNoInput(option: string, output: string, inputs: readonly string[]): void {
  if (inputs.some(input => isSameFile(input, output))) throw new Problem(`${option}: ${output} is an input`);
}

/** Whether the same can be read of a capture several times. It cannot of standard input, even where that is a file. */
export const isRereadable = (capture: string): boolean =>
  capture !== '-' && aboutOf(capture)?.isFile() === true;

/** @throws Problem where what can be read once only is named twice */
export function requireReadOnce(command: string, captures: readonly string[]): void {
  if (captures.filter(capture => capture === '-').length > 1)
    throw new Problem(`${command}: standard input can be read once only, and - is given twice`);
  const once = captures.filter(capture => !isRereadable(capture));
  once.forEach((capture, i) => {
    const before = once.slice(0, i).find(other => isSameFile(other, capture));
    if (before !== undefined)
      throw new Problem(`${command}: ${capture} can be read once only, and is given as ${before} too`);
  });
}
