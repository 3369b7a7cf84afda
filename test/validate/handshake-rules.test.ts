import { describe, expect, it } from 'vitest';
import { pmkid } from '../../src/crypto/index.js';
import type { Finding, Keys } from '../../src/validate/index.js';
import {
  AKM,
  AP,
  allOf,
  associated,
  beacon,
  damaged,
  deauthentication,
  groupHandshake,
  handshake,
  key32,
  keyFrame,
  numbered,
  pmks,
  RSNE,
  STATION,
  under,
  wrappedKeyData,
} from './peer.js';
import { captureOf, findingsOf, type Sample } from './rule-captures.js';

const [A, B, C] = [key32(0xa1), key32(0xb2), key32(0xc3)];
const start = [beacon(), ...associated];
const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
const healthy = [...start, ...allOf(first)];
const nameOf = (pmk: Uint8Array): Uint8Array => pmkid({ akm: AKM, pmk, aa: AP, spa: STATION })!;
const triesOf = (pmk: Uint8Array, named?: Uint8Array) =>
  [3, 4, 5, 6].map(counter =>
    handshake({
      pmk,
      aNonce: 3,
      sNonce: 4,
      counter,
      ...(named === undefined ? {} : { pmkid: nameOf(named) }),
    }),
  );

/** What these made-up captures show as well: a re-key in clear, and packet numbers that begin anywhere. */
const others = new Set(['clear-eapol', 'capture-incomplete']);

const found = (mpdus: readonly Uint8Array[], keys: Keys = pmks({ A, B })): readonly Finding[] =>
  findingsOf(captureOf(numbered(mpdus)), keys);
const told = (mpdus: readonly Uint8Array[], keys?: Keys): string[] =>
  found(mpdus, keys)
    .filter(f => !others.has(f.rule))
    .map(f => `${f.severity} ${f.rule} ${f.frames}`);
const messageOf = (mpdus: readonly Uint8Array[], rule: string, keys?: Keys): string | undefined =>
  found(mpdus, keys).find(f => f.rule === rule)?.message;

const refused = (pmk: Uint8Array, named?: Uint8Array) => [
  ...triesOf(pmk, named).flatMap(({ m1, m2 }) => [m1, m2]),
  deauthentication('ap', 15),
];

describe('an M2 that the AP refuses', () => {
  it('under a PMK that was in use is a stale one, and the key of the AP is named where M1 names it', () => {
    const mpdus = [...healthy, ...refused(A, B)];
    expect(messageOf(mpdus, 'stale-pmk')).toContain('whose PMKID is that of B');
    expect(found(mpdus).filter(f => f.severity === 'error')).toHaveLength(1);
  });

  it('is stale as well where only the order of the keys says so', () => {
    const mpdus = [...start, ...refused(A, B)];
    expect(told(mpdus, pmks({ A, B }))[0]).toMatch(/^error stale-pmk/);
    expect(told(mpdus, pmks({ B, A }))[0]).toMatch(/^error m2-not-accepted/);
    expect(messageOf(mpdus, 'm2-not-accepted', pmks({ B, A }))).toContain('it holds B, whose PMKID M1 names');
  });

  it('is stale where the capture damaged the M4 of before, and data shows what was in use', () => {
    const data = under(first.ptk.tk, keyFrame({ info: 0x0b0a, counter: 0, kck: first.ptk.kck }));
    const mpdus = [...start, first.m1, first.m2, first.m3, damaged(first.m4, 4), data, ...refused(A)];
    expect(told(mpdus).filter(text => text.startsWith('error'))).toEqual([
      expect.stringMatching(/^error stale-pmk/),
    ]);
  });

  it('under no key given names the key of the AP where M1 does', () => {
    const mpdus = [...healthy, ...refused(C, B)];
    expect(messageOf(mpdus, 'wrong-pmk')).toContain('it holds B, whose PMKID M1 names');
    expect(told(mpdus).filter(text => text.startsWith('error'))).toHaveLength(1);
  });

  it('is told from a handshake that is complete under a key which was not given', () => {
    expect(told(healthy, pmks({ B }))).toEqual(['warning wrong-pmk 5,6,7']);
    expect(messageOf(healthy, 'wrong-pmk', pmks({ B }))).toMatch(/both sides hold it\.$/);
    const other = handshake({ pmk: C, aNonce: 3, sNonce: 4, counter: 3 });
    expect(told([...healthy, ...allOf(other)])).toEqual(['warning wrong-pmk 9,10,11']);
  });
});

