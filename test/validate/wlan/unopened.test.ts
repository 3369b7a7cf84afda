import { describe, expect, it } from 'vitest';
import type { Run } from '../../../src/validate/wlan/run.js';
import { type PnRestart, trackUnopened } from '../../../src/validate/wlan/unopened.js';

/** A protected data frame; its sequence number is its packet number where no other is given. */
interface Sent {
  readonly pn: number;
  readonly sequence?: number;
  /** Of QoS data. */
  readonly tid?: number;
  readonly keyId?: number;
  readonly ap?: true;
  readonly ms?: number;
  readonly isDamaged?: true;
  /** It begins another association, or comes behind another handshake. */
  readonly admitted?: bigint;
  readonly handshake?: Run;
}

function mpduOf({ pn, sequence = pn, tid, keyId = 0 }: Sent, isTkip: boolean): Uint8Array {
  const mpdu = new Uint8Array(64);
  mpdu.set([tid === undefined ? 0x08 : 0x88, 0x41]);
  mpdu.set([(sequence << 4) & 0xff, (sequence >> 4) & 0xff], 22);
  const [low, high, flags] = [pn & 0xff, pn >> 8, 0x20 | (keyId << 6)];
  // The places of the octets: IEEE 802.11-2020, 12.5.2.2 and 12.5.3.2.
  const header = isTkip ? [high, (high | 0x20) & 0x7f, low, flags] : [low, high, 0, flags];
  if (tid === undefined) mpdu.set(header, 24);
  else mpdu.set([tid, 0, ...header], 24);
  return mpdu;
}

/** Restarts that are told of frames, one a millisecond where they do not say when; frames are numbered from 1. */
function restartsIn(frames: readonly Sent[], pairwiseCipher = '00-0F-AC:4'): readonly PnRestart[] {
  const told: PnRestart[] = [];
  const session = {
    security: { pairwiseCipher },
    latest: {} as { pairwise?: Run },
    admitted: 0n,
    emit: ({ restart }: { readonly restart: PnRestart }) => void told.push(restart),
  };
  let last = 0;
  for (const [i, sent] of frames.entries()) {
    last = sent.ms ?? last + 1;
    if (sent.admitted !== undefined) session.admitted = sent.admitted;
    if (sent.handshake !== undefined) session.latest = { pairwise: sent.handshake };
    const at = { frame: i + 1, time: BigInt(last) * 1_000_000n };
    const mpdu = mpduOf(sent, pairwiseCipher === '00-0F-AC:2');
    trackUnopened(session, mpdu, sent.ap === true, at, () => sent.isDamaged === true);
  }
  return told;
}
/** The frame that the key is used in first, that with the highest number, and the first behind it. */
const places = (frames: readonly Sent[], cipher?: string) =>
  restartsIn(frames, cipher).map(({ inUse, top, back }) => [inUse.frame, top.frame, back.frame]);

/** So many frames with packet numbers from `pn` on. */
const run = (count: number, pn: number, sequence: number, rest: Partial<Sent> = {}): Sent[] =>
  Array.from({ length: count }, (_, i) => ({ pn: pn + i, sequence: sequence + i, ...rest }));
const up = run(20, 1, 1);
const back = run(3, 1, 21);

