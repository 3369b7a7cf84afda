import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';

const isPage = (path: string): boolean => path.endsWith('.md');
const pagesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(path => posix.join(folder, path.replaceAll('\\', '/')))
    .filter(isPage);
const docs = pagesIn('docs');
const pages = [...readdirSync('.').filter(isPage), ...docs, ...pagesIn('wireshark'), ...pagesIn('fixtures')];
const textOf = (page: string): string => readFileSync(page, 'utf8').replaceAll(/^```[\s\S]*?^```$/gm, '');

/** Where the links of a page lead within the repository, from its root. */
const linksOf = (page: string): readonly string[] =>
  [...textOf(page).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, to]) =>
    /^[a-z]+:/.test(to!) ? [] : [to!.startsWith('#') ? `${page}${to}` : posix.join(posix.dirname(page), to!)],
  );
/** The anchor that GitHub gives a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');

describe('pages', () => {
  it('link to files and headings that are there', () => {
    const links = pages.flatMap(page => linksOf(page).map(to => ({ page, to })));
    expect(links.length).toBeGreaterThan(20);
    const broken = links.filter(({ to }) => {
      const [path, anchor] = to.split('#');
      if (!existsSync(path!)) return true;
      const headings = [...readFileSync(path!, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, text]) => text!);
      return anchor !== undefined && !headings.map(anchorOf).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  it('are found from the README, those of docs/ in it', () => {
    const found = new Set(['README.md']);
    // A set gives what is added to it as it is gone through, too.
    for (const page of found)
      for (const [to] of linksOf(page).map(link => link.split('#'))) if (isPage(to!)) found.add(to!);
    expect(pages.length).toBeGreaterThan(12);
    expect(pages.filter(page => !found.has(page))).toEqual([]);
    expect(docs.filter(page => !linksOf('README.md').includes(page))).toEqual([]);
  });

  it('tell what each entry point of the package has', () => {
    const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      exports: Record<string, string>;
    };
    const entries = Object.keys(exports).filter(path => path !== '.' && exports[path]!.endsWith('.js'));
    const rows = [...textOf('README.md').matchAll(/^\| `lwa-rekey(\/[\w/]+)` \|/gm)].map(
      ([, path]) => `.${path}`,
    );
    expect(rows.sort()).toEqual(entries.sort());
  });

  it('of contributors name folders and files that are there', () => {
    const names = [...textOf('CONTRIBUTING.md').matchAll(/`([\w.-]+\/[\w./-]*)`/g)].map(([, name]) => name!);
    const roots = ['', 'src/', 'src/codecs/', 'src/codecs/xwap/', 'src/flows/', 'src/validate/'];
    const isThere = (name: string): boolean =>
      /\b(ID|NAME)\./.test(name) || name === 'dist/' || roots.some(root => existsSync(`${root}${name}`));
    expect(names.length).toBeGreaterThan(40);
    expect(names.filter(name => !isThere(name))).toEqual([]);
  });
});
