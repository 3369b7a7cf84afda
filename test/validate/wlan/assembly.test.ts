import { describe, expect, it } from 'vitest';
import { pmkid } from '../../../src/crypto/index.js';
import { validator } from '../../../src/validate/index.js';
import {
  AKM,
  AP,
  allOf,
  associated,
  beacon,
  deauthentication,
  errors,
  groupHandshake,
  handshake,
  key32,
  mics,
  numbered,
  pmks,
  reportOnMpdus,
  runs,
  STATION,
  under,
} from '../peer.js';

const A = key32(0xa1);
const keys = pmks({ A });
const start = [beacon(), ...associated];
const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
const second = handshake({ pmk: A, aNonce: 3, sNonce: 4, counter: 3 });

describe('an M2 without its M1', () => {
  const without = (next: typeof first, ...messages: Uint8Array[]) =>
    [...start, ...messages, ...allOf(next).slice(1)] as const;

  it('begins a handshake, if it has another SNonce than the answers before', () => {
    for (const of of [keys, {}]) {
      const report = reportOnMpdus(without(second, first.m1, first.m2), of);
      expect(runs(report)).toEqual(['-initial 4,5', 'initial 6,7,8']);
    }
  });

  it('begins one under a key, if M1 before it was in clear', () => {
    const report = reportOnMpdus(
      [
        ...start,
        ...allOf(first),
        second.m1,
        under(first.ptk.tk, handshake({ pmk: A, aNonce: 5, sNonce: 6, counter: 4 }).m2),
      ],
      keys,
    );
    expect(runs(report)).toEqual(['initial 4,5,6,7', '-re-key 8', '-re-key 9']);
  });

  it('is of the handshake that is under way, if neither shows another', () => {
    const retried = handshake({ pmk: A, aNonce: 3, sNonce: 4, counter: 4 }).m2;
    const [m1, m2] = [second.m1, retried].map(mpdu => under(first.ptk.tk, mpdu)) as [Uint8Array, Uint8Array];
    for (const asked of [
      [second.m1, retried],
      [m1, m2],
      [m1, retried],
    ])
      expect(runs(reportOnMpdus([...start, ...allOf(first), ...asked], keys))[1]).toBe('-re-key 8,9');
  });

  it('begins one behind M3', () => {
    const mpdus = [...start, first.m1, first.m3, second.m2, second.m3, second.m4];
    expect(runs(reportOnMpdus(mpdus, {}))).toEqual(['-initial 4,5', 'initial 6,7,8']);
    const report = reportOnMpdus(mpdus, keys);
    expect(runs(report)).toEqual(['-initial 4,5', 'initial 6,7,8']);
    expect(mics(report).slice(2)).toEqual(['M2 valid A', 'M3 valid A', 'M4 valid A']);
  });

  describe('of a station with a new SNonce for each try', () => {
    const again = handshake({ pmk: A, aNonce: 1, sNonce: 5, counter: 2 });

    it('is of the handshake that its MIC tells', () => {
      expect(runs(reportOnMpdus([...start, first.m1, first.m2, again.m2], keys))).toEqual(['-initial 4,5,6']);
      const report = reportOnMpdus(without(again, first.m1, first.m2), keys);
      expect(runs(report)).toEqual(['initial 4,5,6,7,8']);
      expect(errors(report)).toEqual([]);
    });

    it('is of that whose ANonce the AP has before and after it', () => {
      const third = handshake({ pmk: A, aNonce: 1, sNonce: 6, counter: 3 });
      const mpdus = [...start, first.m1, first.m2, again.m2, ...allOf(third)];
      expect(runs(reportOnMpdus(mpdus, {}))).toEqual(['initial 4,5,6,7,8,9,10']);
    });
  });
});

