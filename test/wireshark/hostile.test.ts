/** Octets that are no XwAP, through the dissector: it says so where the decoder does, and nowhere else. */
import { expect, it } from 'vitest';
import { DecodeError } from '../../src/codecs/error.js';
import { fromHex, toHex } from '../../src/codecs/hex.js';
import { IP_PROTOCOL } from '../../src/codecs/link/ipv4.js';
import { decodeXwap } from '../../src/codecs/xwap/index.js';
import { fieldsOf, ipv4, LINK } from '../codecs/link/tshark-packets.js';
import { octetsOf } from '../codecs/xwap/vectors.js';
import { wireshark } from '../wireshark.js';
import { mutantsOf } from './mutants.js';
import { DISSECTORS, xwPacket } from './xw.js';

const MUTANTS = 6000;
/** The message that lies in fragments, with each of the octets changed that say how long they are and what is in them. */
const fragmented = octetsOf('LWIPAdditionRequest/ike-id-16384-octets');
const changedFragments = [
  ...Array(48).keys(),
  ...Array.from(Array(80).keys(), i => fragmented.length - 1 - i),
].map(at => {
  const octets = fragmented.slice();
  octets[at]! ^= 0x80 >> (at & 7);
  return octets;
});
const cutFragments = [1, 40, 80, 8000, 16_380].map(octets => fragmented.subarray(0, -octets));

/** What the decoder says: nothing, that the octets are wrong, or that they are beyond it. */
function verdictOf(octets: Uint8Array): '' | 'malformed' | 'undecoded' {
  try {
    decodeXwap(octets);
    return '';
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return error.code === 'unsupported' ? 'undecoded' : 'malformed';
  }
}

/** What the dissector says of messages that is not what the decoder says, or that it should never. */
function disagreementsOf(messages: readonly Uint8Array[]): string[] {
  const rows = fieldsOf(
    LINK.rawIp,
    messages.map(octets => xwPacket([octets])),
    ['_ws.lua.error', '_ws.expert.message', 'xwap.malformed', 'xwap.undecoded', '_ws.malformed'],
    DISSECTORS,
  );
  expect(rows.length).toBe(messages.length);
  return rows.flatMap(([lua, message, isMalformed, isUndecoded, malformed], i) => {
    const verdict = verdictOf(messages[i]!);
    const shown = isMalformed ? 'malformed' : verdict === 'undecoded' && isUndecoded ? 'undecoded' : '';
    const isFound = (malformed !== '') === (verdict === 'malformed');
    if (lua === '' && !/exception/i.test(message!) && shown === verdict && isFound) return [];
    return [`${toHex(messages[i]!.subarray(0, 200))}: ${verdict} / ${shown}: ${lua} ${message}`];
  });
}

/** A WTStatusReport of one IE, ENB-Measurement-ID, with an extension bit of 1. */
const measurementId = (content: string): string => {
  const octets = content.length / 2;
  const length = (more: number): string => (octets + more).toString(16).padStart(2, '0');
  return `000340${length(7)}000001000800${length(0)}${content}`;
};
const zeros = (octets: number): string => '00'.repeat(octets);

/** What mutants seldom are: what the decoder says of them, and they. */
const rare: readonly (readonly [reason: RegExp | null, message: string])[] = [
  [/extension bit set without an addition/, '0007000480000000'],
  [/open type has one octet at least/, '00110000'],
  [/open type has one octet at least/, '4007001700000300194003880b01001a400300b00100044002b100'],
  [null, measurementId('80022000')],
  [/not in its shortest form/, measurementId('8003002000')],
  [/not in its shortest form/, measurementId('8003ff8000')],
  [/extension bit set for a value of the root/, measurementId('800105')],
  [/integer of no octets/, measurementId('8000')],
  [null, measurementId('8008ff7fffffffffffff')],
  [null, measurementId('8009ff7fffffffffffffff')],
  [null, `001100c2${zeros(0x8000)}00`],
  [/smaller than it could be/, `001100c1${zeros(0x4000)}c1${zeros(0x4000)}00`],
  [/arc \d+ starts with a zero digit/, '000c401300000080092b0680040181fd59014003010203'],
  [/arc \d+ has no end/, '000c401300000080092b0601040181fd59814003010203'],
  [/extension number above 2\^48/, 'c0070100000000000000'],
];

wireshark.describe('hostile octets in the dissector of XwAP', () => {
  it('are malformed where the decoder refuses them, and nowhere else; Lua never fails', () => {
    const { mutants, seed } = mutantsOf(MUTANTS);
    expect(disagreementsOf([...mutants, ...changedFragments, ...cutFragments]), `seed ${seed}`).toEqual([]);
    const refused = mutants.filter(octets => verdictOf(octets) === 'malformed').length;
    expect(refused).toBeGreaterThan(MUTANTS / 4);
    expect(refused).toBeLessThan(MUTANTS * 0.95);
  });

  it('are so too where they are what mutants seldom are', () => {
    for (const [reason, message] of rare) {
      const decoded = decodeXwap(fromHex(message), { lax: true });
      if (reason === null) expect(decoded.error, message.slice(0, 40)).toBeUndefined();
      else expect(decoded.error?.message, message.slice(0, 40)).toMatch(reason);
    }
    expect(disagreementsOf(rare.map(([, message]) => fromHex(message)))).toEqual([]);
  });

  it('are dissected once where there are none', () => {
    const fields = ['_ws.col.Info', '_ws.lua.error'];
    // DATA chunks of 16 octets, which is their header, between the ports of XwAP.
    const chunk = (sequence: number): string => `000300100000000${sequence}0000000${sequence}0000003a`;
    const packet = (...chunks: string[]): Uint8Array =>
      ipv4(IP_PROTOCOL.sctp, fromHex(`8e6e8e6e0000000100000000${chunks.join('')}`));
    expect(fieldsOf(LINK.rawIp, [packet(chunk(1)), packet(chunk(2), chunk(3))], fields, DISSECTORS)).toEqual([
      ['XwAP-PDU [malformed]', ''],
      ['XwAP-PDU [malformed], XwAP-PDU [malformed]', ''],
    ]);
  });

  it('do not show, in the last octet of a BIT STRING, what is not of it', () => {
    const message = octetsOf('WTReleaseConfirm/address-17-bits');
    const at = message.length - 5;
    expect(message[at]).toBe(0);
    message[at] = 0x7f;
    const fields = ['xwap.transportLayerAddress', 'xwap.gTP_TEID', 'xwap.malformed'];
    expect(fieldsOf(LINK.rawIp, [xwPacket([message])], fields, DISSECTORS)).toEqual([
      ['94a500', 'deadbeef', '1'],
    ]);
  });
});
