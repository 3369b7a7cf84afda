import { describe, expect, it } from 'vitest';
import type { Rule } from '../../src/validate/index.js';
import {
  allOf,
  associated,
  beacon,
  deauthentication,
  groupHandshake,
  handshake,
  key32,
  pmks,
  reportOnMpdus,
  under,
} from './peer.js';

const A = key32(0xa1);
const B = key32(0xb2);
const start = [beacon(), ...associated];
const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
const healthy = [...start, ...allOf(first)];
/** Without those on the re-keys here, all in clear. */
const findings = (mpdus: Uint8Array[]) =>
  reportOnMpdus(mpdus, pmks({ A, B })).findings.filter(f => f.rule !== 'clear-eapol');

describe('m2-not-accepted', () => {
  const tries = [3, 4, 5, 6].map(counter => handshake({ pmk: B, aNonce: 3, sNonce: 4, counter }));
  const asked = (times: number) => tries.slice(0, times).flatMap(({ m1, m2 }) => [m1, m2]);
  const rule = 'm2-not-accepted';
  const found = (mpdus: Uint8Array[]) => findings(mpdus).filter(f => f.rule === rule);

  it('is M1 repeated up to the end of the association', () => {
    expect(found([...healthy, ...asked(2), deauthentication('ap', 15)])).toEqual([
      {
        rule,
        severity: 'error',
        session: 0,
        frames: [8, 9, 10, 11, 12],
        message:
          'M2 in frames 9 and 11 is right under B, but the AP sends M1 again (frames 8 and 10): it holds another PMK than the station. It gives up in frame 12, reason 15.',
      },
    ]);
  });

  it('is M1 repeated as often as an AP does, without an end', () => {
    expect(found([...healthy, ...asked(4)]).map(f => f.frames)).toEqual([[8, 9, 10, 11, 12, 13, 14, 15]]);
  });

  it('is not one lost M2, nor an end by the station, nor an M3 that the capture lost', () => {
    expect(found([...healthy, ...asked(3)])).toEqual([]);
    expect(found([...healthy, ...asked(2), deauthentication('station', 3)])).toEqual([]);
    const { m3, m4 } = tries[1]!;
    expect(found([...healthy, ...asked(2), m3, m4])).toEqual([]);
    expect(found([...healthy, ...asked(2), m4, deauthentication('ap', 15)])).toEqual([]);
  });
});

describe('handshake-incomplete', () => {
  const found = (mpdus: Uint8Array[]) =>
    findings(mpdus).map(f => [f.rule, f.severity, f.frames, f.message] as const);

  it('is a handshake without its last message', () => {
    const text = 'The 4-way handshake in frames 4, 5 and 6 has no M4; the capture ends with it.';
    expect(found([...start, first.m1, first.m2, first.m3])).toEqual([
      ['handshake-incomplete', 'note', [4, 5, 6], text],
    ]);
    const { g1 } = groupHandshake(first.ptk, 3, new Uint8Array(16).fill(9));
    expect(found([...healthy, g1])).toEqual([
      [
        'handshake-incomplete',
        'note',
        [8],
        'The group key handshake in frame 8 has no G2; the capture ends with it.',
      ],
    ]);
  });

  it('says so where the last message is there, but altered', () => {
    const m4 = first.m4.slice();
    m4[m4.length - 3]! ^= 1;
    expect(
      found([...start, first.m1, first.m2, first.m3, m4]).map(([rule, , , text]) => [rule, text]),
    ).toEqual([
      [
        'mic-wrong',
        'The MIC of M4 in frame 7 is right under none of the keys given, though others of this session are. It is the only one, which may be damaged in the capture alone.',
      ],
      ['handshake-incomplete', 'The 4-way handshake in frames 4, 5, 6 and 7 has no M4 with a right MIC.'],
    ]);
  });
});

describe('undecrypted', () => {
  it('is told only where some key of the session is known', () => {
    const closed = under(new Uint8Array(16).fill(9), first.m4);
    expect(findings([...healthy, closed])).toEqual([
      {
        rule: 'undecrypted',
        severity: 'note',
        session: 0,
        frames: [],
        message: '1 of 1 protected data frames open under no known key.',
      },
    ]);
    expect(findings([...start, closed])).toEqual([]);
  });
});

describe('rules of one’s own', () => {
  it('are run in place of those that there are', async () => {
    const { validate } = await import('../../src/validate/index.js');
    const packets = [
      { time: 0n, linkType: 105, interface: 0, bytes: first.m1, originalLength: first.m1.length },
    ];
    const own: Rule = {
      id: 'own',
      severity: 'note',
      clause: 'none',
      explanation: 'Counts.',
      watch: session => ({
        *end() {
          yield { frames: [], message: `${session.runs.length}` };
        },
      }),
    };
    const { findings: found } = await validate(packets, { rules: [own] }).report();
    expect(found).toEqual([{ rule: 'own', severity: 'note', session: 0, frames: [], message: '1' }]);
  });
});