describe('an answer before its question, by the clock of another sniffer', () => {
  const { g1, g2 } = groupHandshake(first.ptk, 3, key32(9).subarray(16));

  it('is of the same handshake', () => {
    const { m1, m2, m3, m4 } = first;
    for (const of of [keys, {}]) {
      expect(runs(reportOnMpdus([...start, m2, m4, m1, m3], of))).toEqual(['initial 4,5,6,7']);
      expect(runs(reportOnMpdus([...start, m2, m1, m4, m3], of))).toEqual(['initial 4,5,6,7']);
      expect(runs(reportOnMpdus([...start, ...allOf(first), g2, g1], of))).toEqual([
        'initial 4,5,6,7',
        'group 8,9',
      ]);
    }
  });

  it('is of another one where its counter is another', () => {
    const { m2, m4 } = first;
    const mpdus = [...start, m2, m4, ...allOf(second), g2, groupHandshake(first.ptk, 4, key32(9)).g1];
    expect(runs(reportOnMpdus(mpdus, {}))).toEqual([
      'initial 4,5',
      're-key 6,7,8,9',
      'group 10',
      '-group 11',
    ]);
  });

  it('is of one of before where that is long ago', () => {
    const runsAt = (ms: bigint, ...behind: readonly Uint8Array[]) => {
      const { packet, report } = validator({ keys: {} });
      for (const [i, bytes] of [...start, first.m2, first.m4, ...behind].entries()) {
        const time = i < 5 ? 0n : ms * 1_000_000n;
        packet({ time, linkType: 105, interface: 0, bytes, originalLength: bytes.length });
      }
      return runs(report());
    };
    expect(runsAt(4000n, first.m1, first.m3)).toEqual(['initial 4,5,6,7']);
    const again = handshake({ pmk: A, aNonce: 5, sNonce: 6 });
    expect(runsAt(6000n, ...allOf(again))).toEqual(['initial 4,5', 're-key 6,7,8,9']);
  });
});

/** Of a handshake, and of what comes so long after it. */
function reportAt(ms: bigint, ...behind: readonly Uint8Array[]) {
  const { packet, report } = validator({ keys });
  for (const [i, bytes] of [...start, ...allOf(first), ...behind].entries()) {
    const time = i < 7 ? 0n : ms * 1_000_000n;
    packet({ time, linkType: 105, interface: 0, bytes, originalLength: bytes.length });
  }
  return report();
}

describe('a message that comes again with its sequence number', () => {
  it('is a copy, up to 5 s after it, and one that is replayed then', () => {
    expect(runs(reportAt(4999n, first.m3))).toEqual(['initial 4,5,6,7']);
    expect(runs(reportAt(5000n, first.m3))).toEqual(['initial 4,5,6,7,8']);
  });
});

describe('a copy of a message', () => {
  const { m1, m2, m3, m4 } = first;

  it('has the verdict of the first, also where that comes late', () => {
    const all = reportOnMpdus([...start, m1, m2, m2, m3, m4], keys);
    expect(mics(all)).toEqual(['M1 none', 'M2 valid A', 'M2 valid A', 'M3 valid A', 'M4 valid A']);
    expect(mics(reportOnMpdus([...start, m2, m2, m1], keys))).toEqual([
      'M2 valid A',
      'M2 valid A',
      'M1 none',
    ]);
  });

  it('names the same PMK, also where it comes behind the handshake', () => {
    const named = pmkid({ akm: AKM, pmk: A, aa: AP, spa: STATION })!;
    const naming = handshake({ pmk: A, aNonce: 1, sNonce: 2, pmkid: named });
    const pmkidsOf = (...mpdus: readonly Uint8Array[]) =>
      reportOnMpdus([...start, ...mpdus], keys).sessions[0]!.eapolKeyFrames.map(frame => frame.pmkidOf);
    expect(pmkidsOf(naming.m1, naming.m1)).toEqual(['A', 'A']);
    expect(pmkidsOf(naming.m1, deauthentication('ap', 3), naming.m1)).toEqual(['A', 'A']);
  });
});

describe('an answer whose question the capture lacks', () => {
  const again = handshake({ pmk: A, aNonce: 5, sNonce: 6 });

  it('is of another association, if the AP tries no more in the handshake before', () => {
    const report = reportAt(6000n, again.m2, again.m4);
    expect(runs(report)).toEqual(['initial 4,5,6,7', 're-key 8,9']);
    expect(mics(report).slice(4)).toEqual(['M2 unverified', 'M4 unverified']);
    expect(report.findings.map(({ rule }) => rule)).toEqual(['capture-incomplete']);
    expect(mics(reportAt(6000n, again.m4)).slice(4)).toEqual(['M4 unverified']);
  });

  it('is of the handshake before, if it is told so by its MIC, or comes as long as the AP tries', () => {
    const repeated = numbered([first.m4]);
    expect(runs(reportAt(6000n, ...repeated))).toEqual(['initial 4,5,6,7,8']);
    expect(runs(reportAt(5000n, again.m4))).toEqual(['initial 4,5,6,7,8']);
  });
});

