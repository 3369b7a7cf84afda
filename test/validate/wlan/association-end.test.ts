import { describe, expect, it } from 'vitest';
import { validator } from '../../../src/validate/index.js';
import {
  allOf,
  associated,
  associationRequest,
  associationResponse,
  beacon,
  dataToAp,
  deauthentication,
  deauthenticationOfAll,
  errors,
  groupHandshake,
  handshake,
  IP_BODY,
  key32,
  numbered,
  pmks,
  reportOnMpdus,
  runs,
  under,
  userData,
  userDataDown,
} from '../peer.js';
import { captureOf, findingsOf, type Sample } from '../rule-captures.js';

const A = key32(0xa1);
const start = [beacon(), ...associated];
const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
const again = handshake({ pmk: A, aNonce: 5, sNonce: 6 });
const report = (mpdus: readonly Uint8Array[], keys = pmks({ A })) => reportOnMpdus(numbered(mpdus), keys);
const told = (samples: readonly Sample[], keys = pmks({ A })): readonly string[] =>
  findingsOf(captureOf(samples), keys).map(({ severity, rule, frames }) => `${severity} ${rule} ${frames}`);
/** The frames 1 ms apart, but each of these places so many milliseconds from the start. */
const timed = (mpdus: readonly Uint8Array[], places: Readonly<Record<number, number>>): Sample[] =>
  mpdus.map((bytes, i) => ({ linkType: 105, bytes, ms: places[i + 1] }));

describe('a handshake behind the end of an association, of which the next request is lost', () => {
  it('is not that of which the end was told, though neither ANonce nor M1 of that is known', () => {
    const mpdus = [...start, first.m2, deauthentication('ap', 3), ...allOf(again)];
    for (const keys of [{}, pmks({ A })])
      expect(runs(report(mpdus, keys))).toEqual(['-initial 4', 'initial 6,7,8,9']);
  });

  it('has its own M2, with the replay counter of the one before', () => {
    const end = deauthentication('ap', 15);
    const mpdus = [...start, first.m1, first.m2, end, ...allOf(again).slice(1)];
    for (const keys of [{}, pmks({ A })])
      expect(runs(report(mpdus, keys))).toEqual(['-initial 4,5', 'initial 7,8,9']);
    expect(runs(report([...start, first.m1, end, first.m2], {}))).toEqual(['-initial 4,6']);
  });

  it('has its own M4', () => {
    const high = handshake({ pmk: A, aNonce: 5, sNonce: 6, counter: 7 });
    const mpdus = [...start, first.m1, first.m2, deauthentication('ap', 15), high.m4];
    expect(runs(report(mpdus))).toEqual(['-initial 4,5', 'initial 7']);
  });
});

describe('an M4 that comes behind the end of its association', () => {
  it('gives no keys any more', () => {
    const { m1, m2, m3, m4 } = first;
    for (const keys of [{}, pmks({ A })])
      expect(
        runs(report([...start, m1, m2, m3, deauthentication('ap', 3), m4, ...allOf(again)], keys)),
      ).toEqual(['-initial 4,5,6,8', 'initial 9,10,11,12']);
  });
});

describe('a group key handshake without G2', () => {
  it('is not that of the next hour', () => {
    const g1 = [3, 4, 5].map(counter =>
      under(
        first.ptk.tk,
        groupHandshake(first.ptk, counter, key32(counter).subarray(16), 1 + (counter % 2)).g1,
      ),
    );
    const mpdus = numbered([...start, ...allOf(first), ...g1]);
    const incomplete = (samples: readonly Sample[]) =>
      told(samples).filter(text => text.includes('handshake-incomplete'));
    expect(incomplete(timed(mpdus, { 9: 3_600_000, 10: 7_200_000 }))).toEqual([
      'warning handshake-incomplete 8',
      'warning handshake-incomplete 9',
      'note handshake-incomplete 10',
    ]);
    expect(incomplete(mpdus)).toEqual(['warning handshake-incomplete 8,9,10']);
  });
});

describe('the end of an association with two handshakes under way', () => {
  const { tk } = first.ptk;
  const tries = [3, 4].map(counter => handshake({ pmk: A, aNonce: 3, sNonce: 4, counter }));
  const failing = tries.flatMap(({ m1, m2 }) => [under(tk, m1), under(tk, m2)]);
  const { g1, g2 } = groupHandshake(first.ptk, 5, key32(9).subarray(16));
  const begin = [...start, ...allOf(first), userData(first.ptk), ...failing];
  const verdict = (...mpdus: Uint8Array[]): string =>
    report([...begin, ...mpdus, deauthentication('ap', 15)]).sessions[0]!.verdict;

  it('is that of the re-key, though the AP handed out a group key meanwhile', () => {
    expect(verdict(under(tk, g1), under(tk, g2))).toMatch(
      /: re-key 9–12 \(station on A; ended by the AP in frame 15, reason 15\)\.$/,
    );
    expect(errors(report([...begin, under(tk, g1), under(tk, g2), deauthentication('ap', 15)]))).toEqual([
      'stale-pmk 9,10,11,12,15',
    ]);
  });

  it('is that of none, long after', () => {
    const mpdus = numbered([...begin, userData(first.ptk), deauthentication('station', 3)]);
    const verdictAt = (ms: number): string => {
      const { packet, report } = validator({ keys: pmks({ A }) });
      for (const [i, bytes] of mpdus.entries()) {
        const time = i < 12 ? 0n : BigInt(ms) * 1_000_000n;
        packet({ time, linkType: 105, interface: 0, bytes, originalLength: bytes.length });
      }
      return report().sessions[0]!.verdict;
    };
    expect(verdictAt(60_000)).toMatch(/re-key 9–12 \([^)]*ended by the station in frame 14/);
    expect(verdictAt(60_001)).toMatch(/re-key 9–12 \(station on A\)\.$/);
  });

  it('is that of both', () => {
    expect(verdict(under(tk, g1))).toMatch(
      /re-key 9–12 \([^)]* frame 14[^)]*\) and group[^(]*\([^)]* frame 14/,
    );
  });

  it('is not that of a re-key whose keys are in use, but of which M4 is lost', () => {
    const [{ m3, ptk }] = tries as [ReturnType<typeof handshake>];
    expect(verdict(under(tk, m3), userData(ptk), under(ptk.tk, g1), under(ptk.tk, g2))).not.toContain(
      'ended',
    );
  });
});

