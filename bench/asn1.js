import { deepStrictEqual } from 'node:assert';
import { fromHex, toHex } from '../dist/codecs/hex.js';
import { DlDcch } from '../dist/codecs/rrc/dl-dcch.js';
import { XwAP } from '../dist/codecs/xwap/pdu.js';
import { nanoseconds, table } from './measure.js';

const messages = [
  [
    'WT Modification Request with a new S-KWT (XwAP, aligned)',
    XwAP,
    '0007003c0000040019000300a001001a000300b00100044002048000240021409f2c1d7ab34e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8',
  ],
  [
    'RRCConnectionReconfiguration with an LWA configuration (RRC, unaligned)',
    DlDcch,
    '2000a4a0916f0209bdb1902e66c77612d6c6162020000000100020000000f0064363bb096b630b1169901000000008090001',
  ],
];

/** The octet strings of a value, and their hex in its JSON: what a program converts beside parsing. */
function octetStrings(value, found = []) {
  if (value instanceof Uint8Array) found.push(value);
  else if (typeof value === 'object' && value !== null)
    for (const part of Object.values(value)) octetStrings(part, found);
  return found;
}

/** PER against JSON of the same content, octet strings in hex. */
export function benchAsn1() {
  for (const [what, codec, hex] of messages) {
    const octets = fromHex(hex);
    const value = codec.decode(octets);
    deepStrictEqual(toHex(codec.encode(value)), hex);
    const text = JSON.stringify(codec.toJson(value));
    const json = JSON.parse(text);
    const strings = octetStrings(value);
    const hexes = strings.map(toHex);
    const parse = nanoseconds(() => [JSON.parse(text), hexes.map(digits => fromHex(digits))]);
    const stringify = nanoseconds(() => [JSON.stringify(json), strings.map(toHex)]);
    const decode = nanoseconds(() => codec.decode(octets));
    const encode = nanoseconds(() => codec.encode(value));
    const row = (name, ns, by, aim = '') => [
      name,
      `${(ns / 1000).toFixed(2)} µs`.padStart(9),
      `${(ns / by).toFixed(2)} times`,
      `${Math.round(1e9 / ns).toLocaleString('en')} a second`.padStart(18),
      aim,
    ];
    table(`${what}, ${octets.length} octets`, [
      row('JSON.parse and hex', parse, parse),
      row('decode', decode, parse, 'aim: within 4'),
      row('JSON.stringify and hex', stringify, stringify),
      row('encode', encode, stringify, 'aim: within 4'),
    ]);
  }
}
