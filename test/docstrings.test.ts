import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as { exports: Record<string, string> };

/** The folder of each entry point but the one of all: `src/codecs/xwap`. */
const folders = Object.values(exports)
  .filter(file => file.endsWith('/index.js') && file !== './dist/index.js')
  .map(file => file.replace('./dist', 'src').replace('/index.js', ''));

const sources = new Map(
  readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts'))
    .map(file => [join('src', file), readFileSync(join('src', file), 'utf8')]),
);

/** What a caller sees of `name` where `source` exports it: each overload, and not the implementation behind them. */
function declarations(source: string, name: string): { readonly line: string; readonly before: string }[] {
  const found = [
    ...source.matchAll(new RegExp(`^export (?:async )?(?:function\\*?|const) ${name}\\b[^]*?[;{]$`, 'gm')),
  ];
  const overloads = found.filter(([text]) => text.endsWith(';') && text.startsWith('export function'));
  return (overloads.length > 0 ? overloads : found).map(match => ({
    line: match[0],
    before: source
      .slice(0, match.index)
      .replace(/(\/\/.*\n)+$/, '')
      .trimEnd(),
  }));
}

/** Functions that `source` exports: declared as such, or arrow functions. */
const functionsIn = (source: string): string[] =>
  [
    ...source.matchAll(
      /^export (?:(?:async )?function\*? (\w+)|const (\w+)(?:: [^\n]*?)? =\s*(?:\/\* @__PURE__ \*\/ )?(?:async )?(?:\(|<|\w+ =>))/gm,
    ),
  ].map(([, declared, arrow]) => declared ?? arrow!);

it('every function that a file of src/ exports says what it gives', () => {
  const all = [...sources].flatMap(([file, source]) =>
    [...new Set(functionsIn(source))].flatMap(name =>
      declarations(source, name).map(one => ({ ...one, place: `${file}: ${name}` })),
    ),
  );
  expect(all.length).toBeGreaterThan(1000);
  expect(all.filter(({ before }) => !before.endsWith('*/')).map(({ place }) => place)).toEqual([]);
});

describe.each(folders)('%s', folder => {
  it('says of every function that it exports what it gives, at each overload', async () => {
    const entry = (await import(
      /* @vite-ignore */ new URL(`../${folder}/index.ts`, import.meta.url).href
    )) as Record<string, unknown>;
    const functions = Object.keys(entry).filter(
      name => typeof entry[name] === 'function' && !/^class /.test(String(entry[name])),
    );
    expect(functions.length).toBeGreaterThan(0);
    for (const name of functions) {
      const declared = [...sources]
        .filter(([file]) => file.startsWith(folder))
        .flatMap(([, source]) => declarations(source, name));
      expect(declared.length, name).toBeGreaterThan(0);
      for (const { line, before } of declared) expect(before.slice(-2), line).toBe('*/');
    }
  });
});
