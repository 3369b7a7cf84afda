import { describe, expect, it } from 'vitest';
import { validator } from '../../../src/validate/index.js';
import { deauthenticationReason } from '../../../src/validate/rules/deauthentication-reason.js';
import {
  allOf,
  associated,
  associationRequest,
  associationResponse,
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
  reportOnMpdus,
  sentAgain,
  under,
  userData,
  userDataDown,
} from '../peer.js';
import { captureOf, findingsOf, testRule } from '../rule-captures.js';
import { protectedHandshake } from './protected.js';

const A = key32(0xa1);
const start = [beacon(), ...associated];
const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
/** The same handshake, where the AP sends M3 again. */
const again = handshake({ pmk: A, aNonce: 1, sNonce: 2, counter: 2 });
const rekey = handshake({ pmk: A, aNonce: 3, sNonce: 4, counter: 4 });
const whole = [...start, ...allOf(first)];
const group = groupHandshake(first.ptk, 3, new Uint8Array(16).fill(9));
const disassociation = (by: 'ap' | 'station', reason: number): Uint8Array =>
  deauthentication(by, reason).with(0, 0xa0);

testRule(deauthenticationReason, {
  keys: pmks({ A }),
  // The handshake that is said to have timed out is complete.
  broken: numbered([...whole, deauthentication('ap', 15)]),
  sound: numbered([...whole, deauthentication('ap', 3)]),
});

const found = (mpdus: readonly Uint8Array[]): readonly string[] =>
  findingsOf(captureOf(mpdus), pmks({ A })).flatMap(({ rule, severity, frames, message }) =>
    rule === deauthenticationReason.id ? [`${severity} ${frames}: ${message}`] : [],
  );
const told = (...mpdus: readonly Uint8Array[]) => found(numbered(mpdus));
const said = (reason: string, frame: number, by = 'AP', kind = 'deauthentication') =>
  `${frame}: The ${by} gives reason ${reason} in the ${kind} in frame ${frame}, `;
const TIMEOUT = '15 (4WAY_HANDSHAKE_TIMEOUT)';
const GROUP_TIMEOUT = '16 (GK_HANDSHAKE_TIMEOUT)';
const MISMATCH = '17 (HANDSHAKE_ELEMENT_MISMATCH)';

