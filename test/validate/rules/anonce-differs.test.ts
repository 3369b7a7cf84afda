import { describe, expect, it } from 'vitest';
import { anonceDiffers } from '../../../src/validate/rules/anonce-differs.js';
import {
  allOf,
  associated,
  associationRequest,
  associationResponse,
  beacon,
  damaged,
  deauthentication,
  handshake,
  key32,
  numbered,
  pmks,
} from '../peer.js';
import { captureOf, findingsOf, testRule } from '../rule-captures.js';

const A = key32(0xa1);
const start = [beacon(), ...associated];
const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
const other = handshake({ pmk: A, aNonce: 9, sNonce: 2 });
const again = handshake({ pmk: A, aNonce: 5, sNonce: 6 });

testRule(anonceDiffers, {
  keys: pmks({ A }),
  broken: numbered([...start, first.m1, first.m2, other.m3, deauthentication('station', 1)]),
  sound: numbered([...start, ...allOf(first)]),
});

const findings = (mpdus: readonly Uint8Array[], keys = pmks({ A })) =>
  findingsOf(captureOf(numbered([...start, ...mpdus])), keys).filter(({ rule }) => rule === anonceDiffers.id);
const found = (...mpdus: readonly Uint8Array[]) =>
  findings(mpdus).map(({ severity, frames }) => [severity, frames]);

describe('anonce-differs', () => {
  const told = (mpdus: readonly Uint8Array[], keys = pmks({ A })) =>
    findings(mpdus, keys).map(({ severity, message }) => `${severity}: ${message}`);
  const differs = 'The ANonce of M3 in frame 6 is not that of M1 in frame 4';
  const open = `warning: ${differs}: one of them is damaged, or not of this AP, or the capture lacks the M1 that goes with M3.`;

  it('is an error where MICs cover both nonces, that of M1 by the answer to it', () => {
    expect(told([first.m1, first.m2, other.m3])).toEqual([
      `error: ${differs}; the station answers the one and not the other.`,
    ]);
  });

  it('is a warning where no MIC covers the one or the other', () => {
    expect(told([first.m1, first.m2, other.m3], {})).toEqual([open]);
    expect(told([first.m1, first.m2, damaged(other.m3)])).toEqual([open]);
    // M2 answers an M1 with the ANonce of M3.
    expect(told([first.m1, again.m2, again.m3])).toEqual([open]);
  });

  it('is a warning where the station takes M3, whatever MICs cover', () => {
    const taken = `warning: ${differs}. The handshake went on all the same, so that the copy in the capture may be damaged. Or it lacks the M1 that goes with M3.`;
    expect(told([first.m1, first.m2, other.m3, other.m4])).toEqual([taken]);
    expect(told([first.m1, again.m2, again.m3, again.m4])).toEqual([taken]);
  });

  it('is not an M1 of a handshake that was complete, or had an M3 of its own', () => {
    expect(found(...allOf(first), again.m2, again.m3, again.m4)).toEqual([]);
    expect(found(...allOf(first), again.m3)).toEqual([]);
    expect(found(first.m1, first.m2, first.m4, again.m2, again.m3, again.m4)).toEqual([]);
    expect(found(first.m1, first.m2, first.m4, again.m3)).toEqual([]);
    expect(found(first.m1, first.m2, first.m3, again.m2, again.m3)).toEqual([]);
    expect(found(first.m1, first.m2, first.m3, other.m3)).toEqual([]);
  });

  it('is not an M1 of an association before', () => {
    expect(found(first.m1, first.m2, ...associated, again.m2, again.m3)).toEqual([]);
    expect(found(first.m1, ...associated, again.m3)).toEqual([]);
    const reassociation = associationResponse().with(0, 0x30);
    expect(found(first.m1, reassociation, again.m3)).toEqual([]);
    expect(found(first.m1, deauthentication('ap', 1), again.m3)).toEqual([]);
    expect(found(first.m1, first.m2, other.m3, ...associated)).toEqual([['error', [4, 6]]]);
    // A refusal leaves the association as it is.
    expect(found(first.m1, first.m2, associationResponse(17), other.m3)).toEqual([['error', [4, 7]]]);
    // A request alone begins none.
    expect(found(first.m1, first.m2, associationRequest(), other.m3)).toEqual([['error', [4, 7]]]);
  });

  it('is not two handshakes that the station answers both', () => {
    expect(found(first.m1, first.m2, again.m2, again.m3, again.m4)).toEqual([]);
  });

  it('is not told otherwise by an M2 behind M3 that is damaged', () => {
    expect(found(first.m1, first.m2, other.m3, damaged(first.m2))).toEqual([['error', [4, 6]]]);
  });

  it('is not an M3 whose own M1 is there, though its counter follows that of another', () => {
    const next = handshake({ pmk: A, aNonce: 5, sNonce: 6, counter: 2 });
    expect(found(first.m1, next.m1, next.m2, again.m3)).toEqual([]);
  });

  it('is not an M3 that goes with an M1 of several before', () => {
    const tries = [2, 3].map(counter => handshake({ pmk: A, aNonce: 4 + counter, sNonce: 2, counter }).m1);
    expect(found(first.m1, ...tries, first.m3)).toEqual([]);
  });

  it('is not an M1 that is sent by another in the middle of the handshake', () => {
    expect(found(first.m2, first.m3, other.m1)).toEqual([]);
  });

  it('is the M1 of one of eight before', () => {
    const tries = (count: number) =>
      Array.from({ length: count }, (_, i) => handshake({ pmk: A, aNonce: 1, sNonce: 2, counter: 1 + i }).m1);
    expect(found(...tries(8), other.m3)).toEqual([['warning', [4, 12]]]);
    expect(found(...tries(9), other.m3)).toEqual([]);
  });
});
