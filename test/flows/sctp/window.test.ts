import { describe, expect, it } from 'vitest';
import { createSendQueue } from '../../../src/flows/sctp/retransmission.js';
import { losing, playSctp, run, sendAt } from './script.js';

describe('the window that the other end advertises', () => {
  const tsns = (queue: ReturnType<typeof createSendQueue>) => queue.take(0).map(({ tsn }) => tsn);

  it('is taken by what is under way, and what is beyond it waits (RFC 9260, 6.1 and 6.2.1)', () => {
    const queue = createSendQueue(1);
    queue.allow(250);
    for (let i = 0; i < 6; i++) queue.add(0, i, new Uint8Array(100));
    expect(tsns(queue)).toEqual([1, 2]);
    expect(tsns(queue)).toEqual([]);
    queue.acknowledge(1, [], 0, 150);
    expect(tsns(queue)).toEqual([]);
    queue.acknowledge(1, [], 0, 200);
    expect(tsns(queue)).toEqual([3]);
    // One that is overtaken does not tell of the window any more.
    queue.acknowledge(3, [], 0, 100);
    queue.acknowledge(1, [], 0, 1000);
    expect(tsns(queue)).toEqual([4]);
    expect(tsns(queue)).toEqual([]);
  });

  it('may be found out by one chunk where there is none', () => {
    const queue = createSendQueue(1);
    queue.allow(0);
    for (let i = 0; i < 3; i++) queue.add(0, i, new Uint8Array(100));
    expect(tsns(queue)).toEqual([1]);
    expect(tsns(queue)).toEqual([]);
    expect(queue.acknowledge(0, [], 0, 0)).toBeUndefined();
    queue.timeOut();
    expect(tsns(queue)).toEqual([1]);
    queue.acknowledge(1, [], 0, 0);
    expect(tsns(queue)).toEqual([2]);
    expect(queue.acknowledge(1, [], 0, 1000)).toBeUndefined();
    expect(tsns(queue)).toEqual([3]);
  });

  it('keeps a sender from what the other end cannot hold behind a gap', () => {
    const play = playSctp(losing('a: DATA 1'));
    // 65 of 1000 octets are what 65 536 has room for.
    sendAt(
      play,
      'a',
      Array.from({ length: 100 }, (_, i) => 100 + i / 1000),
      1000,
      1,
    );
    let furthest = 0;
    let isFilled = false;
    play.arrives = ({ from, chunks }) => {
      for (const chunk of chunks) {
        if (from === 'b' && chunk.chunk === 'SACK') isFilled ||= chunk.gapAckBlocks.length === 0;
        if (from === 'a' && chunk.chunk === 'DATA' && !isFilled) furthest++;
      }
    };
    run(play);
    expect(furthest).toBeLessThanOrEqual(65 + 1);
    expect(furthest).toBeGreaterThan(50);
    expect(play.received.b).toHaveLength(100);
  });
});
