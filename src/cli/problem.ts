import { DecodeError, EncodeError } from '../codecs/error.js';

/** Wrong usage or unreadable input: its message is the one line that the user sees; the command ends with 2. */
export class Problem extends Error {
  override readonly name = 'Problem';
}

const system: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EACCES: 'no permission',
  EISDIR: 'is a folder, a file is needed',
  ENOTDIR: 'a part of the path is no folder',
  EEXIST: 'exists already and is no folder',
  ENOSPC: 'no space left',
  EROFS: 'the file system is read-only',
};

/**
 * The line to show for an error that input or usage can cause; undefined for one that is a defect of this program.
 * @param subject what the error is about, put before the message: a file
 */
export function problemLine(error: unknown, subject?: string): string | undefined {
  const about = (text: string): string => (subject === undefined ? text : `${subject}: ${text}`);
  if (error instanceof Problem) return error.message;
  if (error instanceof DecodeError || error instanceof EncodeError) return about(error.message);
  if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) return undefined;
  const path = 'path' in error && typeof error.path === 'string' ? error.path : subject;
  return `${path === undefined ? '' : `${path}: `}${system[error.code] ?? error.message}`;
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
