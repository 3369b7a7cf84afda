import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import captured from '../../fixtures/vectors/captured-frames.json' with { type: 'json' };
import { loadFormat } from '../../src/cli/formats.js';
import { type Dot11Frame, encodeDot11 } from '../../src/codecs/dot11/index.js';
import { EncodeError } from '../../src/codecs/error.js';
import { fromHex, toHex } from '../../src/codecs/hex.js';
import { encodeAll, fromJson } from '../../src/codecs/json.js';
import { DlDcch, lwaReconfiguration } from '../../src/codecs/rrc/index.js';
import { withoutAdditions } from '../codecs/rrc/vectors.js';
import { withSidelink } from '../validate/lte/peer.js';
import { cli, fixturePath } from './run.js';

const deauthentication = 'c000000002d43b04067802000000000102000000000110000f00';

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
      .map(line => withoutAdditions(JSON.parse(line))),
  ).toEqual(vectors.map(v => v.value));
  expect(cli(['encode', format, '-'], decoded.stdout)).toEqual({
    status: 0,
    stdout: `${vectors.map(hexOf).join('\n')}\n`,
    stderr: '',
  });
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

  it('ue-eutra-capability', () => {
    const vectors = vectorsOf('rrc-capability.json').filter(v => v.pdu === 'UE-EUTRA-Capability');
    expect(vectors.length).toBeGreaterThan(7);
    check('ue-eutra-capability', vectors, v => v.uper);
  });

  it('show the LWA configuration behind that of sidelink, and write both', () => {
    const hex = toHex(DlDcch.encode(withSidelink(lwaReconfiguration({ wtCounter: 513 }))));
    const { status, stdout, stderr } = cli(['decode', 'rrc-dl-dcch', hex]);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /"sl-DiscConfig-r12".*"hoppingParameter-r12": ?504.*"lwa-WT-Counter-r13": ?513\b/s,
    );
    expect(cli(['encode', 'rrc-dl-dcch', '-'], JSON.stringify(JSON.parse(stdout)))).toEqual({
      status: 0,
      stdout: `${hex}\n`,
      stderr: '',
    });
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

describe('encode of what JSON holds', () => {
  it.each([
    ['lwaap', '{"header":{"reserved":0,"drbId":4},"payload":{"hex":""},"\\u001b[31mx":1}'],
    ['rrc-dl-dcch', '{"\\u001b[31mx":1}'],
  ])('%s: shows a name so that a terminal does not obey it', (name, json) => {
    const { stderr, status } = cli(['encode', name, json]);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^lwa-rekey: .* has no [a-z]+ '\ufffd\[31mx'\n$/);
  });

  it('says where a name is that the format does not know', async () => {
    const format = await loadFormat('gsmtap');
    const json = {
      ...(format.decode(fromHex('02040d0000000000000000000600000001')) as object),
      headerExtensoin: {},
    };
    expect(() => format.encode(json)).toThrow(new EncodeError('GSMTAP', "has no member 'headerExtensoin'"));
    const frame = (await loadFormat('dot11')).decode(fromHex(deauthentication)) as { frameControl: object };
    Object.assign(frame.frameControl, { toDS: true });
    expect(() => encodeAll(fromJson(frame), '802.11', f => encodeDot11(f as Dot11Frame))).toThrow(
      new EncodeError('802.11.frameControl', "has no member 'toDS'"),
    );
  });

  const eapol = captured.handshakes[0]!.eapol.map(({ octets }) => octets);
  const header = '0802000002000000010002000000020002000000020010 00'.replace(' ', '');
  const qosHeader = `8802${header.slice(4)}8000`;
  const subframe = '020000000100020000000200000aaaaa03000000080045c00000';
  const samples: readonly (readonly [format: string, hex: readonly string[]])[] = [
    ['eapol-key', eapol],
    [
      'dot11',
      [
        deauthentication,
        '0000000002000000010002000000020002000000020010001100050000036c7761010282843014 0100000fac040100000fac040100000fac060000'.replace(
          ' ',
          '',
        ),
        ...eapol.map(octets => `${header}aaaa03000000888e${octets}`),
        `${header}aaaa03000000888e01010000`,
        `${qosHeader}${subframe}${subframe}`,
      ],
    ],
    ['pdcp', ['00200000000000']],
    ['pdcp-drb-12', ['8001ff']],
    ['pdcp-drb-15', ['8001ff']],
    ['pdcp-drb-18', ['800001ff']],
    ['lwaap', ['048000ff']],
    ['sctp', ['8e3c8e3c00000001000000000b0000040003001100000001000000000000003d01000000']],
    ['gtp-u', ['32ff00040000000100010000', '34ff00080000000100000085010001 00'.replace(' ', '')]],
    ['gsmtap', ['02040d0000000000000000000600000001']],
    ['gsmtap-v3', ['030000040403000900020002000afffe1200']],
  ];

  it.each(samples)(
    '%s: takes what decode gives, and refuses a member that the format does not know',
    async (name, all) => {
      const format = await loadFormat(name);
      for (const hex of all) {
        const text = JSON.stringify(format.decode(fromHex(hex)));
        expect(toHex(format.encode(JSON.parse(text)))).toBe(hex);
        /** Puts a member into each object there is but those of octets. */
        const places = (at: unknown, refuse: () => void): void => {
          if (typeof at !== 'object' || at === null || 'hex' in at) return;
          if (!Array.isArray(at)) {
            Object.assign(at, { misspelt: 1 });
            refuse();
            Reflect.deleteProperty(at, 'misspelt');
          }
          for (const part of Object.values(at)) places(part, refuse);
        };
        const json: unknown = JSON.parse(text);
        places(json, () =>
          expect(() => format.encode(json), JSON.stringify(json)).toThrow("has no member 'misspelt'"),
        );
        expect(JSON.stringify(json)).toBe(text);
      }
    },
  );
});
