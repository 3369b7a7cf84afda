import { describe, expect, it } from 'vitest';
import { MILLISECOND, SECOND } from '../../../src/flows/engine/engine.js';
import { createSendQueue } from '../../../src/flows/sctp/retransmission.js';
import { createRetransmissionTimeout } from '../../../src/flows/sctp/rto.js';
import { playSctp, run, sendAt, since } from './script.js';

const ROOM = 0x10000;

describe('RTO', () => {
  it('is the smoothed round trip and four times its variation', () => {
    const rto = createRetransmissionTimeout();
    expect(rto.now()).toBe(SECOND);
    const measured = [2, 2, 4].map(seconds => {
      rto.measure(seconds * SECOND);
      return rto.now() / SECOND;
    });
    // SRTT 2, 2 and 2.25; RTTVAR 1, 0.75 and 0.75 · 0.75 + 2 / 4.
    expect(measured).toEqual([6, 5, 6.5]);
    rto.double();
    expect(rto.now()).toBe(13 * SECOND);
    rto.reset();
    expect(rto.now()).toBe(SECOND);
    rto.measure(2 * SECOND);
    expect(rto.now()).toBe(6 * SECOND);
  });

  it('is from 1 s to 60 s', () => {
    const rto = createRetransmissionTimeout();
    rto.measure(10 * MILLISECOND);
    expect(rto.now()).toBe(SECOND);
    rto.measure(100 * SECOND);
    expect(rto.now()).toBe(60 * SECOND);
    rto.double();
    expect(rto.now()).toBe(60 * SECOND);
  });

  it('is measured by the set-up, and then sends nothing twice that takes longer than at first', () => {
    const play = playSctp(() => [450]);
    sendAt(play, 'a', [2000, 4000]);
    run(play);
    expect(play.texts()).toEqual([
      '0 a: INIT',
      '450 b: INIT ACK',
      '900 a: COOKIE ECHO',
      '1350 b: COOKIE ACK',
      '2000 a: DATA 1',
      '2650 b: SACK 1',
      '4000 a: DATA 2',
      '4650 b: SACK 2',
    ]);
  });

  it('is not measured by what was sent twice', () => {
    const play = playSctp(() => [1000]);
    sendAt(play, 'a', [10_000, 20_000]);
    sendAt(play, 'b', [30_000, 40_000, 50_000, 60_000]);
    run(play, 100);
    expect(since(play, 10_000).filter(text => text.includes('DATA'))).toEqual([
      '10000 a: DATA 1',
      '20000 a: DATA 2',
      '30000 b: DATA 1',
      '31000 b: DATA 1',
      '40000 b: DATA 2',
      '42000 b: DATA 2',
      // For 4 s; from then on it is 6.6 s: 2.2 s and four times half of it.
      '50000 b: DATA 3',
      '60000 b: DATA 4',
    ]);
  });
});

describe('a round trip', () => {
  it('is measured once at a time, from the sending of a chunk to the SACK that tells of it', () => {
    const queue = createSendQueue(1);
    queue.allow(ROOM);
    const send = (now: number): void => {
      queue.add(0, 0, new Uint8Array(10));
      expect(queue.take(now)).toHaveLength(1);
    };
    send(0);
    send(5);
    expect(queue.acknowledge(1, [], 10, ROOM)?.roundTrip).toBe(10);
    expect(queue.acknowledge(2, [], 15, ROOM)?.roundTrip).toBeUndefined();
    send(20);
    send(21);
    // A gap ack block tells of it as well.
    expect(queue.acknowledge(2, [2, 2], 27, ROOM)?.roundTrip).toBeUndefined();
    expect(queue.acknowledge(3, [], 28, ROOM)?.roundTrip).toBe(8);
    send(30);
    queue.timeOut();
    expect(queue.take(1030)).toHaveLength(1);
    send(1031);
    expect(queue.acknowledge(4, [2, 2], 1040, ROOM)?.roundTrip).toBe(9);
    expect(queue.acknowledge(6, [], 1041, ROOM)?.roundTrip).toBeUndefined();
  });
});
