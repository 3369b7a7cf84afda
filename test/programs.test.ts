import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeCapture, type InterfaceOptions, pcapngWriter } from '../src/codecs/index.js';
import { reportText } from '../src/report/index.js';
import { validator } from '../src/validate/index.js';
import { manifestOf } from './manifest.js';

const repository = fileURLToPath(new URL('..', import.meta.url));
const programs = readdirSync(join(repository, 'test/programs')).filter(file => file.endsWith('.ts'));
/** Without what only Node has, and with what only a browser has. */
const BROWSER = 'browser.ts';

/** The TypeScript of the pages, a module each block. */
const examples = ['README.md', 'docs/library.md', 'docs/per.md', 'docs/rrc.md', 'docs/rules.md'].flatMap(
  page =>
    [...readFileSync(join(repository, page), 'utf8').matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(
      ([, text], i) => ({ name: `${page.replaceAll(/\W/g, '-')}-${i + 1}.ts`, text: text! }),
    ),
);

/** The name of the only one with `words` in it. */
function exampleWith(words: string): string {
  const found = examples.filter(({ text }) => text.includes(words));
  expect(found).toHaveLength(1);
  return found[0]!.name;
}

/** A project of its own, in which the package is installed as it was built. */
let project: string;
const linked = (name: string, to: string): void =>
  symlinkSync(join(repository, to), join(project, 'node_modules', name), 'dir');

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'lwa-rekey-programs-'));
  mkdirSync(join(project, 'node_modules'));
  linked('lwa-rekey', '.');
  linked('@types', 'node_modules/@types');
  writeFileSync(join(project, 'package.json'), '{"type":"module","private":true}');
  for (const { name, text } of examples) writeFileSync(join(project, name), text);
  for (const name of programs)
    writeFileSync(join(project, name), readFileSync(join(repository, 'test/programs', name)));
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

/** What the compiler says of `files`, which is nothing where they are right. */
function complaints(resolution: 'nodenext' | 'bundler', files: readonly string[], more: object): string {
  const config = join(project, `tsconfig.${resolution}.${files.length}.json`);
  const compilerOptions = {
    target: 'es2022',
    module: resolution === 'nodenext' ? 'nodenext' : 'esnext',
    moduleResolution: resolution,
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noEmit: true,
    ...more,
  };
  writeFileSync(config, JSON.stringify({ compilerOptions, files }));
  const compiler = join(repository, 'node_modules/typescript/bin/tsc');
  const { stdout, status } = spawnSync(process.execPath, [compiler, '-p', config], { encoding: 'utf8' });
  return status === 0 ? '' : stdout;
}

/** The path of a program as JavaScript. */
async function compiled(name: string, platform: 'node' | 'browser' = 'node'): Promise<string> {
  const outfile = join(project, `${name}.mjs`);
  await build({
    entryPoints: [join(project, name)],
    bundle: platform === 'browser',
    platform,
    format: 'esm',
    outfile,
    logLevel: 'silent',
  });
  return outfile;
}

const run = (path: string, ...operands: readonly string[]): Buffer => {
  const { stdout, stderr, status } = spawnSync(process.execPath, [path, ...operands]);
  expect(`${stderr}`).toBe('');
  expect(status).toBe(0);
  return stdout;
};

