import { describe, expect, it } from 'vitest';
import type { ValidationEvent } from '../../../src/validate/event.js';
import { wtCounterReuse } from '../../../src/validate/rules/wt-counter-reuse.js';
import { gap, key, observed, tellUe as toUe, tellWt as toWt } from '../lte/events.js';
import { KENB, KENB_KEYS, packetsOf, type Signal, setUp, sKwtOf, tellUe, tellWt } from '../lte/peer.js';
import { key32, STATION } from '../peer.js';
import { captureOf, findingsOf, testRule } from '../rule-captures.js';

testRule(wtCounterReuse, {
  keys: KENB_KEYS,
  broken: packetsOf([...setUp(5), ...tellUe(1000, 5), ...tellWt(1025, sKwtOf(5))]),
  sound: packetsOf([...setUp(5), ...tellUe(1000, 6), ...tellWt(1025, sKwtOf(6))]),
});

const found = (signals: readonly Signal[], keys = KENB_KEYS, kenb?: Uint8Array) =>
  findingsOf(captureOf(packetsOf(signals, kenb)), keys)
    .filter(({ rule }) => rule === wtCounterReuse.id)
    .map(({ severity, frames, message }) => [severity, frames, message]);
/** The UE is told a WT Counter, and the WT given a key: after `setUp`, which ends with frame 4. */
const rekey = (wtCounter: number, sKwt = sKwtOf(wtCounter)) => [
  ...tellUe(1000, wtCounter),
  ...tellWt(1025, sKwt),
];
const AGAIN = 'WT Counter 5 of frame 3 is used again in frame 5, under the same KeNB';
const LESS = 'WT Counter 3 in frame 5 is less than 5 in frame 3, under the same KeNB';
const UNLESS = ' if both are for one UE and the capture lacks no handover.';

describe('wt-counter-reuse is an error', () => {
  it('where the same key for the WT goes with a WT Counter again, with KeNB or without', () => {
    for (const keys of [KENB_KEYS, {}])
      expect(found([...setUp(5), ...rekey(5)], keys)).toEqual([['error', [3, 5], `${AGAIN}.`]]);
  });

  it('where that is after a higher counter, and one without a key', () => {
    const first = [...setUp(0), ...tellUe(1000, 1), ...tellWt(1025, sKwtOf(1))];
    const message = (frame: number) =>
      `WT Counter 0 in frame ${frame} is less than 1 in frame 5, under the same KeNB`;
    const later = [...tellUe(90_000, 0), ...tellWt(90_025, sKwtOf(0))];
    expect(found([...first, ...tellUe(2000, 0), ...later], {})).toEqual([
      ['warning', [5, 9], `${message(9)}${UNLESS}`],
      ['error', [5, 11], `${message(11)}.`],
    ]);
  });

  it('where the WT was given the key of another counter with it', () => {
    const first = [...setUp(0), ...tellUe(1000, 5), ...tellWt(1025, sKwtOf(4))];
    const again = [...tellUe(2000, 5), ...tellWt(2025, sKwtOf(5))];
    const says = 'WT Counter 5 of frame 5 is used again in frame 9, under the same KeNB.';
    expect(found([...first, ...again], KENB_KEYS, KENB)).toEqual([['error', [5, 9], says]]);
  });

  it('where both keys are from the KeNB that was given', () => {
    expect(found([...setUp(5), ...rekey(3)])).toEqual([['error', [3, 5], `${LESS}.`]]);
  });

  it('where a MAC-I shows that KeNB is the same', () => {
    expect(found([...setUp(5), ...tellUe(1000, 3)], KENB_KEYS, KENB)).toEqual([
      ['error', [3, 5], `${LESS}.`],
    ]);
  });
});

describe('wt-counter-reuse is no finding where a request without an answer is sent again', () => {
  const [request, answer] = tellUe(1000, 6) as [Signal, Signal];
  const again = (...ms: readonly number[]) => ms.map(at => ({ ...request, ms: at }));
  const late = { ...answer, ms: 5000 };

  it.each([
    ['over GSMTAP', undefined],
    ['over PDCP', KENB],
  ])('%s, once or several times', (_, kenb) => {
    expect(found([...setUp(5), request, ...again(1500, 3000), late], KENB_KEYS, kenb)).toEqual([]);
    // Once it is answered, the UE has the key.
    expect(found([...setUp(5), request, answer, ...again(3000), late], KENB_KEYS, kenb)).toHaveLength(1);
    const other = tellUe(3000, 6, 2)[0]!;
    expect(found([...setUp(5), request, other], KENB_KEYS, kenb)).toHaveLength(1);
    expect(found([...setUp(5), tellUe(1000, 7)[0]!, request, late], KENB_KEYS, kenb)).toHaveLength(1);
  });

  it('but with what is told later, as if it had been sent once', () => {
    const taken = [...again(1500), { ...answer, ms: 1550 }, ...tellWt(1575, sKwtOf(6))];
    const reused = [...tellUe(4000, 6, 2), ...tellWt(4025, sKwtOf(6))];
    const of = (first: readonly Signal[], frame: number) =>
      expect(found([...setUp(5), ...first, ...taken, ...reused], {})).toEqual([
        [
          'error',
          [frame, frame + 4],
          `WT Counter 6 of frame ${frame} is used again in frame ${frame + 4}, under the same KeNB.`,
        ],
      ]);
    of([], 5);
    of([request], 6);
  });
});

