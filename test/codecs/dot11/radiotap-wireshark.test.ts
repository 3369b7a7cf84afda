/** What Wireshark reads in radiotap headers that are drawn at random is what the decoder does. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeRadiotap, type RadiotapFields, radiotapHeader } from '../../../src/codecs/dot11/index.js';
import { fromHex } from '../../../src/codecs/hex.js';
import { wireshark } from '../../wireshark.js';
import { fieldsOf } from '../link/tshark-packets.js';
import { drawn, hex, little } from './tshark-frames.js';

const RADIOTAP = 127;
const ACK = fromHex('d4000000020000000001');

/** Alignment and octets of each field, by its bit (radiotap.org). */
const FIELDS: readonly (readonly [number, number])[] = [
  [8, 8],
  [1, 1],
  [1, 1],
  [2, 4],
  [2, 2],
  [1, 1],
  [1, 1],
  [2, 2],
  [2, 2],
  [2, 2],
  [1, 1],
  [1, 1],
  [1, 1],
  [1, 1],
  [2, 2],
  [2, 2],
  [1, 1],
  [1, 1],
  [4, 8],
  [1, 3],
  [4, 8],
  [2, 12],
  [8, 12],
  [2, 12],
  [2, 12],
  [2, 6],
  [1, 1],
  [2, 4],
];

/**
 * Not the flags, which may say that an FCS or padding is there; nor HE-MU-other-user, whose size Wireshark does not know, and
 * zero-length PSDU, behind which it reads no frame.
 */
const DRAWN = ~((1 << 1) | (1 << 25) | (1 << 26)) & 0x0fff_ffff;
/** Another present word follows, of the radiotap namespace too. */
const AND_MORE = 0xa000_0000;

const headerOf = (words: readonly number[], values: Uint8Array): Uint8Array => {
  let length = 4 + 4 * words.length;
  for (const word of words)
    for (const [bit, [align, size]] of FIELDS.entries())
      if ((word >>> bit) & 1) length = Math.ceil(length / align) * align + size;
  const header = new Uint8Array(length);
  header.set(values.subarray(0, length));
  const view = new DataView(header.buffer);
  view.setUint16(0, 0);
  view.setUint16(2, length, true);
  for (const [i, word] of words.entries())
    view.setUint32(4 + 4 * i, (word | (i + 1 < words.length ? AND_MORE : 0)) >>> 0, true);
  return header;
};

const flagsOf = (value: number | undefined): string | undefined =>
  value === undefined ? undefined : hex(value, 4);

/** Fields of Wireshark, and how it prints those of the decoder. */
const SHOWN: Readonly<Record<string, (fields: RadiotapFields) => unknown>> = {
  mactime: ({ tsft }) => tsft,
  'channel.freq': ({ channel }) => channel?.frequency,
  'channel.flags': ({ channel }) => flagsOf(channel?.flags),
  'fhss.hopset': ({ fhss }) => fhss?.[0],
  dbm_antsignal: ({ antennaSignal }) => antennaSignal,
  dbm_antnoise: ({ antennaNoise }) => antennaNoise,
  quality: ({ lockQuality }) => lockQuality,
  txattenuation: ({ txAttenuation }) => txAttenuation,
  db_txattenuation: ({ dbTxAttenuation }) => dbTxAttenuation,
  txpower: ({ txPower }) => txPower,
  antenna: ({ antenna }) => antenna,
  db_antsignal: ({ dbAntennaSignal }) => dbAntennaSignal,
  db_antnoise: ({ dbAntennaNoise }) => dbAntennaNoise,
  rxflags: ({ rxFlags }) => flagsOf(rxFlags),
  txflags: ({ txFlags }) => flagsOf(txFlags),
  data_retries: ({ dataRetries }) => dataRetries,
  'xchannel.freq': ({ xChannel }) => xChannel && little(xChannel.subarray(4, 6)),
  'ampdu.reference': ({ aMpduStatus }) => aMpduStatus && little(aMpduStatus.subarray(0, 4)),
  'timestamp.ts': ({ timestamp }) => timestamp && little(timestamp.subarray(0, 8)),
  'l_sig.data1': ({ lSig }) => lSig && hex(Number(little(lSig.subarray(0, 2))), 4),
};

wireshark.describe('Wireshark on radiotap', () => {
  it('reads the fields of all present words, and the frame behind them', () => {
    const word = fc.nat(0x0fff_ffff).map(bits => bits & DRAWN);
    const headers = drawn(
      fc.tuple(
        fc.array(word, { minLength: 1, maxLength: 3 }),
        fc.uint8Array({ minLength: 500, maxLength: 500 }),
      ),
      300,
    ).map(([words, values]) => headerOf(words, values));
    // And those that are written with the fields of the first present word.
    for (const header of [...headers]) headers.push(radiotapHeader(decodeRadiotap(header).fields));
    const packets = headers.map(header => Uint8Array.of(...header, ...ACK));
    const names = [...Object.keys(SHOWN).map(name => `radiotap.${name}`), 'wlan.fc.type_subtype'];
    expect(fieldsOf(RADIOTAP, packets, names)).toEqual(
      headers.map(header => {
        const { fields, antennas } = decodeRadiotap(header);
        const text = (show: (of: RadiotapFields) => unknown): string =>
          [fields, ...antennas]
            .map(show)
            .filter(value => value !== undefined)
            .join(',');
        return [...Object.values(SHOWN).map(text), '0x001d'];
      }),
    );
  });
});
