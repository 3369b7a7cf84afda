import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const dist = fileURLToPath(new URL('../dist', import.meta.url));

/**
 * The lines of a declaration file with the type `any`, by their numbers. Comments, texts, and components, parameters and methods that
 * are called `any` are left out.
 */
function linesWithAny(text: string): string[] {
  const blank = (words: string): string => words.replaceAll(/[^\n]/g, ' ');
  const lines = text.split('\n');
  return text
    .replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, blank)
    .replaceAll(/\{[\w$\s,]*\}(?=:)/g, blank)
    .split('\n')
    .flatMap((line, i) => (/\bany\b(?!\??[:(])/.test(line) ? [`${i + 1}: ${lines[i]!.trim()}`] : []));
}

describe('the declarations that the build writes', () => {
  // The compiler writes what is nested deeper than it likes as `any`. An interface at a level between begins the count anew, such as
  // RRCConnectionReleaseV1530IEs: exported, for other files hold it too.
  it('hold no `any`: callers have the types of all levels', () => {
    const files = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter(f => f.endsWith('.d.ts'));
    expect(files.length).toBeGreaterThan(300);
    const found = files.flatMap(file =>
      linesWithAny(readFileSync(`${dist}/${file}`, 'utf8')).map(line => `${file}:${line}`),
    );
    expect(found).toEqual([]);
  });

  it.each([
    'a?: /*elided*/ any;',
    'setup: import("../type.js").Type</*elided*/ any>;',
    'list: readonly /*elided*/ any[];',
    'declare const x: any;',
    'export type X = any;',
    'declare const f: (...args: any) => void;',
    'declare const t: [string, ...any[]];',
    'f(a: string, b?: any): any;',
    'm: Map<string, any>;',
    'u: string | any | undefined;',
    'c: T extends string ? any : never;',
    "u: 'a' | any; // it's",
    'any: any;',
  ])('would be found to hold one: %s', line => {
    expect(linesWithAny(`/** Of\n * any. */\n${line}\n`)).toEqual([expect.stringMatching(/^3: /)]);
  });

  it.each([
    'any?: Run;',
    'any: boolean;',
    'readonly any: { many: string };',
    'any(from: Values): boolean;',
    'declare const keyingOf: ({ any, pairwise, }: { readonly a: Run; }) => Keying;',
    'u: \'any\' | "any"; // any',
    '/** As any other, of\n * any; */ a: string;',
  ])('are not found to hold one where something is called so: %s', text => {
    expect(linesWithAny(text)).toEqual([]);
  });
});