describe('programs that use the package', () => {
  it.each(['nodenext', 'bundler'] as const)(
    'compile, and so do the examples of the pages: %s',
    resolution => {
      const files = [...programs.filter(name => name !== BROWSER), ...examples.map(({ name }) => name)];
      expect(files.length).toBeGreaterThan(10);
      expect(complaints(resolution, files, { lib: ['ES2023'], types: ['node'] })).toBe('');
      // Not with DOM.AsyncIterable: Safari has no such streams, and not every project has it in its `lib`.
      const inPages = examples
        .filter(({ text }) => text.includes('readCapture(file)'))
        .map(({ name }) => name);
      expect(inPages.length).toBeGreaterThan(0);
      expect(
        complaints(resolution, [BROWSER, ...inPages], {
          lib: ['ES2022', 'DOM', 'DOM.Iterable'],
          types: [],
        }),
      ).toBe('');
    },
  );

  it('may export what the package gives without types of their own, in declarations too', async () => {
    const { exports } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as {
      exports: Record<string, string>;
    };
    const files = ['wrappers.ts'];
    for (const [path, to] of Object.entries(exports)) {
      if (!to.endsWith('.js')) continue;
      const lines = Object.entries((await import(pathToFileURL(join(repository, to)).href)) as object).map(
        ([name, value]) =>
          typeof value === 'function' && !`${value}`.startsWith('class')
            ? `export const of${name} = (...to: Parameters<typeof all.${name}>) => all.${name}(...to);`
            : `export const of${name} = all.${name};`,
      );
      const name = `all${path.replaceAll(/\W/g, '-')}.ts`;
      writeFileSync(
        join(project, name),
        [`import * as all from 'lwa-rekey${path.slice(1)}';`, ...lines].join('\n'),
      );
      files.push(name);
    }
    expect(files.length).toBeGreaterThan(8);
    const emitted = { noEmit: false, declaration: true, emitDeclarationOnly: true };
    expect(
      complaints('nodenext', files, { ...emitted, outDir: 'declared', lib: ['ES2023'], types: ['node'] }),
    ).toBe('');
    expect(readFileSync(join(project, 'declared/wrappers.d.ts'), 'utf8')).not.toMatch(
      /dist|node_modules|\bany\b/,
    );
  });

  it('are told by the compiler what is wrong', () => {
    writeFileSync(
      join(project, 'wrong.ts'),
      "import { eapolMic } from 'lwa-rekey/crypto';\neapolMic(new Uint8Array(16), new Uint8Array(99), 'hmac-md5');\n",
    );
    expect(complaints('nodenext', ['wrong.ts'], { lib: ['ES2023'], types: [] })).toContain('wrong.ts(2,10)');
  });

  it('print what docs/library.md says', async () => {
    const page = readFileSync(join(repository, 'docs/library.md'), 'utf8');
    const printing = [...page.matchAll(/^```ts\n(?:[\s\S]*?)^```$(?:\n\nprints\n\n```\n([\s\S]*?)^```$)?/gm)];
    const printed = printing.flatMap(([, text], i) => (text === undefined ? [] : [{ i, text }]));
    expect(printed.length).toBe(page.split('\nprints\n').length - 1);
    for (const { i, text } of printed)
      expect(`${run(await compiled(`docs-library-md-${i + 1}.ts`))}`).toBe(text);
  });

  it('write the reports of a capture, as in docs/library.md', async () => {
    const folder = join(repository, 'fixtures/captures');
    const [out, keys] = [join(project, 'report'), join(project, 'own.keys.json')];
    const pmks = Object.entries(manifestOf('captures')[0]!.pmks).map(([name, hex]) => ({ name, hex }));
    writeFileSync(keys, JSON.stringify({ pmks }));
    run(
      await compiled(exampleWith('reportSarif(report, about)')),
      join(folder, 'a-wpa2-psk-ccmp-initial.pcap'),
      keys,
      out,
    );
    const written = ['sarif', 'junit.xml', 'html'].map(format => readFileSync(`${out}.${format}`, 'utf8'));
    for (const text of written) expect(text).toMatch(/[Cc]omplete under /);
    expect(JSON.parse(written[0]!).runs[0].tool.driver.rules.length).toBeGreaterThan(30);
  });

  it('report what came before the damage in a capture, and the damage, as in docs/library.md', async () => {
    const whole = readFileSync(join(repository, 'fixtures/captures/a-wpa2-psk-ccmp-initial.pcap'));
    const cut = join(project, 'cut.pcap');
    writeFileSync(cut, whole.subarray(0, -5));
    const program = await compiled(exampleWith('damaged.push('));
    const [{ invocations, results, properties }] = JSON.parse(`${run(program, cut)}`).runs;
    expect(invocations[0].executionSuccessful).toBe(false);
    expect(JSON.stringify(invocations[0])).toContain('cut.pcap: pcap.record[64].bytes: needs 48 octets');
    expect(JSON.stringify([results, properties])).toContain('Complete: 4-way handshake');
  });

  it('copy a capture, and merge two, as in docs/library.md', async () => {
    const interfaces = [
      { linkType: 127, name: 'sniffer', snapLength: 4000, resolution: 'microseconds', fcsLength: 4 },
      { linkType: 1, description: 'a wire' },
    ] as const;
    const bytes = new Uint8Array(60);
    const paths = interfaces.map((one, i) => {
      const writer = pcapngWriter({ interfaces: [one] });
      const { fcsLength } = { fcsLength: undefined, ...one };
      const packets = [7n, 3n].map(time =>
        writer.packet({ time: (time + BigInt(i)) * 1000n, bytes, fcsLength }),
      );
      const path = join(project, `of-${one.linkType}.pcapng`);
      writeFileSync(path, Buffer.concat([writer.header(), ...packets]));
      return path;
    });
    const read = (path: string) => {
      const described: InterfaceOptions[] = [];
      const packets = decodeCapture(readFileSync(path), { onInterface: one => described.push(one) });
      return { packets, described };
    };
    const [merged, copy] = [join(project, 'merged.pcapng'), join(project, 'copy.pcapng')];
    run(await compiled(exampleWith('mergeCaptures(sources')), merged, ...paths);
    run(await compiled(exampleWith("'cut here'")), merged, copy, '3');
    expect(read(merged).described).toEqual(paths.flatMap(path => read(path).described));
    expect(read(merged).packets.map(one => [one.time, one.interface, one.fcsLength])).toEqual([
      [7000n, 0, 4],
      [3000n, 0, 4],
      [8000n, 1, undefined],
      [4000n, 1, undefined],
    ]);
    expect(read(copy).described).toEqual(read(merged).described);
    expect(read(copy).packets).toEqual(
      read(merged)
        .packets.slice(0, 3)
        .map((one, i) => (i === 2 ? { ...one, comments: ['cut here'] } : one)),
    );
  });

  it('derive keys and check a MIC', async () => {
    expect(`${run(await compiled('keys.ts'))}`).toBe('true false\n');
  });

  it('build what a UE says of itself, and read the address in it', async () => {
    expect(`${run(await compiled('capability.ts'))}`).toBe('025545000001\n');
  });

  it('read what stands many extension levels down', async () => {
    expect(`${run(await compiled('levels.ts'))}`).toBe('025545000001 true\n');
  });

  it('name the messages of a capture', async () => {
    const capture = join(repository, 'fixtures/captures/a-wpa2-psk-ccmp-initial.pcap');
    const lines = `${run(await compiled('messages.ts'), capture)}`.trim().split('\n');
    expect(lines.map(line => line.split(' ').at(-1))).toEqual(['M1', 'M2', 'M3', 'M4']);
  });

  it('make a handshake by hand, with which nothing is wrong', async () => {
    expect(`${run(await compiled('handshake.ts'))}`).toBe(
      'M1 none -\nM2 valid mine\nM3 valid mine\nM4 valid mine\n',
    );
  });

  it('may say undefined for what is optional', async () => {
    expect(Number(run(await compiled('undefined.ts')))).toBeGreaterThan(20);
  });

  it('write XwAP into a capture', async () => {
    const packets = decodeCapture(run(await compiled('xwap.ts')));
    expect(packets).toHaveLength(1);
    const own = validator();
    own.packet(packets[0]!);
    expect(reportText(own.report(), { full: true })).toContain('WTModificationRequest');
  });

  it('run a scenario in a browser', async () => {
    const [made, verdict] = `${run(await compiled(BROWSER, 'browser'))}`.split('\n');
    expect(made).toBe('true rekeyed');
    expect(verdict).toMatch(/Option 2/);
  });
});
