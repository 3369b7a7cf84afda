import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonDocuments } from '../../src/cli/json-input.js';
import { cli } from './run.js';

const DEAUTHENTICATION = 'c000000002d43b04067802000000000102000000000110000f00';
const SET_UP = '00c8000100';

/** Pretty-printed, as `decode` prints a value that is its argument. */
const decoded = (format: string, hex: string): string => cli(['decode', format, hex]).stdout;

describe('a batch', () => {
  it('goes on behind a line that fails, and ends with 2', () => {
    const { status, stdout } = cli(['decode', 'dot11', '-'], `zz\n${DEAUTHENTICATION}\n`);
    expect(status).toBe(2);
    const [error, value] = stdout.trimEnd().split('\n');
    expect(JSON.parse(error!).error.message).toContain("'z' at position 1");
    expect(JSON.parse(value!).reasonCode).toBe(15);
    expect(cli(['encode', 'dot11', '-'], '{}\n').status).toBe(2);
    expect(cli(['encode', 'dot11', '-'], '{"kind":\n').status).toBe(2);
  });

  it('tells what is no hex and no JSON from a value or octets that a format does not have', () => {
    const codes = (command: string, input: string): unknown[] =>
      cli([command, 'dot11', '-'], input)
        .stdout.trimEnd()
        .split('\n')
        .map(line => JSON.parse(line).error.code);
    expect(codes('decode', 'zz\n0\n\nc000\n')).toEqual(['usage', 'usage', 'truncated']);
    expect(codes('encode', '}\n{}\n{"hex":"zz"}\n')).toEqual(['usage', 'encode', 'encode']);
  });

  it('ends with 0 where none fails, or there is none', () => {
    expect(cli(['decode', 'dot11', '-'], `${DEAUTHENTICATION}\n\n`).status).toBe(0);
    for (const command of ['decode', 'encode'])
      expect(cli([command, 'dot11', '-'], '\n')).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it.each([
    ['dot11', DEAUTHENTICATION],
    ['xwap', SET_UP],
  ])('encodes what decode printed of %s: pretty, one a line, one behind the other', (format, hex) => {
    const pretty = decoded(format, hex);
    expect(pretty.trimEnd().split('\n').length).toBeGreaterThan(5);
    const line = cli(['decode', format, '-'], hex).stdout;
    const input = `${pretty}${line}${pretty.trimEnd()}${pretty.replaceAll('\n', '\r\n')}${line.trimEnd()} ${line}`;
    expect(cli(['encode', format, '-'], input)).toEqual({
      status: 0,
      stdout: `${hex}\n`.repeat(6),
      stderr: '',
    });
  });

  it('passes over a byte order mark', () => {
    const hex = DEAUTHENTICATION;
    const line = cli(['decode', 'dot11', '-'], `\ufeff${hex}\n`);
    expect(line.status).toBe(0);
    for (const json of [line.stdout, decoded('dot11', hex)]) {
      expect(cli(['encode', 'dot11', '-'], `\ufeff${json}`).stdout).toBe(`${hex}\n`);
      expect(cli(['encode', 'dot11', `\ufeff${json}`]).stdout).toBe(`${hex}\n`);
    }
    expect(decoded('dot11', `\ufeff${hex}`)).toBe(decoded('dot11', hex));
  });
});

describe('JSON documents', () => {
  async function documentsOf(text: string): Promise<string[]> {
    const found: string[] = [];
    const lines = (async function* () {
      yield* text.split('\n');
    })();
    for await (const document of jsonDocuments(lines)) found.push(document.trim());
    return found;
  }

  it.each<[string, string[]]>([
    ['{"a":1}\n{"b":2}', ['{"a":1}', '{"b":2}']],
    ['{"a":1}{"b":2} {"c":3}', ['{"a":1}', '{"b":2}', '{"c":3}']],
    ['{\n"a":"}{"}{"b":"\\"}"}', ['{\n"a":"}{"}', '{"b":"\\"}"}']],
    ['[\n1\n]\n5\n"x"\nnull', ['[\n1\n]', '5', '"x"', 'null']],
    // What is no JSON, and what follows it.
    ['{"a":\n{"b":2}', ['{"a":', '{"b":2}']],
    ['{"a":"x\n{"b":2}', ['{"a":"x', '{"b":2}']],
    ['{\n  "a": 1\n{\n  "b": 2\n}', ['{\n  "a": 1', '{\n  "b": 2\n}']],
    ['}\nxx\n{"b":2}', ['}', 'xx', '{"b":2}']],
    ['{"a":1}}\n{"b":2}', ['{"a":1}', '}', '{"b":2}']],
    ['\n \n', []],
  ])('of %j', async (text, documents) => {
    expect(await documentsOf(text)).toEqual(documents);
  });

  it('are found again, however they are put together', async () => {
    const value = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }));
    const written = fc.record({
      value,
      indent: fc.constantFrom(undefined, 1, 2, '\t'),
      end: fc.constantFrom('', ' ', '\n', '\n\n'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(written), async list => {
        const text = list.map(one => JSON.stringify(one.value, null, one.indent) + one.end).join('');
        const found = await documentsOf(text);
        expect(found.map(one => JSON.stringify(JSON.parse(one)))).toEqual(
          list.map(one => JSON.stringify(one.value)),
        );
      }),
    );
  });
});