describe('a station that does not answer', () => {
  const asked = (named: Uint8Array) => [
    ...healthy,
    ...triesOf(A, named).map(({ m1 }) => m1),
    deauthentication('ap', 15),
  ];

  it('to a PMKID that is not that of its key', () => {
    expect(told(asked(B))).toEqual(['error pmkid-mismatch 8,9,10,11,12']);
    expect(messageOf(asked(B), 'pmkid-mismatch')).toBe(
      'The PMKID in M1 (frames 8, 9, 10 and 11) is that of B; the station last used A, and does not answer. The AP gives up in frame 12, reason 15.',
    );
  });

  it('to one of no key that is known, nor, as it may not be there, to that of its own', () => {
    expect(told(asked(A))).toEqual(['warning handshake-timeout 8,9,10,11,12']);
    expect(told(asked(C))).toEqual(['error pmkid-mismatch 8,9,10,11,12']);
  });
});

describe('mic-wrong', () => {
  it('tells an M3 under another PMK than M2', () => {
    const other = handshake({ pmk: B, aNonce: 1, sNonce: 2 });
    expect(messageOf([...start, first.m1, first.m2, other.m3], 'mic-wrong')).toContain(
      'M3 in frame 6 is right under B, but M2 in frame 5 under A',
    );
  });

  it('takes one M2 that a right one stands beside for a copy', () => {
    const mpdus = [...start, first.m1, first.m2, damaged(first.m2), first.m3, first.m4];
    expect(told(mpdus)).toEqual(['warning mic-wrong 6']);
    expect(messageOf(mpdus, 'mic-wrong')).toContain('M2 in frame 5 is right');
  });
});

describe('replay-counter', () => {
  const group = (counter: number) => groupHandshake(first.ptk, counter, new Uint8Array(16).fill(9));
  const protectedGroup = (counter: number) => Object.values(group(counter)).map(f => under(first.ptk.tk, f));

  it('is an AP that goes back', () => {
    const mpdus = [...healthy, ...protectedGroup(5), ...protectedGroup(4)];
    expect(told(mpdus)).toEqual(['error replay-counter 8,10']);
    expect(messageOf(mpdus, 'replay-counter')).toBe(
      'The AP goes back to replay counter 4 in frame 10 (G1) after 5 in frame 8 (G1).',
    );
  });

  it('is not a frame that a second sniffer brings late, nor a new association', () => {
    const inOrder = numbered([...healthy, ...protectedGroup(3), ...protectedGroup(4)]);
    const late = [...inOrder.slice(0, 7), ...inOrder.slice(9), ...inOrder.slice(7, 9)];
    expect(findingsOf(captureOf(late), pmks({ A })).filter(f => f.rule === 'replay-counter')).toEqual([]);
    const again = handshake({ pmk: A, aNonce: 5, sNonce: 6 });
    expect(told([...healthy, ...associated, ...allOf(again)])).toEqual([]);
  });

  it('is a warning where the new association may be missing in the capture', () => {
    const again = handshake({ pmk: A, aNonce: 5, sNonce: 6 });
    expect(told([...healthy, ...allOf(again)])).toEqual(['warning replay-counter 6,8']);
  });

  it('is an answer to nothing: an error only where the AP is surely below it', () => {
    const m2 = keyFrame({ info: 0x010a, counter: 9, nonce: key32(2), keyData: RSNE, kck: first.ptk.kck });
    const samples = numbered([...start, first.m1, m2, first.m2, first.m3, first.m4]);
    const at = (gap: number): Sample[] =>
      samples.map((bytes, i) => ({ linkType: 105, bytes, ms: i < 5 ? i : i + gap }));
    const of = (gap: number) =>
      findingsOf(captureOf(at(gap)), pmks({ A }))
        .filter(f => f.rule === 'replay-counter')
        .map(f => [f.severity, f.frames]);
    expect(of(0)).toEqual([['warning', [5]]]);
    expect(of(6000)).toEqual([['error', [5]]]);
  });

  it('is nothing to tell of late answers to earlier tries', () => {
    const [one, two] = [1, 2].map(counter => handshake({ pmk: A, aNonce: 1, sNonce: 2, counter }));
    const { m3, m4 } = handshake({ pmk: A, aNonce: 1, sNonce: 2, counter: 2 });
    expect(told([...start, one!.m1, two!.m1, one!.m2, two!.m2, m3, m4])).toEqual([]);
  });
});

