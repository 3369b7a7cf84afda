import { expect, it } from 'vitest';
import { deauthenticationReason } from '../../../src/validate/rules/deauthentication-reason.js';
import {
  allOf,
  associated,
  associationRequest,
  associationResponse,
  beacon,
  deauthentication,
  handshake,
  key32,
  numbered,
  pmks,
  RSNE,
  reportOnMpdus,
  userDataDown,
} from '../peer.js';
import { testRule } from '../rule-captures.js';

const A = key32(0xa1);
const start = [beacon(), ...associated];
const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });

testRule(deauthenticationReason, {
  keys: pmks({ A }),
  // The handshake that is said to have timed out is complete.
  broken: numbered([...start, ...allOf(first), deauthentication('ap', 15)]),
  sound: numbered([...start, ...allOf(first), deauthentication('ap', 3)]),
});

it('is not spoken against by a capture that lacks frames before it', () => {
  const rules = (...pns: bigint[]): string[] =>
    reportOnMpdus(
      numbered([
        ...start,
        ...allOf(first),
        ...pns.map(pn => userDataDown(first.ptk, undefined, pn)),
        deauthentication('ap', 15),
      ]),
      pmks({ A }),
    ).findings.map(({ rule }) => rule);
  expect(rules(1n, 2n)).toEqual(['deauthentication-reason']);
  expect(rules(1n, 8n)).toEqual(['capture-incomplete']);
});

it('is not made up where the frame is cut off before it', () => {
  const cut = [24, 25].map(length => deauthentication('station', 3).subarray(0, length));
  for (const mpdu of cut) {
    const { sessions, findings } = reportOnMpdus(numbered([...start, first.m1, first.m2, mpdu]), pmks({ A }));
    expect(findings.map(({ rule }) => rule)).toEqual(['handshake-timeout']);
    expect(findings[0]!.message).toMatch(/the station leaves in frame 6\.$/);
    expect(sessions[0]!.management.at(-1)).toEqual({
      frame: 6,
      time: '0.000000',
      from: 'station',
      message: 'deauthentication',
    });
    expect(sessions[0]!.verdict).toContain('ended by the station in frame 6)');
  }
});

it('may be a wrong Michael MIC where one of the ciphers is TKIP', () => {
  const rules = (cipher: 'ccmp' | 'tkip'): string[] => {
    const ofGroup = (mpdu: Uint8Array): Uint8Array =>
      // The last octet of the group cipher suite, in the RSNE at the end.
      mpdu.with(mpdu.length - RSNE.length + 7, cipher === 'tkip' ? 2 : 4);
    return reportOnMpdus(
      numbered([
        ...[ofGroup(beacon()), ofGroup(associationRequest()), associationResponse()],
        deauthentication('ap', 14),
      ]),
      pmks({ A }),
    ).findings.map(({ rule }) => rule);
  };
  expect(rules('ccmp')).toContain(deauthenticationReason.id);
  expect(rules('tkip')).not.toContain(deauthenticationReason.id);
});

it('knows reasons 67, 68 and 71 by name, and tells of one that is not defined', () => {
  const found = (reason: number): readonly string[] =>
    reportOnMpdus(
      numbered([...start, ...allOf(first), deauthentication('ap', reason)]),
      pmks({ A }),
    ).findings.map(({ message }) => message);
  expect([67, 68, 71].map(found)).toEqual([[], [], []]);
  expect(found(70)).toEqual([
    expect.stringMatching(
      /^The AP gives reason 70 \(unnamed\) .*, which IEEE 802\.11-2020 does not define\.$/,
    ),
  ]);
});
