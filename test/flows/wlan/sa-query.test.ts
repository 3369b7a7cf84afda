import { describe, expect, it } from 'vitest';
import { type Dot11Frame, decodeDot11 } from '../../../src/codecs/dot11/frame.js';
import { createEngine, SECOND } from '../../../src/flows/engine/engine.js';
import { managementFrame } from '../../../src/flows/wlan/frames.js';
import { createSaQuery, saQueryResponse } from '../../../src/flows/wlan/sa-query.js';
import { frameOf, run, secondsOf } from '../play.js';

const TU = 1_024_000;

const setUp = () => {
  const clock = createEngine();
  const requests: { readonly tu: number; readonly frame: Uint8Array }[] = [];
  const ends: number[] = [];
  const query = createSaQuery(
    clock,
    frame => requests.push({ tu: clock.now / TU, frame }),
    () => ends.push(clock.now / TU),
  );
  const answer = (request: number): void => query.receive(saQueryResponse(requests[request]!.frame)!);
  return { clock, query, requests, ends, answer };
};

describe('an SA Query', () => {
  it('asks every 201 TU, each time as another transaction, and gives up after 1000 TU', () => {
    const { clock, query, requests, ends } = setUp();
    query.begin();
    clock.run();
    expect(requests.map(({ tu }) => tu)).toEqual([0, 201, 402, 603, 804]);
    expect(ends).toEqual([1005]);
    const frames = requests.map(({ frame }) => decodeDot11(frame));
    for (const frame of frames) expect(frame).toMatchObject({ kind: 'action', category: 8, actionCode: 0 });
    expect(new Set(frames.map(frame => ('body' in frame ? String(frame.body) : ''))).size).toBe(5);
  });

  it.each([0, 1, 2])('is over with the answer to any of its requests, as to that at %i', request => {
    const { clock, query, requests, ends, answer } = setUp();
    query.begin();
    clock.run(2 * 201 * TU);
    answer(request);
    clock.run();
    expect(requests.length).toBe(3);
    expect(ends).toEqual([]);
  });

  it('takes no answer to an earlier one, to one that is yet to come, or another frame', () => {
    const { clock, query, requests, ends, answer } = setUp();
    query.begin();
    answer(0);
    clock.run(11 * SECOND);
    query.begin();
    answer(0);
    query.receive(requests[1]!.frame);
    query.receive(managementFrame('action', { category: 8, actionCode: 1, body: Uint8Array.of(2, 0) }));
    query.receive(managementFrame('action', { category: 4, actionCode: 1, body: Uint8Array.of(1, 0) }));
    query.receive(managementFrame('deauthentication', { reasonCode: 0x0108, elements: [] }));
    clock.run();
    expect(ends.length).toBe(1);
  });

  it('takes answers to what it has asked alone, in the first query and in a later one', () => {
    const { clock, query, requests, ends, answer } = setUp();
    const early = managementFrame('action', { category: 8, actionCode: 1, body: Uint8Array.of(1, 0) });
    query.begin();
    query.receive(early);
    clock.run(11 * SECOND);
    expect(ends.length).toBe(1);
    query.begin();
    answer(requests.length - 1);
    clock.run();
    expect([requests.length, ends.length]).toEqual([6, 1]);
  });

  it('is not begun again within 10 s, and asks no more once it is stopped', () => {
    const { clock, query, requests, ends } = setUp();
    query.begin();
    query.stop();
    for (const second of [0, 5, 9.99]) {
      clock.run(second * SECOND);
      query.begin();
    }
    expect(requests.length).toBe(1);
    clock.run(10 * SECOND);
    query.begin();
    expect(requests.length).toBe(2);
    query.stop();
    clock.run();
    expect([requests.length, ends]).toEqual([2, []]);
  });

  it('is answered where it asks, and nothing else is', () => {
    const frame = (category: number, actionCode: number) =>
      managementFrame('action', { category, actionCode, body: Uint8Array.of(7, 9) });
    expect(decodeDot11(saQueryResponse(frame(8, 0))!)).toMatchObject({
      category: 8,
      actionCode: 1,
      body: Uint8Array.of(7, 9),
    });
    expect(saQueryResponse(frame(8, 1))).toBeUndefined();
    expect(saQueryResponse(frame(4, 0))).toBeUndefined();
    expect(saQueryResponse(frame(8, 0).subarray(0, 27))).toBeUndefined();
  });
});

describe('a UE with management frame protection', () => {
  const lossy = { loss: 0.7, managementFrameProtection: true, akm: '00-0F-AC:6', durationMs: 40_000 };

  it('leaves a WT that has no keys of it any more, once that does not answer', () => {
    // The WT has no M4, and the UE has its key in use: no end of the association can be protected.
    const { packets, measures } = run('initial-access', { ...lossy, dataIntervalMs: 50 }, 351);
    const left = packets.find(p => p.comments?.includes('no answer to SA Query: the UE leaves, reason 2'))!;
    const until = packets.filter(p => p.linkType === 127 && p.time < left.time);
    const isAction = ({ frameControl }: Dot11Frame): boolean =>
      frameControl.type === 0 && frameControl.subtype === 13;
    const asked = until.filter(p => isAction(frameOf(p))).map(secondsOf);
    expect(until.findLast(p => frameOf(p).kind === 'deauthentication')!.comments).toContain(
      'the WT has data of a UE that is not associated: reason 7',
    );
    expect(secondsOf(left) - asked[0]!).toBeCloseTo(1.03, 1);
    expect(asked.length).toBeGreaterThan(4);
    expect(measures.run.outcomes).toEqual(['associated']);
  });
});
