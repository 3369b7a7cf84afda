import { describe, expect, it } from 'vitest';
import { decodeCapture } from '../../../src/codecs/capture/index.js';
import { validator } from '../../../src/validate/index.js';
import { undecrypted } from '../../../src/validate/rules/undecrypted.js';
import {
  allOf,
  associated,
  beacon,
  groupData,
  handshake,
  key32,
  numbered,
  pmks,
  userData,
  userDataDown,
} from '../peer.js';
import { captureOf, testRule } from '../rule-captures.js';

const A = key32(0xa1);
const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
const other = handshake({ pmk: A, aNonce: 3, sNonce: 4 });
const start = numbered([beacon(), ...associated, ...allOf(first)]);

testRule(undecrypted, {
  keys: pmks({ A }),
  // The handshake that the second frame follows from is not there.
  broken: [...start, userData(first.ptk), userData(other.ptk)],
  sound: [...start, userData(first.ptk), userData(first.ptk)],
});

describe('undecrypted', () => {
  /** @param lacks how many octets the capture lacks of each frame, in their order */
  const found = (mpdus: readonly Uint8Array[], keys = pmks({ A }), lacks: readonly number[] = []) => {
    const own = validator({ keys });
    for (const [i, packet] of [...decodeCapture(captureOf([...start, ...mpdus]))].entries()) {
      const cut = lacks[i - start.length] ?? 0;
      own.packet({ ...packet, bytes: packet.bytes.subarray(0, packet.bytes.length - cut) });
    }
    return own
      .report()
      .findings.filter(({ rule }) => rule === undecrypted.id)
      .map(({ severity, frames, message }) => [severity, frames, message]);
  };
  const finding = (message: string) => ['note', [], message];
  const group = groupData(new Uint8Array(16).fill(0x66));

  it('counts what no key opens, of either and to all', () => {
    const mpdus = [userData(first.ptk), userData(other.ptk), userDataDown(other.ptk), group];
    expect(found(mpdus)).toEqual([finding('3 of 4 protected data frames open under no known key.')]);
  });

  it('is told of a later handshake under a PMK that is not given', () => {
    const next = handshake({ pmk: key32(0xb2), aNonce: 5, sNonce: 6 });
    const again = [...associated, ...allOf(next), userData(next.ptk)];
    expect(found([userData(first.ptk), ...again])).toEqual([
      finding('1 of 2 protected data frames open under no known key.'),
    ]);
  });

  it('is no finding where no key of the session is known', () => {
    expect(found([userData(first.ptk), userData(other.ptk)], {})).toEqual([]);
  });

  it('tells frames that the capture has cut short from those', () => {
    const mpdus = [userData(first.ptk), userDataDown(first.ptk), group, userData(other.ptk)];
    const cut = (count: number) =>
      `${count} of 4 protected data frames are cut short, so that no key opens them.`;
    expect(found(mpdus, pmks({ A }), [8, 8, 8, 8])).toEqual([finding(cut(4))]);
    expect(found(mpdus, pmks({ A }), [5, 0, 0, 0])).toEqual([
      finding(`2 of 4 protected data frames open under no known key; ${cut(1)}`),
    ]);
  });
});