describe('packet numbers that begin anew, in frames that no key opens', () => {
  it('are told once three frames agree, behind three that do', () => {
    expect(places([...up, ...back])).toEqual([[1, 20, 21]]);
    expect(places([...up, ...back.slice(0, 2)])).toEqual([]);
    expect(places([...up, ...back, ...run(20, 4, 24), ...run(3, 1, 44)])).toEqual([
      [1, 20, 21],
      [21, 43, 44],
    ]);
    expect(places([...run(3, 30, 1), ...back])).toEqual([[1, 3, 4]]);
    expect(places([...run(2, 30, 1), ...back])).toEqual([]);
    expect(restartsIn([...up, ...back])).toMatchObject([
      { fromAp: false, run: undefined, top: { pn: 20 }, back: { pn: 1 }, isOfBoth: false, goesOn: undefined },
    ]);
  });

  it('are those of TKIP, too', () => {
    expect(places([...run(300, 1, 1), ...run(3, 1, 301)], '00-0F-AC:2')).toEqual([[1, 300, 301]]);
  });

  it('begin within the first 64, and below those of the two latest frames', () => {
    const from = (pn: number) => places([...run(20, 100, 1), ...run(3, pn, 21)]);
    expect(from(64)).toEqual([[1, 20, 21]]);
    expect(from(65)).toEqual([]);
    // The latest may be a damaged one.
    const jumps: readonly Sent[] = [...up, { pn: 60, sequence: 21 }];
    expect(places([...jumps, ...run(3, 20, 22)])).toEqual([[1, 21, 22]]);
    expect(places([...jumps, ...run(3, 21, 22)])).toEqual([]);
  });

  it('are not frames of before, which are sent again, late, or replayed', () => {
    for (const late of [run(20, 1, 1), run(3, 18, 18), run(1, 1, 1)])
      expect(places([...up, ...late])).toEqual([]);
    expect(places([...run(600, 1, 1), ...run(300, 1, 1)])).toEqual([]);
    expect(places([...up, { pn: 15 }, { pn: 20 }, ...back])).toEqual([[1, 20, 23]]);
    // A late one is no end of what agrees.
    expect(places([...up, ...back.slice(0, 2), { pn: 19 }, ...back.slice(2)])).toEqual([[1, 20, 21]]);
    // Fragments have one sequence number (IEEE 802.11-2020, 10.4).
    expect(
      places([...up, ...run(3, 21, 21).map(one => ({ ...one, sequence: 20 })), ...run(3, 1, 22)]),
    ).toEqual([[1, 23, 24]]);
  });

  it('are not damaged ones', () => {
    const isDamaged = true;
    expect(places([{ pn: 9000, isDamaged }, ...up, ...back])).toEqual([[2, 21, 22]]);
    expect(places([...up, ...back.map(one => ({ ...one, isDamaged: true as const }))])).toEqual([]);
    // What a damaged frame seems to say is forgotten as the line goes on.
    expect(places([...up, { pn: 1, sequence: 21 }, { pn: 22 }, ...run(2, 2, 23)])).toEqual([]);
    const far: Sent = { pn: 20 + 4097, sequence: 21 };
    expect(places([...up, far, ...run(3, 1, 22)])).toEqual([[1, 20, 22]]);
    expect(places([...up, { ...far, pn: 20 + 4096 }, ...run(3, 1, 22)])).toEqual([[1, 21, 22]]);
  });

  it('are of one key, one handshake and one association', () => {
    expect(places([...up, ...run(3, 1, 21, { keyId: 1 })])).toEqual([]);
    const mixed = up.flatMap((one, i) => [one, { ...one, pn: i + 500, keyId: 1 }]);
    expect(places([...mixed, ...back])).toEqual([[1, 39, 41]]);
    expect(places([...up, ...run(3, 1, 21, { admitted: 5n })])).toEqual([]);
    expect(places([...up, ...run(3, 1, 21, { handshake: {} as Run })])).toEqual([]);
  });

  it('are judged by traffic class, as frames of another may have waited', () => {
    const best = run(20, 1, 1, { tid: 0 });
    const others = (pn: number) => run(3, pn, 7, { tid: 5 });
    expect(places([...best, ...others(1)])).toEqual([]);
    const long = [...best, ...run(1, 4000, 4000, { tid: 0 }), ...run(1, 8000, 8000, { tid: 0 })];
    expect(places([...long, ...others(63)])).toEqual([[1, 22, 23]]);
    const near = [...long.slice(0, 21), { pn: 4099, sequence: 3, tid: 0 }];
    expect(places([...near, ...others(3)])).toEqual([]);
    expect(places([...near, { pn: 4100, sequence: 4, tid: 0 }, ...others(1)])).toEqual([[1, 23, 24]]);
  });

  it('go on by as many as sequence numbers at least, where only such frames are numbered: in QoS data', () => {
    const jump = (tid: { readonly tid?: number }) =>
      places([...run(20, 1, 1, tid), ...run(3, 21, 30, tid), ...run(3, 1, 33, tid)]);
    expect(jump({})).toEqual([[1, 23, 24]]);
    expect(jump({ tid: 0 })).toEqual([[21, 23, 24]]);
  });
});

describe('packet numbers of the other side', () => {
  const ap = true;
  const down = run(20, 1, 1, { ap });

  it('begin anew, too, with a re-key', () => {
    const both = restartsIn([...up, ...down, ...back, ...run(3, 1, 21, { ap })]);
    expect(both.map(({ fromAp, isOfBoth }) => [fromAp, isOfBoth])).toEqual([
      [false, true],
      [true, true],
    ]);
    // The next one is another.
    const next = [...run(20, 4, 24), ...run(3, 1, 44)];
    const three = restartsIn([...up, ...down, ...back, ...run(3, 1, 21, { ap }), ...next]);
    expect(three.map(({ isOfBoth }) => isOfBoth)).toEqual([true, true, false]);
    expect(three[2]!.fromAp).toBe(false);
  });

  /** The AP goes on behind `lacking` frames that the capture lacks, so many milliseconds after the station begins anew. */
  const goesOn = (ms: number, lacking = 0, count = 70) => {
    const before = [...run(count, 1, 1, { ap }), ...up];
    const at = before.length;
    const pn = count + 1 + lacking;
    const restarts = restartsIn([...before, ...back, ...run(3, 4, 24), { pn, ap, ms: at + 1 + ms }]);
    return restarts.map(({ back: { frame }, goesOn }) => [frame - at, goesOn && goesOn.frame - at]);
  };

  it('go on, long after, where there is no re-key that both took', () => {
    expect(goesOn(5000)).toEqual([[1, undefined]]);
    expect(goesOn(5001)).toEqual([[1, 7]]);
  });

  it('may not be those of before, where the capture lacks many', () => {
    expect(goesOn(5001, 31)).toEqual([[1, 7]]);
    expect(goesOn(5001, 32)).toEqual([[1, undefined]]);
    // From few on another key may have come as far.
    expect(goesOn(5001, 0, 63)).toEqual([[1, undefined]]);
    expect(goesOn(5001, 0, 64)).toEqual([[1, 7]]);
  });
});