describe('the timeout of a 4-way handshake', () => {
  const complete = 'and the 4-way handshake is complete in frame 7.';

  it('is spoken against by one that is complete, whichever side gives it', () => {
    expect(told(...whole, deauthentication('ap', 15))).toEqual([`warning ${said(TIMEOUT, 8)}${complete}`]);
    expect(told(...whole, deauthentication('station', 15))).toEqual([
      `warning ${said(TIMEOUT, 8, 'station')}${complete}`,
    ]);
    // A Michael MIC failure that the station reports, say.
    const request = keyFrame({ info: 0x0f02, counter: 0, kck: first.ptk.kck });
    expect(told(...whole, request, deauthentication('ap', 15))).toEqual([
      `warning ${said(TIMEOUT, 9)}${complete}`,
    ]);
    // That the MAC sublayer repeats M3 says nothing of M4.
    const sent = numbered([...whole, deauthentication('ap', 15)]);
    expect(found([...sent.slice(0, 7), sentAgain(sent[5]!), sent[7]!])).toEqual([
      `warning ${said(TIMEOUT, 9)}${complete}`,
    ]);
  });

  it('is right where M4 did not come, or M3 comes again behind it, or may have come again', () => {
    for (const by of ['ap', 'station'] as const) {
      expect(told(...start, first.m1, deauthentication(by, 15))).toEqual([]);
      expect(told(...start, first.m1, first.m2, first.m3, deauthentication(by, 15))).toEqual([]);
      expect(told(...whole, again.m3, deauthentication(by, 15))).toEqual([]);
      expect(told(...whole, again.m3, again.m4, deauthentication(by, 15))).toEqual([]);
    }
    expect(told(...whole, again.m4, deauthentication('ap', 15))).toEqual([]);
    expect(told(...start, first.m1, first.m2, first.m4, deauthentication('ap', 15))).toEqual([]);
    const unanswered = protectedHandshake(first.ptk, rekey).slice(0, 2);
    expect(told(...whole, ...unanswered, deauthentication('ap', 15))).toEqual([]);
  });

  it('tells the order by time, where sniffers on either side heard one message each', () => {
    const mpdus = numbered([...whole, again.m3, deauthentication('ap', 15)]);
    const { packet, report } = validator({ keys: pmks({ A }), captures: ['ap.pcap', 'station.pcap'] });
    const numbers = [0, 0];
    for (const [i, bytes] of mpdus.entries()) {
      // The sniffer at the station alone heard M4, the other one all else.
      const capture = i === 6 ? 1 : 0;
      const frame = ++numbers[capture]!;
      packet({
        time: BigInt(i),
        linkType: 105,
        interface: 0,
        bytes,
        originalLength: bytes.length,
        capture,
        frame,
      });
    }
    expect(report().findings.map(({ rule }) => rule)).not.toContain(deauthenticationReason.id);
  });

  it('of which the capture has no handshake is a note, of an AP whose association it shows from the beginning', () => {
    const note = `note ${said(TIMEOUT, 4)}and the capture has no 4-way handshake before it.`;
    expect(told(...start, deauthentication('ap', 15))).toEqual([note]);
    expect(told(...start, deauthentication('station', 15))).toEqual([]);
    expect(told(beacon(), deauthentication('ap', 15))).toEqual([]);
    expect(told(beacon(), associationRequest(), associationResponse(17), deauthentication('ap', 15))).toEqual(
      [],
    );
    const reassociated = associationResponse().with(0, 0x30);
    expect(told(...whole, associationRequest(), reassociated, deauthentication('ap', 15))).toEqual([
      `note ${said(TIMEOUT, 10)}and the capture has no 4-way handshake before it.`,
    ]);
  });

  it('is one of the association that goes on, where another one is refused', () => {
    const refused = [associationRequest(), associationResponse(30)];
    expect(told(...whole, ...refused, deauthentication('ap', 15))).toEqual([
      `warning ${said(TIMEOUT, 10)}${complete}`,
    ]);
  });

  it('is judged of one frame of several, until the station is back', () => {
    const anew = handshake({ pmk: A, aNonce: 5, sNonce: 6 });
    const once = [...whole, deauthentication('ap', 15), deauthentication('ap', 15), disassociation('ap', 15)];
    expect(told(...once)).toHaveLength(1);
    expect(told(...once, ...associated, ...allOf(anew), deauthentication('ap', 15))).toHaveLength(2);
    expect(told(...once, ...allOf(anew), deauthentication('ap', 15))).toHaveLength(2);
    expect(told(...once, ...associated, deauthentication('ap', 15))).toHaveLength(2);
    expect(told(...once, ...allOf(anew), deauthentication('ap', 16))).toHaveLength(1);
    // A second sniffer, whose clock is behind, brings M4 once more.
    const sent = numbered([...once, deauthentication('ap', 15)]);
    expect(found([...sent.slice(0, -1), sent[6]!, sent.at(-1)!])).toHaveLength(1);
    expect(told(...whole, ...[70, 70, 70].map(reason => deauthentication('ap', reason)))).toHaveLength(1);
  });
});

