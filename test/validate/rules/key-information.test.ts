import { describe, expect, it } from 'vitest';
import { DESCRIPTOR_TYPE } from '../../../src/codecs/dot11/index.js';
import { keyInformation } from '../../../src/validate/rules/key-information.js';
import {
  allOf,
  associated,
  associationRequest,
  associationResponse,
  beacon,
  groupHandshake,
  handshake,
  key32,
  keyFrame,
  numbered,
  pmks,
  RSNE,
  wrappedKeyData,
} from '../peer.js';
import { captureOf, findingsOf, testRule } from '../rule-captures.js';

const A = key32(0xa1);
const start = [beacon(), ...associated];
const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
const { kck } = first.ptk;
const gtk = key32(0x78).subarray(16);
const { g1, g2 } = groupHandshake(first.ptk, 3, gtk);

interface Told {
  readonly info: number;
  readonly counter?: number;
  readonly nonce?: Uint8Array;
  readonly keyLength?: number;
  readonly keyData?: Uint8Array;
  readonly descriptorType?: number;
}
// Each message as it ought to be, but for what is told.
const m1 = (told: Told) => keyFrame({ counter: 1, nonce: key32(1), ...told });
const m2 = (told: Told) => keyFrame({ counter: 1, nonce: key32(2), keyData: RSNE, kck, ...told });
const m3 = (told: Told) =>
  keyFrame({ counter: 2, nonce: key32(1), keyData: wrappedKeyData(first.ptk), kck, ...told });
const m4 = (told: Told) => keyFrame({ counter: 2, kck, ...told });

testRule(keyInformation, {
  keys: pmks({ A }),
  // M4 with the Install bit, and without Secure.
  broken: numbered([...start, first.m1, first.m2, first.m3, m4({ info: 0x014a })]),
  sound: numbered([...start, first.m1, first.m2, first.m3, m4({ info: 0x030a })]),
});

const told = (mpdus: readonly Uint8Array[], keys = pmks({ A })): readonly string[] =>
  findingsOf(captureOf(numbered(mpdus)), keys)
    .filter(({ rule }) => rule === keyInformation.id)
    .map(({ severity, message }) => `${severity}: ${message}`);

const DOUBT = 'The handshake went on all the same, so that the copy in the capture may be damaged.';

describe('key-information: bits', () => {
  /** What is told of a handshake, and a group key handshake behind it, with one message in place of its own. */
  const withOne = (at: number, mpdu: Uint8Array) =>
    told([...start, ...allOf(first), g1, g2].with(at - 1, mpdu));
  const group = { counter: 3, kck, keyLength: 0 };
  const keyData = wrappedKeyData(first.ptk);

  it.each([
    [
      'all that M1 may not have',
      4,
      m1({ info: 0x1cca, keyData: RSNE }),
      `warning: M1 in frame 4 has the bits Install, Error, Request and Encrypted Key Data set. ${DOUBT}`,
    ],
    [
      'M1 with one of them',
      4,
      m1({ info: 0x00ca }),
      `warning: M1 in frame 4 has the bit Install set. ${DOUBT}`,
    ],
    ['M2 with Install', 5, m2({ info: 0x014a }), 'error: M2 in frame 5 has the bit Install set.'],
    [
      'M3 without Install, Secure and Encrypted Key Data',
      6,
      m3({ info: 0x018a }),
      'error: M3 in frame 6 has the bits Install, Secure and Encrypted Key Data clear.',
    ],
    [
      'M4 with Error and without Secure',
      7,
      m4({ info: 0x050a }),
      'error: M4 in frame 7 has the bit Error set and the bit Secure clear.',
    ],
    [
      'G1 without Secure',
      8,
      keyFrame({ ...group, info: 0x1182, keyData }),
      'error: G1 in frame 8 has the bit Secure clear.',
    ],
    [
      'G2 with Encrypted Key Data',
      9,
      keyFrame({ ...group, info: 0x1302, keyData: RSNE }),
      'error: G2 in frame 9 has the bit Encrypted Key Data set.',
    ],
    [
      'a key index, which RSN does not have',
      7,
      m4({ info: 0x031a }),
      'error: M4 in frame 7 has reserved bits set.',
    ],
    ['the highest bits', 7, m4({ info: 0xc30a }), 'error: M4 in frame 7 has reserved bits set.'],
  ])('%s', (_, at, mpdu, message) => {
    expect(withOne(at, mpdu)).toEqual([message]);
  });

  it('may be either where some senders have them so: Secure in M1 and M2, Install in G1', () => {
    expect(told([...start, m1({ info: 0x028a }), m2({ info: 0x030a }), first.m3, first.m4])).toEqual([]);
    expect(withOne(8, keyFrame({ ...group, info: 0x13c2, keyData }))).toEqual([]);
  });

  it('need not tell that key data are encrypted with RC4, or where there are none', () => {
    const of = (info: number, of3: Partial<Told> = {}) =>
      told([...start, first.m1, first.m2, m3({ info, ...of3 })]);
    expect(of(0x03c9)).toEqual([]);
    expect(of(0x03ca)).toEqual(['error: M3 in frame 6 has the bit Encrypted Key Data clear.']);
    expect(of(0x03ca, { keyData: new Uint8Array(0) })).toEqual([]);
  });

  it('are those of another handshake in an SMK message', () => {
    // SMK M2, which the AP sends (12.7.8.3).
    const smk = keyFrame({ ...group, info: 0x2382, keyData: RSNE });
    expect(told([...start, ...allOf(first), smk])).toEqual([]);
  });
});