describe('an M1 out of its turn', () => {
  const old = [3, 4, 5].map(counter => handshake({ pmk: A, aNonce: 3, sNonce: 4, counter }));
  const failing = old.flatMap(({ m1, m2 }) => [m1, m2]);
  const before = [...start, ...allOf(first), ...failing];
  const other = (counter: number) => handshake({ pmk: A, aNonce: 7, sNonce: 8, counter });
  const tries = [1, 2, 3, 4].flatMap(counter => [other(counter).m1, other(counter).m2]);
  const rules = (mpdus: readonly Uint8Array[]) =>
    reportOnMpdus(mpdus, keys).findings.map(({ rule, frames }) => `${rule} ${frames}`);

  it('begins a new association, if its counter rises while the AP is silent in the handshake before', () => {
    for (const of of [keys, {}])
      expect(runs(reportOnMpdus([...before, ...tries], of))).toEqual([
        'initial 4,5,6,7',
        '-re-key 8,9,10,11,12,13',
        '-re-key 14,15,16,17,18,19,20,21',
      ]);
    expect(rules([...before, ...tries])).toContain('stale-pmk 14,15,16,17,18,19,20,21');
  });

  it('is forged, if the AP goes on with its own', () => {
    const own = handshake({ pmk: A, aNonce: 3, sNonce: 4, counter: 6 });
    const report = reportOnMpdus([...before, ...tries.slice(0, 4), ...allOf(own)], keys);
    expect(runs(report)).toEqual([
      'initial 4,5,6,7',
      're-key 8,9,10,11,12,13,18,19,20,21',
      '-re-key 14,15,16,17',
    ]);
    expect(errors(report)).toEqual(['forged-message 14,15,16,17']);
  });

  it('takes no M4 from the handshake that it interrupts', () => {
    const forged = [1, 2].map(counter => handshake({ pmk: key32(0xb2), aNonce: 7, sNonce: 8, counter }).m1);
    const [one, two] = forged as [Uint8Array, Uint8Array];
    const { m1, m2, m4 } = handshake({ pmk: A, aNonce: 1, sNonce: 2, counter: 3 });
    // Of which M3 is lost.
    for (const sent of [
      [one, one],
      [one, two],
    ]) {
      const report = reportOnMpdus(numbered([...start, m1, m2, ...sent, m4]), keys);
      expect(runs(report)).toEqual(['initial 4,5,8', '-initial 6,7']);
      expect(errors(report)).toEqual([]);
    }
    expect(runs(reportOnMpdus(numbered([...start, m1, m2, one, one, m4]), {}))).toEqual([
      'initial 4,5,8',
      '-initial 6,7',
    ]);
  });

  it('is none where the handshake before was complete, or the association had ended', () => {
    const { m1, m2 } = handshake({ pmk: A, aNonce: 5, sNonce: 6 });
    expect(rules(numbered([...start, ...allOf(first), m1, m2]))).toEqual([
      'handshake-incomplete 8,9',
      'replay-counter 6,8',
    ]);
    const ended = [first.m1, first.m2, deauthentication('ap', 15)];
    expect(rules([...start, ...ended, m1, m2])).toEqual([
      'handshake-incomplete 7,8',
      'handshake-incomplete 4,5,6',
    ]);
  });

  it('is answered by the M2 with another SNonce than that of the handshake before', () => {
    const next = allOf(handshake({ pmk: A, aNonce: 7, sNonce: 8, counter: 3 }));
    expect(runs(reportOnMpdus([...before, ...next], {}))).toEqual([
      'initial 4,5,6,7',
      '-re-key 8,9,10,11,12,13',
      're-key 14,15,16,17',
    ]);
  });
});
