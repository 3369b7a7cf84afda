import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SCTP_DATA_FLAG } from '../../../src/codecs/link/sctp.js';
import { createRandom } from '../../../src/flows/engine/random.js';
import { createArrivals } from '../../../src/flows/sctp/arrivals.js';
import { playSctp, run } from './script.js';

const { beginning: B, ending: E } = SCTP_DATA_FLAG;
/** Octets of a chunk that fills a packet of 1500: the headers of IPv4, SCTP and the chunk take 48. */
const MOST = 1452;
const ROOM = 0x10000;

describe('a message that is too long for a packet', () => {
  it('goes in chunks that fill packets, with one stream sequence number and TSNs that follow one another', () => {
    const play = playSctp();
    const received: Uint8Array[] = [];
    play.b.receive = message => received.push(message);
    const messages = [MOST, MOST + 1, 3 * MOST + 5].map(length =>
      createRandom(length).numbers('m').octets(length),
    );
    for (const message of messages) play.a.send(1, message);
    run(play);
    expect(received).toEqual(messages);
    const data = play.sent.flatMap(({ chunks }) => chunks.flatMap(c => (c.chunk === 'DATA' ? [c] : [])));
    const [first] = data;
    expect(
      data.map(({ flags, tsn, streamSequenceNumber, userData }) => [
        (tsn - first!.tsn) | 0,
        streamSequenceNumber,
        flags,
        userData.length,
      ]),
    ).toEqual([
      [0, 0, B | E, MOST],
      [1, 1, B, MOST],
      [2, 1, E, 1],
      [3, 2, B, MOST],
      [4, 2, 0, MOST],
      [5, 2, 0, MOST],
      [6, 2, E, 5],
    ]);
    expect(Math.max(...play.sent.map(({ length }) => length))).toBe(1500);
  });

  it('is put together whatever is lost, repeated or overtaken', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), seed => {
        const numbers = createRandom(seed).numbers('fate');
        const play = playSctp(() => {
          if (numbers.happens(0.2)) return [];
          const delays = [numbers.integer(5, 40)];
          return numbers.happens(0.2) ? [...delays, 50] : delays;
        }, seed);
        const received: Uint8Array[] = [];
        play.b.receive = message => received.push(message);
        const messages = Array.from({ length: 8 }, () => numbers.octets(numbers.integer(1, 12_000)));
        messages.forEach((message, i) => {
          play.clock.after(i * 20_000_000, () => play.a.send(i % 2, message));
        });
        run(play, 2000);
        expect(received).toEqual(messages);
      }),
      { numRuns: 30 },
    );
  });

  it('is at most as long as the other end has room for', () => {
    const play = playSctp();
    expect(() => play.a.send(0, new Uint8Array(ROOM + 1))).toThrow(
      'SCTP.message: is to be at most 65536 octets',
    );
    const lengths: number[] = [];
    play.b.receive = ({ length }) => lengths.push(length);
    play.a.send(0, new Uint8Array(ROOM));
    play.a.send(0, new Uint8Array(1));
    run(play);
    expect(lengths).toEqual([ROOM, 1]);
  });
});

describe('fragments', () => {
  const arrive = (...chunks: readonly (readonly [tsn: number, flags: number, length: number])[]) => {
    const arrivals = createArrivals();
    arrivals.begin(1);
    const lengths: number[] = [];
    for (const [tsn, flags, length] of chunks)
      arrivals.add(tsn, flags, new Uint8Array(length), message => lengths.push(message.length));
    return { lengths, ...arrivals.sack(ROOM) };
  };

  it('take of the window until their message is whole', () => {
    expect(arrive([1, B, 10], [2, 0, 20])).toMatchObject({ lengths: [], window: ROOM - 30 });
    expect(arrive([1, B, 10], [3, E, 40])).toMatchObject({ lengths: [], window: ROOM - 50 });
    expect(arrive([1, B, 10], [3, E, 40], [2, 0, 20])).toMatchObject({ lengths: [70], window: ROOM });
  });

  it('are dropped without a beginning, or an ending before the next one', () => {
    expect(arrive([1, E, 10], [2, 0, 10], [3, B | E, 5])).toMatchObject({ lengths: [5], window: ROOM });
    expect(arrive([1, B, 10], [2, B | E, 5], [3, E, 1])).toMatchObject({ lengths: [5], window: ROOM });
    expect(arrive([1, B, 10], [2, B, 5], [3, E, 1])).toMatchObject({ lengths: [6], window: ROOM });
  });

  it('are not kept beyond the room that there is', () => {
    expect(arrive([1, B, ROOM], [2, 0, 1], [3, 0, 60], [4, E, 1], [5, B | E, 7])).toMatchObject({
      lengths: [7],
      window: ROOM,
      cumulativeTsnAck: 5,
    });
  });
});