describe('an end that comes again', () => {
  const behind = [...associated, ...allOf(again)];

  it('to all, by a second sniffer whose clock is behind, ends no association of after', () => {
    const mpdus = numbered([...start, ...allOf(first), deauthenticationOfAll(3), ...behind]);
    const twice = [...mpdus.slice(0, 12), mpdus[7]!, ...mpdus.slice(12)];
    expect(told(twice)).toEqual([]);
    expect(runs(reportOnMpdus(twice, pmks({ A })))).toEqual(['initial 4,5,6,7', 'initial 11,12,14,15']);
  });

  it('to all, before stations were associated, does not either', () => {
    const mpdus = numbered([beacon(), deauthenticationOfAll(2), ...associated, ...allOf(first)]);
    const report = reportOnMpdus([...mpdus, mpdus[1]!], pmks({ A }));
    expect(report.sessions[0]!.verdict).not.toContain('ended');
    expect(report.sessions[0]!.management.map(({ message }) => message)).not.toContain('deauthentication');
    expect(reportOnMpdus([...mpdus, deauthenticationOfAll(2)], pmks({ A })).findings).toEqual([]);
  });

  it('under the keys of before, by that or replayed, does not either', () => {
    const end = under(first.ptk.tk, deauthentication('ap', 3));
    const [clear] = numbered([dataToAp(IP_BODY)]) as [Uint8Array];
    const mpdus = [...numbered([...start, ...allOf(first)]), end, ...numbered(behind), end, clear];
    const { sessions } = reportOnMpdus(mpdus, pmks({ A }));
    expect(sessions[0]!.verdict).not.toContain('ended');
    expect(sessions[0]!.management.map(({ message }) => message)).toEqual([
      'association-request',
      'association-response',
      'deauthentication',
      'association-request',
      'association-response',
    ]);
    // The association goes on, and with it what is asked of its data.
    expect(told(timed(mpdus, { 8: 1000, 16: 9000 }))).toContain('error clear-data 16');
  });
});

describe('a handshake of which M4 is lost', () => {
  const { m1, m2, m3, ptk } = first;
  const clear = dataToAp(IP_BODY);
  const late = (mpdus: readonly Uint8Array[], keys = pmks({ A })) =>
    told(timed(numbered(mpdus), { [mpdus.length]: 9000 }), keys).filter(text => text.startsWith('error'));

  it.each([
    ['of the AP', userDataDown(ptk)],
    ['of the station', userData(ptk)],
  ])('is shown to be complete by data %s under its keys', (_, data) => {
    expect(late([...start, m1, m2, m3, data, clear])).toEqual(['error clear-data 8']);
    expect(late([...start, m1, m2, m3, data, clear], {})).toEqual(['error clear-data 8']);
    expect(late([...start, m1, m2, m3, clear])).toEqual([]);
  });

  it('is not by data under the keys of before, which a second sniffer may show late', () => {
    const old = userData(ptk);
    const begin = [...start, ...allOf(first), ...associated];
    expect(late([...begin, again.m1, again.m2, again.m3, old, clear])).toEqual([]);
    expect(late([...begin, again.m1, again.m2, old, clear], {})).toEqual([]);
  });

  it('is not by data behind the end of the association', () => {
    expect(late([...start, m1, m2, m3, deauthentication('ap', 15), userData(ptk), clear])).toEqual([]);
  });

  it('makes the next one a re-key', () => {
    const next = handshake({ pmk: A, aNonce: 3, sNonce: 4, counter: 3 });
    expect(runs(report([...start, m1, m2, m3, userData(ptk), ...allOf(next)]))).toEqual([
      '-initial 4,5,6',
      're-key 8,9,10,11',
    ]);
  });
});

describe('a request that is refused', () => {
  /** RSN capabilities at the end of a frame, with MFPC (IEEE 802.11-2020, 9.4.2.24.4). */
  const capable = (mpdu: Uint8Array): Uint8Array => mpdu.with(mpdu.length - 2, 0x80);
  const begin = [
    ...[beacon(), associationRequest()].map(capable),
    associationResponse(),
    first.m1,
    first.m3,
    first.m4,
    userDataDown(first.ptk),
  ];
  const forged = [associationRequest(), associationResponse(30), deauthentication('ap', 3)];

  it('takes nothing of what the two agreed upon, as anybody can send one', () => {
    const rulesOf = (mpdus: readonly Uint8Array[]) =>
      report(mpdus, {}).findings.map(({ rule, frames }) => `${rule} ${frames}`);
    expect(rulesOf([...begin, ...forged])).toContain('unprotected-deauthentication 10');
    expect(rulesOf([...begin, forged[0]!, ...forged])).toContain('unprotected-deauthentication 11');
  });

  it('tells the suites that were asked for, where there is no association', () => {
    expect(report([beacon(), ...forged.slice(0, 2)], {}).sessions[0]!.akm).toBe('00-0F-AC:2');
  });
});
