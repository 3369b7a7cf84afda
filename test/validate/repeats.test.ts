import { describe, expect, it } from 'vitest';
import { descriptorVersion } from '../../src/validate/rules/descriptor-version.js';
import { newRepeats } from '../../src/validate/watch/repeats.js';
import { inFrames } from '../../src/validate/wording.js';
import {
  associated,
  beacon,
  deauthentication,
  handshake,
  key32,
  keyFrame,
  numbered,
  pmks,
  RSNE,
} from './peer.js';
import { captureOf, findingsOf } from './rule-captures.js';

const [A, B] = [key32(0xa1), key32(0xb2)];
const COUNT = 60;
const times = (make: (i: number) => readonly Uint8Array[]): Uint8Array[] =>
  Array.from({ length: COUNT }, (_, i) => make(i)).flat();
/** M1 that anyone can send, each of another handshake. */
const m1 = (i: number, info = 0x008a): Uint8Array =>
  keyFrame({ info, counter: i + 1, nonce: key32(7).with(0, i) });
/** A handshake under another PMK, in which M2 comes twice. */
const refused = (i: number): readonly Uint8Array[] =>
  [2 * i, 2 * i + 1].flatMap(counter => {
    const { m1, m2 } = handshake({ pmk: B, aNonce: i, sNonce: i + 1, counter });
    return [m1, m2];
  });

const toldOf = (mpdus: readonly Uint8Array[], id: string) =>
  findingsOf(captureOf(numbered([beacon(), ...associated, ...mpdus])), pmks({ A })).filter(
    ({ rule }) => rule === id,
  );

describe('findings of one kind in a session', () => {
  it.each([
    ['handshake-incomplete', times(i => [m1(i)]), 1],
    ['descriptor-version', times(i => [m1(i, 0x0089)]), 1],
    ['key-information', times(i => [m1(i, 0x00ca)]), 1],
    ['wrong-pmk', times(i => [...refused(i), deauthentication('station', 3)]), 3],
  ])('are told one by one up to eight, and the rest together at the end: %s', (id, mpdus, each) => {
    const told = toldOf(mpdus, id);
    // The last handshake has none behind it.
    expect(told).toHaveLength(id === 'handshake-incomplete' ? 10 : 9);
    const { message, frames } = told.at(-1)!;
    expect(message).toMatch(
      /^5\d more findings are of the same kind as that of frames? .*, in frames .*more\.$/,
    );
    expect(frames).toHaveLength(each * Number(message.slice(0, 2)));
  });

  it('hide none of another kind', () => {
    const { m1, m3, m4, ptk } = handshake({ pmk: A, aNonce: 1, sNonce: 2, counter: 1000 });
    const m2 = keyFrame({
      info: 0x010b,
      counter: 1000,
      nonce: key32(2),
      keyData: RSNE,
      kck: ptk.kck,
    });
    const flood = times(i => [keyFrame({ info: 0x0089, counter: i + 1, nonce: key32(7).with(0, i) })]);
    const told = toldOf([...flood, m1, m2, m3, m4], descriptorVersion.id);
    const at = 3 + COUNT + 2;
    expect(told.filter(({ severity }) => severity === 'error').map(({ message }) => message)).toEqual([
      `Frame ${at} has key descriptor version 3, not the 2 of PSK with CCMP-128.`,
    ]);
  });

  it('are told together beyond sixteen kinds, too, and with their frames and severity', () => {
    const { take, rest } = newRepeats({ inFrames });
    const observed = Array.from({ length: 400 }, (_, i) => ({
      frames: [i],
      severity: 'note' as const,
      message: `${'x'.repeat((i % 40) + 1)} in ${inFrames([i])}.`,
    }));
    const told = observed.filter(one => take(descriptorVersion, one));
    expect(told).toHaveLength(17 * 8);
    const together = [...rest()].map(([, observation]) => observation);
    expect(together).toHaveLength(17);
    expect(new Set([...told, ...together].flatMap(({ frames }) => frames)).size).toBe(400);
    expect(together.every(({ severity }) => severity === 'note')).toBe(true);
  });

  it('are told as they are by a rule of one’s own', () => {
    const own = { ...descriptorVersion, id: 'own' };
    const capture = captureOf(numbered([beacon(), ...associated, ...times(i => [m1(i, 0x0089)])]));
    expect(findingsOf(capture, {}, { rules: [own] })).toHaveLength(COUNT);
  });
});
