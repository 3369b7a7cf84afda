import { describe, expect, it } from 'vitest';
import { deriveSKwt } from '../../../src/crypto/kdf3gpp.js';
import { xwapKeyMismatch } from '../../../src/validate/rules/xwap-key-mismatch.js';
import {
  KENB,
  KENB_KEYS,
  onAir,
  packetsOf,
  type Signal,
  setUp,
  sKwtOf,
  tellUe,
  tellWt,
} from '../lte/peer.js';
import { allOf, associated, beacon, handshake, numbered } from '../peer.js';
import { captureOf, findingsOf, testRule } from '../rule-captures.js';

testRule(xwapKeyMismatch, {
  keys: KENB_KEYS,
  // The eNB counts on for the WT, once more than for the UE.
  broken: packetsOf([...setUp(1), ...tellUe(1000, 2), ...tellWt(1025, sKwtOf(3))]),
  sound: packetsOf([...setUp(1), ...tellUe(1000, 2), ...tellWt(1025, sKwtOf(2))]),
});

describe('xwap-key-mismatch: FC', () => {
  const of = (wtCounter: number, fc: number): Uint8Array => deriveSKwt(KENB, wtCounter, fc);
  const found = (signals: readonly Signal[], kenb?: Uint8Array) =>
    findingsOf(captureOf(packetsOf(signals, kenb)), KENB_KEYS).map(({ rule, severity, frames, message }) => ({
      rule,
      severity,
      frames,
      message,
    }));
  const warningOf = (fc: string) => ({
    rule: xwapKeyMismatch.id,
    severity: 'warning',
    frames: [1, 3],
    message: `The key for the WT in frame 1 is that of KeNB and WT Counter 1, which the UE is told in frame 3, with FC ${fc}, where TS 33.401, A.16 is taken to have 0x1d.`,
  });

  it.each([
    ['0x1f', 0x1f],
    ['0x00', 0],
    ['0xff', 0xff],
  ])('%s instead is a warning, once', (name, fc) => {
    const signals = [...setUp(1, of(1, fc)), ...tellUe(1000, 2), ...tellWt(1025, of(2, fc))];
    expect(found(signals)).toEqual([warningOf(name)]);
    expect(found(signals, KENB)).toEqual([warningOf(name)]);
  });

  it('is no excuse for the key of another WT Counter', () => {
    const rest = [...tellUe(1000, 2), ...tellWt(1025, of(3, 0x1f))];
    expect(found([...setUp(1, of(1, 0x1f)), ...rest], KENB)).toEqual([
      warningOf('0x1f'),
      expect.objectContaining({ rule: xwapKeyMismatch.id, severity: 'error', frames: [5, 7] }),
    ]);
  });

  it('is the cause of an error where a MIC shows that the UE derives with 0x1d', () => {
    const own = handshake({ pmk: sKwtOf(1), aNonce: 1, sNonce: 2 });
    const air = onAir(100, numbered([beacon(), ...associated, ...allOf(own)]));
    const judged = found([...setUp(1, of(1, 0x1f)), ...air]).filter(
      ({ rule }) => rule === xwapKeyMismatch.id,
    );
    expect(judged).toMatchObject([
      { severity: 'warning', message: expect.stringContaining('not that of KeNB') },
    ]);
    const ciphered = found([...setUp(1, of(1, 0x1f)), ...air], KENB);
    expect(ciphered.filter(({ rule }) => rule === xwapKeyMismatch.id)).toMatchObject([
      { severity: 'error', message: expect.stringContaining('not that of KeNB') },
    ]);
  });
});
