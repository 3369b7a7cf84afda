import { type ClockCorrection, corrected } from './clock.js';
import type { Packet } from './packet.js';

/** The packets of a capture in the order of its file. */
export type PacketSource = AsyncIterable<Packet> | Iterable<Packet>;

interface Head {
  readonly capture: number;
  readonly next: () => Promise<IteratorResult<Packet>> | IteratorResult<Packet>;
  readonly close: () => unknown;
  packet: Packet;
}

function iteratorOf(source: PacketSource): AsyncIterator<Packet> | Iterator<Packet> {
  return Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
}

/**
 * Several captures as one, in the order of time: each packet with the `capture` that it is of, by its place in `sources`,
 * its number in that capture as `frame`, and its time by the clock of the first where `clocks` are given. Packets of one
 * capture stay in their order. It holds one packet of each capture at a time.
 * @param clocks what {@link alignClocks} makes of the captures; without them every clock is taken as right
 * @throws whatever reading a source throws
 */
export async function* mergeCaptures(
  sources: readonly PacketSource[],
  clocks: readonly ClockCorrection[] = [],
): AsyncGenerator<Packet, void, undefined> {
  const numbers = sources.map(() => 0);
  const taken = (packet: Packet, capture: number): Packet => {
    const clock = clocks[capture];
    numbers[capture]!++;
    return {
      ...packet,
      capture,
      frame: packet.frame ?? numbers[capture]!,
      time: clock === undefined ? packet.time : corrected(packet.time, clock),
    };
  };
  const heads: Head[] = [];
  try {
    for (const [capture, source] of sources.entries()) {
      const iterator = iteratorOf(source);
      const next = (): ReturnType<Head['next']> => iterator.next();
      const first = await next();
      if (first.done === true) continue;
      heads.push({ capture, next, close: () => iterator.return?.(), packet: taken(first.value, capture) });
    }
    while (heads.length > 0) {
      let earliest = 0;
      for (let i = 1; i < heads.length; i++)
        if (heads[i]!.packet.time < heads[earliest]!.packet.time) earliest = i;
      const head = heads[earliest]!;
      yield head.packet;
      const result = head.next();
      const { done, value } = result instanceof Promise ? await result : result;
      if (done === true) heads.splice(earliest, 1);
      else head.packet = taken(value, head.capture);
    }
  } finally {
    for (const head of heads) await head.close();
  }
}
