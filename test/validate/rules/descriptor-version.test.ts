import { describe, expect, it } from 'vitest';
import { descriptorVersion } from '../../../src/validate/rules/descriptor-version.js';
import {
  associated,
  associationRequest,
  associationResponse,
  beacon,
  handshake,
  key32,
  keyFrame,
  numbered,
  pmks,
  RSNE,
} from '../peer.js';
import { captureOf, findingsOf, testRule } from '../rule-captures.js';

const A = key32(0xa1);
const start = [beacon(), ...associated];
const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
const { kck } = first.ptk;
/** M1 of a key descriptor version. */
const m1 = (version: number, counter = 1) => keyFrame({ info: 0x0088 | version, counter, nonce: key32(1) });
/** M2 of a key descriptor version. */
const m2 = (version: number, keyData = RSNE) =>
  keyFrame({ info: 0x0108 | version, counter: 1, nonce: key32(2), keyData, kck });

testRule(descriptorVersion, {
  keys: pmks({ A }),
  broken: numbered([...start, first.m1, m2(3), first.m3, first.m4]),
  sound: numbered([...start, first.m1, m2(2), first.m3, first.m4]),
});

describe('descriptor-version', () => {
  const told = (mpdus: readonly Uint8Array[], keys = pmks({ A })): readonly string[] =>
    findingsOf(captureOf(numbered(mpdus)), keys)
      .filter(({ rule }) => rule === descriptorVersion.id)
      .map(({ severity, message }) => `${severity}: ${message}`);
  const one = 'Frame 4 has key descriptor version 1, not the 2 of PSK with CCMP-128.';
  const doubt = 'The handshake went on all the same, so that the copy in the capture may be damaged.';

  it('is a warning in M1, which no MIC covers, and may be damage where the handshake went on', () => {
    expect(told([...start, m1(1)])).toEqual([`warning: ${one}`]);
    expect(told([...start, m1(1), first.m2, first.m3, first.m4])).toEqual([`warning: ${one} ${doubt}`]);
  });

  it('is an error where a right MIC covers one of the frames, though the handshake went on', () => {
    expect(told([...start, first.m1, m2(3), first.m3, first.m4])).toEqual([
      'error: Frame 5 has key descriptor version 3, not the 2 of PSK with CCMP-128.',
    ]);
    expect(told([...start, m1(1), m2(1), first.m3, first.m4])).toEqual([
      'error: Frames 4 and 5 have key descriptor version 1, not the 2 of PSK with CCMP-128.',
    ]);
  });

  it('is a warning where no key verifies the MIC', () => {
    expect(told([...start, first.m1, m2(3)], {})).toEqual([
      'warning: Frame 5 has key descriptor version 3, not the 2 of PSK with CCMP-128.',
    ]);
  });

  it('names each version once', () => {
    expect(told([...start, m1(1, 1), m1(3, 2), m1(1, 3)])).toEqual([
      'warning: Frames 4, 5 and 6 have key descriptor version 1, 3, not the 2 of PSK with CCMP-128.',
    ]);
  });

  /** M1 and M2 of version 2 in a network whose RSNE has other octets from `at` on. */
  const within = (at: number, ...octets: readonly number[]): readonly string[] => {
    const rsne = RSNE.slice();
    rsne.set(octets, at);
    const named = (mpdu: Uint8Array): Uint8Array => {
      const copy = mpdu.slice();
      copy.set(rsne, mpdu.length - rsne.length);
      return copy;
    };
    const network = [named(beacon()), named(associationRequest()), associationResponse()];
    return told([...network, m1(2), m2(2, rsne)], {});
  };

  it.each([
    ['1 of PSK with TKIP', 13, 2],
    ['3 of PSK with SHA-256 with CCMP-128', 19, 6],
    ['0 of SAE with CCMP-128', 19, 8],
  ])('is the %s', (expected, at, type) => {
    expect(within(at, type)).toEqual([
      `warning: Frames 4 and 5 have key descriptor version 2, not the ${expected}.`,
    ]);
  });

  it('is not judged with an AKM or a cipher of a vendor', () => {
    expect(within(16, 0, 0x50, 0x43, 1)).toEqual([]);
    expect(within(10, 0, 0x50, 0x43, 1)).toEqual([]);
  });

  it('is not judged where the suites are unknown', () => {
    expect(told([m1(1)], {})).toEqual([]);
  });
});