describe('the timeout of a group key handshake', () => {
  const [g1, g2] = [group.g1, group.g2].map(mpdu => under(first.ptk.tk, mpdu, 0, 1n)) as [
    Uint8Array,
    Uint8Array,
  ];
  const next = (mpdu: Uint8Array) => under(first.ptk.tk, mpdu, 0, 2n);
  const repeated = next(groupHandshake(first.ptk, 4, new Uint8Array(16).fill(9)).g1);

  it('is spoken against by one that is complete, and by none at all', () => {
    expect(told(...whole, g1, g2, deauthentication('ap', 16))).toEqual([
      `warning ${said(GROUP_TIMEOUT, 10)}and the group key handshake is complete in frame 9.`,
    ]);
    expect(told(...whole, deauthentication('ap', 16))).toEqual([
      `note ${said(GROUP_TIMEOUT, 8)}and the capture has no G1 before it.`,
    ]);
  });

  it('is right where G2 did not come, or G1 comes again behind it, and where the capture may lack G1', () => {
    expect(told(...whole, g1, deauthentication('ap', 16))).toEqual([]);
    expect(told(...whole, g1, g2, repeated, deauthentication('ap', 16))).toEqual([]);
    expect(told(...whole.slice(3), deauthentication('ap', 16))).toEqual([]);
    // With WPA a station waits for G1.
    expect(told(...whole, deauthentication('station', 16))).toEqual([]);
  });

  it('is not that of the 4-way handshake', () => {
    for (const frames of [[g1], [g1, g2]])
      expect(told(...whole, ...frames, deauthentication('ap', 15))).toEqual([
        `warning ${said(TIMEOUT, 8 + frames.length)}and the 4-way handshake is complete in frame 7.`,
      ]);
    expect(told(...whole, g1, g2, next(rekey.m1), deauthentication('ap', 16))).toHaveLength(1);
  });
});

describe('another element in the handshake', () => {
  it('is spoken against by a handshake that is complete', () => {
    for (const by of ['ap', 'station'] as const)
      expect(told(...whole, deauthentication(by, 17))).toEqual([
        `warning ${said(MISMATCH, 8, by === 'ap' ? 'AP' : by)}and the 4-way handshake is complete in frame 7.`,
      ]);
  });

  it('is for a station to find in M3, which the capture may have lost', () => {
    const note = (frame: number) =>
      `note ${said(MISMATCH, frame, 'station')}and the capture has no M3 before it.`;
    expect(told(...start, first.m1, first.m2, deauthentication('station', 17))).toEqual([note(6)]);
    expect(told(...start, deauthentication('station', 17))).toEqual([note(4)]);
    expect(told(...start, first.m1, first.m2, first.m3, deauthentication('station', 17))).toEqual([]);
    expect(told(beacon(), deauthentication('station', 17))).toEqual([]);
  });

  it('is for an AP to find in M2', () => {
    expect(told(...start, first.m1, first.m2, deauthentication('ap', 17))).toEqual([]);
    expect(told(...start, deauthentication('ap', 17))).toEqual([]);
  });
});

describe('a reason that a handshake speaks for or against', () => {
  const reasons = [15, 16, 17];

  it('is not judged where no key opens what came before', () => {
    const closed = under(new Uint8Array(16).fill(9), first.m4);
    for (const reason of reasons) expect(told(...whole, closed, deauthentication('ap', reason))).toEqual([]);
  });

  it('is not judged where the capture lacks frames behind the handshake', () => {
    const data = (...pns: readonly bigint[]) => pns.map(pn => userDataDown(first.ptk, undefined, pn));
    for (const reason of reasons) {
      expect(told(...whole, ...data(1n, 2n), deauthentication('ap', reason))).toHaveLength(1);
      expect(told(...whole, ...data(1n, 8n), deauthentication('ap', reason))).toEqual([]);
    }
    const late = [group.g1, group.g2].map(mpdu => under(first.ptk.tk, mpdu, 0, 9n));
    expect(told(...whole, ...data(1n, 8n), ...late, deauthentication('ap', 16))).toHaveLength(1);
    const since = protectedHandshake(first.ptk, rekey);
    expect(told(...whole, ...data(100n, 108n), ...since, deauthentication('ap', 15))).toHaveLength(1);
  });

  it('is judged where all that was missing comes late', () => {
    const down = (...pns: readonly number[]) => pns.map(pn => userDataDown(first.ptk, undefined, BigInt(pn)));
    const up = (...pns: readonly number[]) => pns.map(pn => userData(first.ptk, undefined, BigInt(pn)));
    const judged = (...data: readonly Uint8Array[]) =>
      told(...whole, ...data, deauthentication('ap', 15)).length > 0;
    expect(judged(...down(1, 4, 2, 3))).toBe(true);
    expect(judged(...down(1, 4, 2))).toBe(false);
    expect(judged(...down(1, 4, 2, 2))).toBe(false);
    // Of two gaps one; and where the station's frames have these numbers.
    expect(judged(...down(1, 3, 6, 4, 5))).toBe(false);
    expect(judged(...down(1, 3, 6, 2, 4))).toBe(false);
    expect(judged(...down(1, 3), ...up(1, 3, 2))).toBe(false);
    expect(judged(...down(1, 3, 2), ...up(1, 3, 2))).toBe(true);
  });

  it('is not made up where the frame is cut off before it', () => {
    const cut = [24, 25].map(length => deauthentication('station', 3).subarray(0, length));
    for (const mpdu of cut) {
      const { sessions, findings } = reportOnMpdus(
        numbered([...start, first.m1, first.m2, mpdu]),
        pmks({ A }),
      );
      expect(findings.map(({ rule }) => rule)).toEqual(['handshake-incomplete']);
      expect(findings[0]!.message).toMatch(/^The station ends the association in frame 6, after M2,/);
      expect(sessions[0]!.management.at(-1)).toEqual({
        frame: 6,
        time: '0.000000',
        from: 'station',
        message: 'deauthentication',
      });
      expect(sessions[0]!.verdict).toContain('ended by the station in frame 6)');
    }
  });
});

