import { readFile } from 'node:fs/promises';
import { aboutPath, Problem } from './problem.js';

const MARK = '\ufeff';

/** `text` without the byte order mark that some editors put in front. */
export const withoutMark = (text: string): string => (text.startsWith(MARK) ? text.slice(1) : text);

/** What the JSON file at `path` holds. @param what is to be in it, for the error. @throws Problem for what is no JSON, or cannot be read */
export async function readJsonFile(path: string, what: string): Promise<unknown> {
  try {
    return JSON.parse(withoutMark(await readFile(path, 'utf8')));
  } catch (error) {
    if (error instanceof SyntaxError) throw new Problem(`${path}: is no JSON: not ${what}`);
    throw aboutPath(error, path);
  }
}

/**
 * The JSON documents of a text that comes line by line: one a line, one over several lines, or one right behind the other.
 * Nothing is parsed: what is no JSON comes out as a line, or up to the line that ends it. A line that begins with `{` begins
 * a document even where the one before is not over, so that one which is cut does not take others with it.
 */
export async function* jsonDocuments(lines: AsyncIterable<string>): AsyncGenerator<string, void, undefined> {
  /** Lines of the document that is open, and how many brackets are. */
  let open: string[] = [];
  let depth = 0;
  const taken = (rest: string): string => {
    const document = [...open, rest].join('\n');
    open = [];
    depth = 0;
    return document;
  };
  for await (const line of lines) {
    if (open.length > 0 && line.startsWith('{')) yield taken('');
    let start = 0;
    // A string ends on its line, or is none.
    let isString = false;
    for (let i = 0; i < line.length; i++) {
      const character = line[i];
      if (isString) {
        if (character === '\\') i++;
        else if (character === '"') isString = false;
      } else if (character === '"') isString = true;
      else if (character === '{' || character === '[') depth++;
      else if ((character === '}' || character === ']') && depth > 0 && --depth === 0) {
        yield taken(line.slice(start, i + 1));
        start = i + 1;
      }
    }
    const rest = line.slice(start);
    if (depth > 0) open.push(rest);
    else if (rest.trim() !== '') yield taken(rest);
  }
  if (open.length > 0) yield taken('');
}
