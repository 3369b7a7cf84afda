import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { cli, fixturePath } from './run.js';

interface Vector {
  readonly name: string;
  readonly value: unknown;
  readonly pdu?: string;
  readonly aper?: string;
  readonly uper?: string;
  readonly decodeOnly?: boolean;
}

const vectorsOf = (file: string): readonly Vector[] => {
  const octets = readFileSync(fixturePath(`vectors/${file}`));
  const text = (file.endsWith('.gz') ? gunzipSync(octets) : octets).toString();
  const content = JSON.parse(text) as Vector[] | { vectors: Vector[] };
  return Array.isArray(content) ? content : content.vectors;
};

/** One line a value, both ways, as other programs use the command. */
const check = (
  format: string,
  vectors: readonly Vector[],
  hexOf: (vector: Vector) => string | undefined,
): void => {
  const decoded = cli(['decode', format, '-'], vectors.map(hexOf).join('\n'));
  expect(decoded).toMatchObject({ status: 0, stderr: '' });
  expect(
    decoded.stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line)),
  ).toEqual(vectors.map(v => v.value));
  const both = vectors.filter(v => v.decodeOnly !== true);
  const encoded = cli(['encode', format, '-'], both.map(v => JSON.stringify(v.value)).join('\n'));
  expect(encoded).toMatchObject({ status: 0, stderr: '' });
  expect(encoded.stdout.trim().split('\n')).toEqual(both.map(hexOf));
};

describe('decode and encode of the ASN.1 formats', () => {
  it('xwap', () => {
    check('xwap', vectorsOf('xwap.json.gz'), v => v.aper);
  });

  it.each([
    ['rrc-dl-dcch', 'DL-DCCH-Message'],
    ['rrc-ul-dcch', 'UL-DCCH-Message'],
  ])('%s', (format, pdu) => {
    const vectors = vectorsOf('rrc.json').filter(v => v.pdu === pdu);
    expect(vectors.length).toBeGreaterThan(10);
    check(format, vectors, v => v.uper);
  });

  it('show what is behind a message, say so, and write it back', () => {
    const { uper } = vectorsOf('rrc.json').find(v => v.name === 'reconf/lwa-wt-counter-1')!;
    const lines = [uper!, `${uper}deadbeef`, `${uper}00`];
    const decoded = cli(['decode', 'rrc-dl-dcch', '-'], lines.join('\n'));
    expect(decoded).toMatchObject({
      status: 0,
      stderr:
        'lwa-rekey: 4 octets behind the message, see _surplus\n' +
        'lwa-rekey: 1 octet behind the message, see _surplus\n',
    });
    expect(cli(['encode', 'rrc-dl-dcch', '-'], decoded.stdout)).toEqual({
      status: 0,
      stdout: `${lines.join('\n')}\n`,
      stderr: '',
    });
    const padded = cli(['decode', 'rrc-dl-dcch', `${uper!.slice(0, -1)}1`]);
    expect(padded.stderr).toBe('lwa-rekey: padding bits are not zero, see _surplus\n');
    expect(JSON.parse(padded.stdout)).toMatchObject({ _surplus: { bits: '00001' } });
  });

  it('answer wrong values with their path and what is allowed, and go on', () => {
    const wrong = [
      '{"choice":"initiatingMessage","value":{"procedureCode":7,"criticality":"never","value":{"type":null,"value":{"hex":""}}}}',
      '{',
    ];
    const lines = cli(['encode', 'xwap', '-'], wrong.join('\n'))
      .stdout.trim()
      .split('\n')
      .map(line => JSON.parse(line));
    expect(lines[0].error).toMatchObject({ code: 'encode', path: 'XwAP-PDU.initiatingMessage.criticality' });
    expect(lines[0].error.message).toContain('must be one of reject, ignore, notify');
    expect(lines[1].error.message).toMatch(/^JSON: /);
  });
});
