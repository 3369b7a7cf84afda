import { CommanderError } from 'commander';
import { DecodeError, EncodeError } from '../codecs/error.js';
import { printable } from '../report/printable.js';
import { withoutKeys } from './secret.js';

/** Wrong usage or unreadable input: its message is the one line that the user sees; the command ends with 2. */
export class Problem extends Error {
  override readonly name = 'Problem';
}

/** Tells a line on standard error, as every command does. It may quote names of files, which can hold anything but a zero. */
export const tell = (line: string): void => void process.stderr.write(`lwa-rekey: ${printable(line)}\n`);

const system: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EACCES: 'no permission',
  EISDIR: 'is a folder, a file is needed',
  ENOTDIR: 'a part of the path is no folder',
  EEXIST: 'exists already and is no folder',
  ENOSPC: 'no space left',
  EDQUOT: 'no space left',
  ENXIO: 'is a socket, or has no device',
  EFBIG: 'file too large',
  ELOOP: 'too many symbolic links, one leading to another',
  EROFS: 'the file system is read-only',
};

/** The code of an error of the system, or of Node; undefined for any other. */
export const errorCode = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/** What an error of the system says, without a path; undefined for any other. */
function systemText(error: unknown): string | undefined {
  const code = errorCode(error);
  if (code === undefined) return undefined;
  const { message, syscall } = error as NodeJS.ErrnoException;
  // As in "EPERM: operation not permitted, open 'file'".
  return system[code] ?? (syscall === undefined ? message : message.replace(/^[A-Z\d]+: (.*?), .*$/s, '$1'));
}

/**
 * A Problem that names `path`, for an error of the system: such a one names none where it is of an open file. Any other error
 * as it is.
 */
export function aboutPath(error: unknown, path: string): unknown {
  if (error instanceof Problem || error instanceof DecodeError || error instanceof EncodeError) return error;
  const text = systemText(error);
  return text === undefined ? error : new Problem(`${path}: ${text}`);
}

/**
 * The line to show for an error that input or usage can cause; undefined for one that is a defect of this program. Whatever
 * quotes an argument, a key in it is not shown.
 * @param subject what the error is about, put before the message: a file
 */
export function problemLine(error: unknown, subject?: string): string | undefined {
  const line = lineOf(error, subject);
  return line === undefined ? undefined : withoutKeys(line);
}

function lineOf(error: unknown, subject: string | undefined): string | undefined {
  const about = (text: string, path = subject): string => (path === undefined ? text : `${path}: ${text}`);
  if (error instanceof Problem) return error.message;
  if (error instanceof CommanderError)
    return error.message.replace(/^error: /, '').replace(/\n(?=\(Did you mean [^\n]*\?\)$)/, ' ');
  if (error instanceof DecodeError || error instanceof EncodeError) return about(error.message);
  const text = systemText(error);
  if (text === undefined) return undefined;
  const { path } = error as { path?: unknown };
  return about(text, typeof path === 'string' ? path : subject);
}

/** An integer from `min` to `max` of decimal digits (or hex ones behind 0x). @throws Problem */
export function integerOption(name: string, min: number, max: number): (text: string) => number {
  return text => {
    const value = /^(\d+|0x[0-9a-f]+)$/i.test(text) ? Number(text) : Number.NaN;
    if (!(value >= min && value <= max))
      throw new Problem(`${name}: '${text}' is no integer from ${min} to ${max}`);
    return value;
  };
}