describe('key-information of WPA', () => {
  const descriptorType = DESCRIPTOR_TYPE.wpa;
  const wpa = (of3: Partial<Told> = {}, ofG1: Partial<Told> = {}) =>
    told([
      ...start,
      m1({ info: 0x008a, descriptorType }),
      m2({ info: 0x010a, descriptorType }),
      m3({ info: 0x01ca, descriptorType, ...of3 }),
      m4({ info: 0x010a, descriptorType }),
      keyFrame({ info: 0x0392, counter: 3, keyLength: 32, keyData: gtk, kck, descriptorType, ...ofG1 }),
      keyFrame({ info: 0x0312, counter: 3, kck, descriptorType }),
    ]);

  it('has Secure with the group key alone, key data that nothing says to be encrypted, and a key index and length in G1', () => {
    expect(wpa()).toEqual([]);
  });

  it('has no bit for encrypted key data, and the others as RSN has them', () => {
    expect(wpa({ info: 0x11ca })).toEqual(['error: M3 in frame 6 has the bit Encrypted Key Data set.']);
    expect(wpa({ info: 0x018a })).toEqual(['error: M3 in frame 6 has the bit Install clear.']);
    expect(wpa({}, { info: 0x8392 })).toEqual(['error: G1 in frame 8 has reserved bits set.']);
  });
});

describe('key-information: severity', () => {
  const install = (counter: number) => m1({ info: 0x00ca, counter });

  it('is a warning where no MIC that is right covers the fault', () => {
    expect(told([...start, install(1)])).toEqual(['warning: M1 in frame 4 has the bit Install set.']);
    const last = m4({ info: 0x034a });
    const four = [...start, first.m1, first.m2, first.m3, last];
    expect(told(four)).toEqual(['error: M4 in frame 7 has the bit Install set.']);
    expect(told(four, {})).toEqual([`warning: M4 in frame 7 has the bit Install set. ${DOUBT}`]);
    expect(told([...start, first.m1, m2({ info: 0x014a }), m2({ info: 0x014a })], {})).toEqual([
      'warning: M2 in frames 5 and 6 has the bit Install set.',
    ]);
  });

  it('is an error as well where the fault comes again and stops the handshake', () => {
    expect(told([...start, install(1), install(2)])).toEqual([
      'error: M1 in frames 4 and 5 has the bit Install set.',
    ]);
    expect(
      told([
        ...start,
        install(1),
        install(2),
        m2({ info: 0x010a, counter: 2 }),
        m3({ info: 0x13ca, counter: 3 }),
        m4({ info: 0x030a, counter: 3 }),
      ]),
    ).toEqual([`warning: M1 in frames 4 and 5 has the bit Install set. ${DOUBT}`]);
  });

  it('is a warning where the fault goes by suites that the capture may have damaged', () => {
    const long = (counter: number) => m1({ info: 0x008a, counter, keyLength: 32 });
    expect(told([...start, long(1), long(2)])).toEqual([
      'warning: M1 in frames 4 and 5 has key length 32, not the 16 of CCMP-128.',
    ]);
  });
});

describe('key-information: nonce of M4', () => {
  it('is noted, and is no damage where it is the SNonce', () => {
    const of = (nonce: Uint8Array, keys = pmks({ A })) =>
      told([...start, first.m1, first.m2, first.m3, m4({ info: 0x030a, nonce })], keys);
    const repeated = 'note: M4 in frame 7 repeats the SNonce, where the nonce is to be zero.';
    const other = 'note: M4 in frame 7 has a nonce, which is to be zero.';
    expect(of(key32(0))).toEqual([]);
    expect(of(key32(2))).toEqual([repeated]);
    expect(of(key32(2), {})).toEqual([repeated]);
    expect(of(key32(3))).toEqual([other]);
    expect(of(key32(0).with(31, 1))).toEqual([other]);
    expect(of(key32(3), {})).toEqual([`${other} ${DOUBT}`]);
  });

  it('is noted where the capture lacks M2', () => {
    expect(told([...start, first.m1, first.m3, m4({ info: 0x030a, nonce: key32(2) })], {})).toEqual([
      `note: M4 in frame 6 has a nonce, which is to be zero. ${DOUBT}`,
    ]);
  });
});

