import { describe, expect, it } from 'vitest';
import { createEngine, MILLISECOND, SECOND } from '../../../src/flows/engine/engine.js';
import { createLink, idealLink, type LinkEnd, type LinkQuality } from '../../../src/flows/engine/link.js';
import { createRandom } from '../../../src/flows/engine/random.js';
import { createSctpEnd } from '../../../src/flows/sctp/association.js';
import { losing, node, playSctp, run, sendAt, since } from './script.js';

/** What each end receives of 40 messages that the other sends. */
const exchange = (quality: Partial<LinkQuality>, seed: number) => {
  const clock = createEngine();
  const random = createRandom(seed);
  let crossed = 0;
  const link = createLink({
    clock,
    random: random.split('link'),
    quality: { ...idealLink, delay: 5 * MILLISECOND, ...quality },
    tap: {
      observe(_, deliver) {
        crossed++;
        deliver();
      },
    },
  });
  const [a, b] = [node(1), node(2)];
  const first = createSctpEnd({ clock, numbers: random.numbers('a'), link: link.a, own: a, peer: b });
  const second = createSctpEnd({ clock, numbers: random.numbers('b'), link: link.b, own: b, peer: a });
  const received: { a: number[]; b: number[] } = { a: [], b: [] };
  first.receive = message => received.a.push(message[0]!);
  second.receive = message => received.b.push(message[0]!);
  first.connect();
  for (let i = 0; i < 40; i++)
    clock.after(i * 3 * MILLISECOND, () => {
      first.send(i % 2, Uint8Array.of(i));
      second.send(i % 2, Uint8Array.of(i));
    });
  clock.run(300 * SECOND);
  return { received, crossed };
};

const all = Array.from({ length: 40 }, (_, i) => i);

describe('an SCTP association', () => {
  it('delivers once and in order what is sent before and after it is there', () => {
    const { received, crossed } = exchange({}, 1);
    expect(received).toEqual({ a: all, b: all });
    // Four to set it up; SACKs ride on DATA wherever there is some.
    expect(crossed).toBeLessThan(4 + 2 * 40 + 40);
  });

  it.each([1, 2, 3, 4, 5])('survives loss, duplication and reordering, seed %i', seed => {
    const quality = { loss: 0.2, duplication: 0.2, reordering: 0.3, holdBack: 20 * MILLISECOND };
    expect(exchange(quality, seed).received).toEqual({ a: all, b: all });
  });

  it('answers a copy of INIT that comes behind data, and goes on', () => {
    const clock = createEngine();
    const random = createRandom(1);
    const [a, b] = [node(1), node(2)];
    const sent: { a: Uint8Array[]; b: Uint8Array[] } = { a: [], b: [] };
    const endA: LinkEnd = { send: frame => sent.a.push(frame.slice()), receiver: { receive: () => {} } };
    const endB: LinkEnd = { send: frame => sent.b.push(frame.slice()), receiver: { receive: () => {} } };
    const first = createSctpEnd({ clock, numbers: random.numbers('a'), link: endA, own: a, peer: b });
    const second = createSctpEnd({ clock, numbers: random.numbers('b'), link: endB, own: b, peer: a });
    const received: number[] = [];
    second.receive = message => received.push(message[0]!);
    const carry = (): void => {
      while (sent.a.length + sent.b.length > 0) {
        for (const frame of sent.a.splice(0)) endB.receiver.receive(frame);
        for (const frame of sent.b.splice(0)) endA.receiver.receive(frame);
      }
    };
    first.connect();
    const init = sent.a[0]!;
    carry();
    first.send(0, Uint8Array.of(1));
    carry();
    endB.receiver.receive(init);
    expect(sent.b).toHaveLength(1);
    carry();
    first.send(0, Uint8Array.of(2));
    carry();
    expect(received).toEqual([1, 2]);
  });

  it('numbers the messages of each stream by themselves, from 0 on', () => {
    const play = playSctp();
    for (const [i, stream] of [0, 1, 1, 0, 1].entries())
      play.clock.after((100 + i) * MILLISECOND, () => play.a.send(stream, Uint8Array.of(i)));
    run(play, 1);
    const numbers = play.sent.flatMap(({ chunks }) =>
      chunks.flatMap(chunk =>
        chunk.chunk === 'DATA' ? [[chunk.streamIdentifier, chunk.streamSequenceNumber]] : [],
      ),
    );
    expect(numbers).toEqual([
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
      [1, 2],
    ]);
  });

  it('goes on waiting for an answer to data where COOKIE ACK comes once more', () => {
    const lost = losing('a: DATA 1');
    const play = playSctp((packet, index) =>
      packet.text.endsWith('COOKIE ACK') ? [5, 200] : lost(packet, index),
    );
    sendAt(play, 'a', [100]);
    run(play, 5);
    expect(since(play, 100)).toEqual(['100 a: DATA 1', '1100 a: DATA 1', '1305 b: SACK 1']);
  });

  it('measures how long its set-up takes, whenever that is', () => {
    const clock = createEngine();
    const random = createRandom(1);
    const { a: atA, b: atB } = createLink({
      clock,
      random,
      quality: { ...idealLink, delay: 5 * MILLISECOND },
      tap: { observe: (_, deliver) => (isLost ? undefined : deliver()) },
    });
    let isLost = false;
    const [a, b] = [node(1), node(2)];
    const first = createSctpEnd({ clock, numbers: random.numbers('a'), link: atA, own: a, peer: b });
    const second = createSctpEnd({ clock, numbers: random.numbers('b'), link: atB, own: b, peer: a });
    const received: number[] = [];
    second.receive = () => received.push(clock.now / SECOND);
    clock.run(100 * SECOND);
    first.connect();
    clock.run(101 * SECOND);
    isLost = true;
    first.send(0, Uint8Array.of(1));
    clock.run(101.5 * SECOND);
    isLost = false;
    clock.run(200 * SECOND);
    expect(received).toEqual([102.005]);
  });
});
