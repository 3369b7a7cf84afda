import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type JsonCodec, loadFormat } from '../../src/cli/formats.js';
import { decodeCapture } from '../../src/codecs/capture/index.js';
import { decodeDot11Deep, dot11Of } from '../../src/codecs/dot11/index.js';
import { EncodeError } from '../../src/codecs/error.js';
import { fromHex, toHex } from '../../src/codecs/hex.js';
import { toJson } from '../../src/codecs/json.js';
import { encodeSctp, SCTP_PARAMETER } from '../../src/codecs/link/index.js';
import { cli, fixturePath } from './run.js';

const frames = decodeCapture(
  new Uint8Array(readFileSync(fixturePath('captures/a-wpa2-psk-ccmp-initial.pcap'))),
).map(({ bytes }) => dot11Of({ linkType: 127, bytes }).mpdu);

const sctp = encodeSctp({
  sourcePort: 36462,
  destinationPort: 36462,
  verificationTag: 1,
  chunks: [
    {
      chunk: 'INIT',
      flags: 0,
      initiateTag: 1,
      advertisedReceiverWindowCredit: 65535,
      numberOfOutboundStreams: 2,
      numberOfInboundStreams: 2,
      initialTsn: 1,
      parameters: [{ type: SCTP_PARAMETER.ipv4Address, value: fromHex('0a000001') }],
    },
  ],
});

const M3 = 24;
const [EAPOL_START, BEACON] = [34, 1];

/** Octets of each format whose JSON is made wrong. */
const samples: Readonly<Record<string, readonly string[]>> = {
  dot11: [frames[M3 - 2]!, frames[BEACON]!, frames[20]!].map(toHex),
  'eapol-key': [toHex(frames[M3 - 2]!.subarray(EAPOL_START))],
  xwap: ['00000010000001000900090000f1108003b5ad40', '00c8000100', '0000000f000001123440080000000000000000'],
  'rrc-dl-dcch': ['2200a4a091200020', '200000'],
  'rrc-ul-dcch': ['9422', '082137504880240800319b1dd84b5b18588080000000401680', '3a02102010220633035758a65e'],
  'ue-eutra-capability': ['40000000000080100080451002120005500103c0955140000040'],
  pdcp: ['0501020300000000'],
  'pdcp-drb-12': ['800501'],
  'pdcp-drb-15': ['800501'],
  'pdcp-drb-18': ['8000050102'],
  lwaap: ['05aabb'],
  sctp: [toHex(sctp)],
  'gtp-u': ['32ff000600000001000700ff0102'],
  gsmtap: [`0204${'00'.repeat(14)}01`],
};

/** A copy of `json` with the part that `pick` leads to replaced, or taken away where `part` is undefined. */
const spoilt = (json: unknown, pick: number, part: unknown): unknown => {
  const places: [object, string][] = [];
  const collect = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      places.push([value, key]);
      collect(inner);
    }
  };
  const whole = { json: structuredClone(json) };
  collect(whole);
  const [holder, key] = places[pick % places.length]!;
  if (part === undefined && holder !== whole) Reflect.deleteProperty(holder, key);
  else Reflect.set(holder, key, part ?? null);
  return whole.json;
};

const wrongPart = fc.oneof(
  fc.constantFrom<unknown>(
    undefined,
    null,
    [null],
    [{}],
    {},
    '',
    'constructor',
    '99999999999999999999999',
    -1,
    1.5,
    2 ** 53,
    true,
    { hex: 'zz' },
    { hex: '00' },
    { bits: '2' },
    { enumExt: -1 },
    { choice: null, extIndex: -1, value: { hex: '' } },
    { type: null, value: 5 },
    { length: 1e9 },
  ),
  fc.jsonValue({ maxDepth: 2 }),
);

describe('values of no format', () => {
  it.each(Object.entries(samples))('%s: are octets or an EncodeError with a path', async (name, hexes) => {
    const codec: JsonCodec = await loadFormat(name);
    const decoded = hexes.map(hex => codec.decode(fromHex(hex)));
    let refused = 0;
    fc.assert(
      fc.property(fc.constantFrom(...decoded), fc.nat(), wrongPart, (json, pick, part) => {
        try {
          codec.encode(JSON.parse(JSON.stringify(spoilt(json, pick, part))));
        } catch (error) {
          if (!(error instanceof EncodeError)) throw error;
          expect(error.path).not.toBe('');
          expect(error.message.startsWith(`${error.path}: `)).toBe(true);
          expect(error.message).not.toMatch(/undefined|\[object/);
          refused++;
        }
      }),
      { numRuns: 1000 },
    );
    expect(refused).toBeGreaterThan(100);
  });

  it.each<[format: string, path: string, name: string, of: (name: unknown) => unknown]>([
    [
      'sctp',
      'SCTP.chunks[0].chunk',
      'COOKIE ACK',
      chunk => ({
        ...{ sourcePort: 1, destinationPort: 2, verificationTag: 3 },
        chunks: [{ chunk, flags: 0 }],
      }),
    ],
    [
      'gtp-u',
      'GTP-U.content.message',
      'echoRequest',
      message => ({ teid: 0, content: { message, informationElements: [] } }),
    ],
    [
      'dot11',
      '802.11.elements[0].element',
      'SSID',
      element => ({
        ...(toJson(decodeDot11Deep(frames[BEACON]!)) as object),
        elements: [{ element, ssid: { hex: '' } }],
      }),
    ],
  ])('%s: a name is text, neither what becomes one nor what cannot', async (format, path, name, of) => {
    const codec = await loadFormat(format);
    expect(() => codec.encode(of(name))).not.toThrow();
    for (const wrong of [[name], { toString: 1 }, { toString: null, valueOf: null }])
      expect(() => codec.encode(of(wrong))).toThrow(expect.objectContaining({ name: 'EncodeError', path }));
  });

  it('do not end a batch', () => {
    for (const format of Object.keys(samples)) {
      const deep = 100_000;
      const wrong = ['null', '[null]', '5', '"x"', '{}', '['.repeat(deep) + ']'.repeat(deep)];
      const { status, stdout, stderr } = cli(['encode', format, '-'], wrong.join('\n'));
      expect({ format, status, stderr }).toEqual({ format, status: 2, stderr: '' });
      const lines = stdout.trim().split('\n');
      expect(lines).toHaveLength(wrong.length);
      for (const line of lines) expect(JSON.parse(line).error.path).not.toBe('');
    }
  });
});

describe('an open type that something chooses', () => {
  const of = (ie: object): object => ({
    choice: 'initiatingMessage',
    value: {
      procedureCode: 0,
      criticality: 'reject',
      value: { type: 'XwSetupRequest', value: { protocolIEs: [ie] } },
    },
  });
  const [criticality, value] = ['reject', { type: 'Global-ENB-ID', value: {} }];

  it('is refused without it, and where it is out of all range', async () => {
    const { encode } = await loadFormat('xwap');
    expect(() => encode(of({ criticality, value }))).toThrow('.protocolIEs[0].id: is mandatory');
    expect(() => encode(of({ id: '99999999999999999999', criticality, value }))).toThrow(
      '"type" must be null where id is 99999999999999999999',
    );
  });
});
