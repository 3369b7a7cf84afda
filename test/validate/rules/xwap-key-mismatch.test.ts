import { describe, expect, it } from 'vitest';
import { handoverCommand, reconfigurationComplete } from '../../../src/codecs/rrc/index.js';
import { deriveKenbStar, deriveSKwt } from '../../../src/crypto/kdf3gpp.js';
import type { Keys } from '../../../src/validate/index.js';
import { xwapKeyMismatch } from '../../../src/validate/rules/xwap-key-mismatch.js';
import { tellWt as given, observed, tellUe as told } from '../lte/events.js';
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
import { AP, allOf, associated, beacon, handshake, key32, numbered, STATION } from '../peer.js';
import { captureOf, findingsOf, testRule } from '../rule-captures.js';

testRule(xwapKeyMismatch, {
  keys: KENB_KEYS,
  // The eNB counts on for the WT, once more than for the UE.
  broken: packetsOf([...setUp(1), ...tellUe(1000, 2), ...tellWt(1025, sKwtOf(3))]),
  sound: packetsOf([...setUp(1), ...tellUe(1000, 2), ...tellWt(1025, sKwtOf(2))]),
});

const found = (signals: readonly Signal[], kenb?: Uint8Array, keys = KENB_KEYS) =>
  findingsOf(captureOf(packetsOf(signals, kenb)), keys).map(({ rule, severity, frames, message }) => ({
    rule,
    severity,
    frames,
    message,
  }));

describe('xwap-key-mismatch: a key that is not that of the WT Counter', () => {
  const is = (severity: string, frames: readonly number[], message: string) => [
    { rule: xwapKeyMismatch.id, severity, frames, message: `The key for the WT in frame ${message}.` },
  ];
  const wrong = tellWt(1025, sKwtOf(3));

  it('is an error where a key before shows that KeNB is the UE’s', () => {
    expect(found([...setUp(1), ...tellUe(1000, 2), ...wrong])).toEqual(
      is('error', [5, 7], '7 is not that of KeNB and WT Counter 2, which the UE is told in frame 5'),
    );
  });

  it('is a warning where nothing does: a handover may have been before the capture began', () => {
    expect(found(setUp(1, sKwtOf(3)))).toEqual(
      is('warning', [1, 3], '1 is not that of KeNB and WT Counter 1, which the UE is told in frame 3'),
    );
  });

  it('names each KeNB that the UE may have', () => {
    const kenbs = ['A', 'B'].map((name, i) => ({ name, kenb: key32(i + 1), station: STATION }));
    expect(found(setUp(1), undefined, { kenbs })).toEqual(
      is('warning', [1, 3], '1 is not that of A or B and WT Counter 1, which the UE is told in frame 3'),
    );
  });

  it('is told of the KeNB after a handover within a frequency, where the keys name the cells, or the only EARFCN-DL', () => {
    const [first, second] = [KENB, key32(9)] as const;
    const down = handoverCommand({
      transactionId: 1,
      targetCell: 202,
      newCRnti: 1,
      nextHopChainingCount: 0,
      withoutWtChange: 'keepLWA-Config',
    });
    // LWA is set up with it: that ties it to the addition.
    const told = tellUe(4, 1, 0, { mobilitySet: { add: [{ bssid: AP }] } });
    const moved: Signal[] = [
      ...setUp(1).slice(0, 2),
      ...told,
      { ms: 500, down },
      { ms: 550, up: reconfigurationComplete(1) },
    ];
    const of = (sKwt: Uint8Array, keys: Keys) =>
      found([...moved, ...tellUe(1000, 0, 2), ...tellWt(1025, sKwt)], undefined, keys);
    const kenbs = [
      { name: 'A', kenb: first, station: STATION, pci: 201 },
      { name: 'B', kenb: second, station: STATION, pci: 202 },
    ];
    const wrong = 'and WT Counter 0, which the UE is told in frame 7';
    expect(of(sKwtOf(0), { kenbs })).toEqual(is('warning', [7, 9], `9 is not that of B ${wrong}`));
    expect(of(sKwtOf(0, second), { kenbs })).toEqual([]);
    const star = deriveKenbStar(first, { pci: 202, earfcnDl: 1300 });
    const only = { kenbs: KENB_KEYS.kenbs, earfcns: [1300] };
    const name = 'KeNB* from KeNB with EARFCN-DL 1300';
    expect(of(sKwtOf(0), only)).toEqual(is('warning', [7, 9], `9 is not that of ${name} ${wrong}`));
    expect(of(sKwtOf(0, star), only)).toEqual([]);
    // Else it may be from a KeNB that nobody gave.
    expect(of(sKwtOf(0), KENB_KEYS)).toEqual([]);
    expect(of(sKwtOf(0), { kenbs: kenbs.map(({ pci, ...one }) => one) })).toEqual([]);
  });

  it('is no finding where the UE is told no WT Counter, or a Complete alone is there', () => {
    const complete: Signal = { ms: 1020, up: reconfigurationComplete(1) };
    expect(found(wrong)).toEqual([]);
    expect(found([...setUp(1), complete, ...wrong]).map(({ rule }) => rule)).toEqual(['capture-incomplete']);
  });

  it('is no finding where it is as close as the clocks of two sniffers may differ', () => {
    const frames = (ms: number) =>
      observed(xwapKeyMismatch, [...told(500, 530), given(ms, key32(9))], 50_000_000n).map(one => one.frames);
    expect(frames(575)).toEqual([]);
    expect(frames(585)).toEqual([[500, 585]]);
  });
});

describe('xwap-key-mismatch: FC', () => {
  const of = (wtCounter: number, fc: number): Uint8Array => deriveSKwt(KENB, wtCounter, fc);
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

  it('is told of with the UE’s frame first, where that is told first', () => {
    const signals = [...setUp(1), ...tellUe(1000, 2), ...tellWt(1025, of(2, 0x1f))];
    expect(found(signals)).toEqual([
      {
        rule: xwapKeyMismatch.id,
        severity: 'warning',
        frames: [5, 7],
        message:
          'The key for the WT in frame 7 is that of KeNB and WT Counter 2, which the UE is told in frame 5, with FC 0x1f, where TS 33.401, A.16 is taken to have 0x1d.',
      },
    ]);
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