/** RSNE with these cipher suites, by the last octets of their selectors. */
const rsneOf = (group: number, pairwise: number, oui = [0, 15, 172]): Uint8Array => {
  const copy = RSNE.slice();
  copy.set([...oui, group], 4);
  copy.set([...oui, pairwise], 10);
  return copy;
};
/** Beacon and association with an RSNE. */
const networkOf = (rsne: Uint8Array): Uint8Array[] => {
  const of = (mpdu: Uint8Array): Uint8Array => {
    const copy = mpdu.slice();
    copy.set(rsne, mpdu.length - RSNE.length);
    return copy;
  };
  return [of(beacon()), of(associationRequest()), associationResponse()];
};
const UNKNOWN = rsneOf(1, 1, [0, 0x50, 0x43]);

describe('key-information: key length', () => {
  it.each([
    [
      'M1',
      m1({ info: 0x008a, keyLength: 32 }),
      'warning: M1 in frame 4 has key length 32, not the 16 of CCMP-128.',
    ],
    [
      'M3',
      m3({ info: 0x13ca, keyLength: 32 }),
      'error: M3 in frame 4 has key length 32, not the 16 of CCMP-128.',
    ],
  ])('of %s is that of the pairwise cipher', (message, mpdu, finding) => {
    const before = message === 'M1' ? start : [...start.slice(1), first.m2];
    expect(told([...before, mpdu])).toEqual([finding]);
  });

  it('of the station is not judged', () => {
    const of2 = m2({ info: 0x010a, keyLength: 32 });
    expect(told([...start, first.m1, of2, first.m3, m4({ info: 0x030a, keyLength: 32 })])).toEqual([]);
  });

  it('may be left 0 with AES, not with TKIP', () => {
    const of = (suite: number) => told([...networkOf(rsneOf(4, suite)), m1({ info: 0x0089, keyLength: 0 })]);
    expect(of(4)).toEqual([]);
    expect(of(9)).toEqual([]);
    expect(of(2)).toEqual(['warning: M1 in frame 4 has key length 0, not the 32 of TKIP.']);
  });

  it('is to be 0 in G1, which has no pairwise key', () => {
    const group = groupHandshake(first.ptk, 3, gtk, 2, 16);
    expect(told([...start, ...allOf(first), group.g1, group.g2])).toEqual([
      'note: G1 in frame 8 has key length 16, which is to be 0.',
    ]);
  });

  it('is that of the cipher which the station had chosen then, not of one that it associates anew with', () => {
    const [, ...anew] = networkOf(rsneOf(4, 9));
    expect(told([...start, ...allOf(first), ...anew])).toEqual([]);
    const long = [m1({ info: 0x008a, keyLength: 32 }), m1({ info: 0x008a, keyLength: 16 })];
    expect(told([...start, ...allOf(first), ...anew, ...long])).toEqual([
      'warning: M1 in frame 11 has key length 16, not the 32 of GCMP-256.',
    ]);
  });

  it('is not judged where the suites are unknown', () => {
    expect(told([m1({ info: 0x008a, keyLength: 99 })], {})).toEqual([]);
    expect(told([...networkOf(UNKNOWN), m1({ info: 0x008a, keyLength: 99 })])).toEqual([]);
  });
});

describe('key-information: Install of M3', () => {
  const clear = 'M3 in frame 6 has the bit Install clear.';
  const of = (rsne: Uint8Array, keyLength: number, last = m4({ info: 0x030a })) =>
    told([
      ...networkOf(rsne),
      m1({ info: 0x008a, keyLength }),
      m2({ info: 0x010a, keyData: rsne }),
      m3({ info: 0x138a, keyLength }),
      last,
    ]);

  it('is left clear where the group key of WEP protects all', () => {
    expect(of(rsneOf(1, 1), 5)).toEqual([]);
    // "Use group cipher suite".
    expect(of(rsneOf(5, 0), 13)).toEqual([]);
  });

  it('is set where there is a pairwise key', () => {
    expect(of(rsneOf(4, 4), 16)).toEqual([`error: ${clear}`]);
    expect(of(rsneOf(1, 4), 16)).toEqual([`error: ${clear}`]);
    expect(of(rsneOf(5, 1), 5)).toEqual([`error: ${clear}`]);
  });

  it('is not all that is judged with WEP', () => {
    expect(of(rsneOf(1, 1), 5, m4({ info: 0x010a }))).toEqual([
      'error: M4 in frame 7 has the bit Secure clear.',
    ]);
  });

  it('is judged where the suites are unknown', () => {
    expect(of(UNKNOWN, 99)).toEqual([`warning: ${clear} ${DOUBT}`]);
    expect(told([first.m1, m3({ info: 0x138a })], {})).toEqual([
      'warning: M3 in frame 2 has the bit Install clear.',
    ]);
  });
});