describe('nonces', () => {
  it('of M1 that differ from those of M3 in a handshake which is complete are damaged in the capture', () => {
    const m1 = first.m1.slice();
    m1[24 + 8 + 17]! ^= 1;
    const findings = told([...start, m1, first.m2, first.m3, first.m4]);
    expect(findings).toContain('warning anonce-differs 4,6');
    expect(findings.filter(text => text.startsWith('error'))).toEqual([]);
  });

  it('may be kept by a supplicant whose handshake failed', () => {
    const failed = handshake({ pmk: A, aNonce: 7, sNonce: 2, counter: 1 });
    const next = handshake({ pmk: A, aNonce: 8, sNonce: 2, counter: 2 });
    expect(
      told([...start, failed.m1, failed.m2, ...allOf(next)]).filter(text => text.startsWith('error')),
    ).toEqual([]);
  });

  it('are used again by an AP that begins a handshake with that of the one before', () => {
    const again = handshake({ pmk: A, aNonce: 1, sNonce: 5, counter: 3 });
    expect(told([...healthy, ...allOf(again)])).toEqual(['error nonce-reuse 4,8']);
  });
});

describe('key-information', () => {
  it('judges what no MIC covers by what became of it', () => {
    const m1 = (counter: number) => keyFrame({ info: 0x00ca, counter, nonce: key32(1) });
    expect(told([...start, m1(1), first.m2, first.m3, first.m4])).toEqual(['warning key-information 4']);
    expect(told([...start, m1(1), m1(2)])).toContain('error key-information 4,5');
  });

  it('takes a key length of 0 and a Secure bit in a re-key, and notes a nonce in M4', () => {
    const { kck } = first.ptk;
    const frames = [
      keyFrame({ info: 0x008a, counter: 1, nonce: key32(1), keyLength: 0 }),
      keyFrame({ info: 0x030a, counter: 1, nonce: key32(2), keyData: RSNE, kck }),
      first.m3,
    ];
    expect(told([...start, ...frames, first.m4])).toEqual([]);
    expect(told([...start, ...frames, keyFrame({ info: 0x030a, counter: 2, nonce: key32(2), kck })])).toEqual(
      ['note key-information 7'],
    );
    const long = keyFrame({
      info: 0x13ca,
      counter: 2,
      nonce: key32(1),
      kck,
      keyLength: 32,
      keyData: wrappedKeyData(first.ptk),
    });
    expect(told([...start, first.m1, first.m2, long, first.m4])).toEqual(['error key-information 6']);
  });

  it('notes a key length in G1', () => {
    const withG1 = (keyLength: number) => {
      const { g1, g2 } = groupHandshake(first.ptk, 3, key32(0x78).subarray(16), 2, keyLength);
      return told([...healthy, under(first.ptk.tk, g1), under(first.ptk.tk, g2)]);
    };
    expect(withG1(0)).toEqual([]);
    expect(withG1(16)).toEqual(['note key-information 8']);
  });
});
