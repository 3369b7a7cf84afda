import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

const built = (path: string): string => fileURLToPath(new URL(`../dist/${path}`, import.meta.url));

const bundle = async (code: string) => {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: fileURLToPath(new URL('..', import.meta.url)) },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    write: false,
    logLevel: 'silent',
  });
  return outputFiles[0]!.text;
};

describe('in a browser', () => {
  it.each([
    'index',
    'codecs/index',
    'codecs/per/index',
    'codecs/rrc/index',
    'codecs/xwap/index',
    'crypto/index',
    'flows/index',
    'validate/index',
    'report/index',
  ])('the bundle of %s holds no Node built-in', async entry => {
    // esbuild fails for an import of `node:…` on this platform; what is left to find are globals.
    const text = await bundle(`export * from '${built(`${entry}.js`)}'`);
    expect(text.length).toBeGreaterThan(1000);
    expect(text).not.toMatch(/\bprocess\.|\brequire\(|\bBuffer\.(from|alloc)/);
  });

  it('using one decoder brings only its own code along', async () => {
    const one = await bundle(`export { decodeRadiotap } from '${built('codecs/index.js')}'`);
    const all = await bundle(`export * from '${built('codecs/index.js')}'`);
    expect(one.length).toBeLessThan(all.length / 5);
  });

  it('bundles are as large as docs/library.md says', async () => {
    const page = readFileSync(new URL('../docs/library.md', import.meta.url), 'utf8');
    const rows = [...page.matchAll(/^\| (`\w+`(?:, `\w+`)*) \| `lwa-rekey\/([\w/]+)` \| (\d+) \|$/gm)];
    expect(rows.length).toBeGreaterThan(5);
    for (const [, names, entry, said] of rows) {
      const text = await bundle(
        `export { ${names!.replaceAll('`', '')} } from '${built(`${entry}/index.js`)}'`,
      );
      // As long as nothing needless comes along, it matters little.
      expect(Math.abs(text.length / 1000 - Number(said)), names).toBeLessThan(1 + Number(said) / 10);
    }
  });
});

describe('under a content security policy without unsafe-eval', () => {
  it('decoders read the same, without generated code', () => {
    const script = `
      import { readFileSync } from 'node:fs';
      import { decodeCapture, decodeDot11Deep, dot11Of, encodeDot11Deep, toHex } from '${built('codecs/index.js')}';
      try { new Function(''); } catch { console.log('forbidden'); }
      for (const { linkType, bytes } of decodeCapture(readFileSync(process.argv[1]))) {
        const { mpdu } = dot11Of({ linkType, bytes });
        if (toHex(encodeDot11Deep(decodeDot11Deep(mpdu))) !== toHex(mpdu)) throw new Error('not the same');
        console.log(toHex(mpdu));
      }`;
    const capture = fileURLToPath(
      new URL('../fixtures/captures/a-wpa2-psk-ccmp-initial.pcap', import.meta.url),
    );
    const run = (...flags: string[]): string[] => {
      const { stdout, stderr, status } = spawnSync(
        process.execPath,
        [...flags, '--input-type=module', '-e', script, capture],
        {
          encoding: 'utf8',
        },
      );
      expect(stderr).toBe('');
      expect(status).toBe(0);
      return stdout.trim().split('\n');
    };
    const strict = run('--disallow-code-generation-from-strings');
    expect(strict[0]).toBe('forbidden');
    expect(strict.slice(1)).toEqual(run());
    expect(strict.length).toBe(66);
  });
});