describe('a wrong Michael MIC', () => {
  const MICHAEL = '14 (MIC_FAILURE)';
  const none = 'and neither cipher is TKIP, which alone has a Michael MIC.';

  it.each([
    ['group', 7],
    ['pairwise', 13],
  ])('may be where the %s cipher is TKIP', (_, octet) => {
    const of = (cipher: number): readonly string[] => {
      const withCipher = (mpdu: Uint8Array) => mpdu.with(mpdu.length - RSNE.length + octet, cipher);
      const joined = [withCipher(beacon()), withCipher(associationRequest()), associationResponse()];
      return told(...joined, deauthentication('ap', 14));
    };
    expect(of(4)).toEqual([`warning ${said(MICHAEL, 4)}${none}`]);
    expect(of(99)).toEqual([`warning ${said(MICHAEL, 4)}${none}`]);
    expect(of(2)).toEqual([]);
  });

  it('is not judged where the capture does not show the ciphers', () => {
    expect(told(beacon(), deauthentication('ap', 14))).toEqual([]);
  });

  it('may be the MIC of M2, which APs give that reason for, too', () => {
    expect(told(...start, first.m1, damaged(first.m2, 40), deauthentication('ap', 14))).toEqual([]);
    expect(told(...start, first.m1, deauthentication('station', 14))).toEqual([
      `warning ${said(MICHAEL, 5, 'station')}${none}`,
    ]);
    expect(told(...whole, deauthentication('ap', 14))).toEqual([`warning ${said(MICHAEL, 8)}${none}`]);
  });
});

describe('a reason of another frame, or of none', () => {
  it('is a note: leaving has one for each of the two frames', () => {
    expect(told(...whole, deauthentication('station', 8))).toEqual([
      `note ${said('8 (LEAVING_NETWORK_DISASSOC)', 8, 'station')}where 3 is meant for it.`,
    ]);
    expect(told(...whole, disassociation('ap', 3))).toEqual([
      `note ${said('3 (LEAVING_NETWORK_DEAUTH)', 8, 'AP', 'disassociation')}where 8 is meant for it.`,
    ]);
    expect(told(...whole, disassociation('station', 8))).toEqual([]);
    expect(told(...whole, deauthentication('station', 3))).toEqual([]);
  });

  it('is a note where the standard does not define it', () => {
    for (const defined of [1, 67, 68, 71])
      expect(told(...whole, deauthentication('ap', defined))).toEqual([]);
    for (const reserved of [0, 70])
      expect(told(...whole, deauthentication('ap', reserved))).toEqual([
        `note ${said(`${reserved} (unnamed)`, 8)}which IEEE 802.11-2020 does not define.`,
      ]);
    expect(told(beacon(), deauthentication('ap', 70))).toHaveLength(1);
  });
});