describe('wt-counter-reuse is a warning where nothing shows that KeNB is the same', () => {
  it('without a key for the WT', () => {
    expect(found([...setUp(5), ...tellUe(1000, 5)])).toEqual([['warning', [3, 5], `${AGAIN}${UNLESS}`]]);
    expect(found([...setUp(5), ...tellUe(1000, 3)])).toEqual([['warning', [3, 5], `${LESS}${UNLESS}`]]);
  });

  it('without KeNB, where the keys for the WT are of two counters', () => {
    expect(found([...setUp(5), ...rekey(3)], {})).toEqual([['warning', [3, 5], `${LESS}${UNLESS}`]]);
  });

  it('without the key of the counter before, or with one that is not from KeNB', () => {
    const message = 'WT Counter 3 in frame 3 is less than 5 in frame 1, under the same KeNB';
    expect(found([...tellUe(0, 5), ...rekey(3)])).toEqual([['warning', [1, 3], `${message}${UNLESS}`]]);
    expect(found([...setUp(5, key32(9)), ...rekey(3)])).toEqual([['warning', [3, 5], `${LESS}${UNLESS}`]]);
  });
});

describe('wt-counter-reuse is no finding where a key for the WT shows that KeNB is another', () => {
  const kenbs = (station?: Uint8Array) => ({
    kenbs: [...KENB_KEYS.kenbs!, { name: 'other', kenb: key32(7), station }],
  });

  it.each([
    ['another key goes with the same counter', 5, key32(9), {}],
    ['the UE has one KeNB alone, from which the key is not', 3, key32(9), KENB_KEYS],
    ['the key is from the KeNB of nobody known', 3, sKwtOf(3, key32(7)), kenbs()],
    ['the key is from another KeNB of the UE', 3, sKwtOf(3, key32(7)), kenbs(STATION)],
  ])('%s', (_, wtCounter, sKwt, keys) => {
    expect(found([...setUp(5), ...rekey(wtCounter, sKwt)], keys)).toEqual([]);
    // From then on the counters of that KeNB count.
    const next = [...tellUe(2000, wtCounter + 1), ...tellUe(3000, wtCounter + 1)];
    expect(found([...setUp(5), ...rekey(wtCounter, sKwt), ...next], keys)).toHaveLength(1);
  });
});

describe('wt-counter-reuse, by what else the capture shows', () => {
  const counters = (...told: readonly number[]) =>
    told.flatMap((n, i) => toUe(100 + i * 400, 130 + i * 400, n));
  const frames = (events: readonly ValidationEvent[], apart?: bigint) =>
    observed(wtCounterReuse, events, apart).map(one => one.frames);

  it('compares with the highest, where that was told first', () => {
    expect(frames(counters(5, 3, 4))).toEqual([
      [100, 500],
      [100, 900],
    ]);
    expect(frames(counters(5, 5, 5))).toEqual([
      [100, 500],
      [100, 900],
    ]);
    expect(frames(counters(5, 6, 5))).toEqual([[500, 900]]);
  });

  it('counts what may be for another UE only where the key for the WT follows from it', () => {
    const isShared = true;
    const told = [...toUe(100, 130, 5, { isShared }), ...toUe(500, 530, 5, { isShared })];
    expect(frames(told)).toEqual([]);
    expect(frames([...told, toWt(135, key(5)), toWt(535, key(5))])).toEqual([[100, 500]]);
    expect(frames([...told, toWt(135, key(5)), toWt(535, key(8))])).toEqual([]);
    expect(frames([...told, toWt(135, key(8)), toWt(535, key(8))])).toEqual([]);
  });

  it('lets the counter start again after a handover', () => {
    const anew = { kenbEpoch: 2 };
    const events = [...counters(5), ...toUe(500, 530, 5, anew), ...toUe(900, 930, 5, anew)];
    expect(frames(events)).toEqual([[500, 900]]);
  });

  it('takes no key of the KeNB before a handover for one of the same counter', () => {
    const anew = { kenbEpoch: 2, isSure: false };
    const before = [...counters(5), toWt(135, key(5))];
    const after = [...toUe(500, 530, 6, anew), ...toUe(900, 930, 5, anew), toWt(935, key(8))];
    expect(frames([...before, ...after])).toEqual([[500, 900]]);
  });

  it('tells no order of what is as close as the clocks of two sniffers may differ', () => {
    expect(frames(counters(5, 4), 500_000_000n)).toEqual([]);
    expect(frames(counters(5, 4), 300_000_000n)).toEqual([[100, 500]]);
  });

  it('says nothing where the capture lacks what may be a handover', () => {
    const again = [...counters(5), ...toUe(500, 530, 5)];
    const withKeys = [...again, toWt(135, key(5)), toWt(535, key(5))];
    for (const events of [again, withKeys]) expect(frames([...events, gap('uu', 200, 300)])).toEqual([]);
  });

  it('says nothing where it lacks the key that would tell, for 5 s', () => {
    const events = counters(5, 5);
    expect(frames([...events, gap('xw', 600, 700)])).toEqual([]);
    expect(frames([...events, gap('xw', 5600, 5700)])).toEqual([[100, 500]]);
    const withKeys = [...events, toWt(135, key(5)), toWt(535, key(5))];
    expect(frames([...withKeys, gap('xw', 600, 700)])).toEqual([[100, 500]]);
  });

  it('does not need what the WT is given to go with a counter', () => {
    expect(frames([toWt(10, key(9)), ...counters(5, 5)])).toEqual([[100, 500]]);
    expect(frames([toWt(10, key(9))])).toEqual([]);
  });
});
