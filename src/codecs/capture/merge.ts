import { type ClockCorrection, corrected } from './clock.js';
import type { Packet } from './packet.js';

/** The packets of a capture in the order of its file: one by one, or, which is faster, in batches. */
export type PacketSource = AsyncIterable<Packet | readonly Packet[]> | Iterable<Packet | readonly Packet[]>;

interface Head {
  readonly capture: number;
  readonly iterator: SourceIterator;
  batch: readonly Packet[];
  /** Of the next packet in the batch. */
  at: number;
  packet: Packet;
}

type SourceIterator = AsyncIterator<Packet | readonly Packet[]> | Iterator<Packet | readonly Packet[]>;

const isBatch = (value: Packet | readonly Packet[]): value is readonly Packet[] => Array.isArray(value);

/** The next batch that has packets; undefined where there are no more. */
async function nextBatch(iterator: SourceIterator): Promise<readonly Packet[] | undefined> {
  for (;;) {
    const { done, value } = await iterator.next();
    if (done === true) return undefined;
    if (!isBatch(value)) return [value];
    if (value.length > 0) return value;
  }
}

function iteratorOf(source: PacketSource): SourceIterator {
  return Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
}

/**
 * Several captures as one, in the order of time: each packet with the `capture` that it is of, by its place in `sources`,
 * its number in that capture as `frame`, its time by the clock of the first where `clocks` are given, and the interfaces counted over
 * all captures: from 0, in the order in which packets of them are read. Packets of one capture stay in their order. It holds one
 * batch of each capture at a time.
 * @param clocks what {@link alignClocks} makes of the captures; without them every clock is taken as right
 * @param onInterface is called for each interface that has packets, before any of them is given out, in the order of the numbers
 *   that they get; with the capture, and the number in it
 * @throws whatever reading a source throws
 */
export async function* mergeCaptures(
  sources: readonly PacketSource[],
  clocks: readonly ClockCorrection[] = [],
  onInterface: (capture: number, number: number) => void = () => {},
): AsyncGenerator<Packet, void, undefined> {
  const numbers = sources.map(() => 0);
  /** The numbers that the interfaces of each capture get, by those that they have in it. */
  const interfaces = sources.map(() => new Map<number, number>());
  let count = 0;
  const interfaceOf = (capture: number, number: number): number => {
    const known = interfaces[capture]!.get(number);
    if (known !== undefined) return known;
    interfaces[capture]!.set(number, count);
    onInterface(capture, number);
    return count++;
  };
  const taken = (packet: Packet, capture: number): Packet => {
    const clock = clocks[capture];
    numbers[capture]!++;
    // Field by field: there are very many.
    return {
      time: clock === undefined ? packet.time : corrected(packet.time, clock),
      linkType: packet.linkType,
      interface: interfaceOf(capture, packet.interface),
      bytes: packet.bytes,
      originalLength: packet.originalLength,
      fcsLength: packet.fcsLength,
      badFcs: packet.badFcs,
      comments: packet.comments,
      frame: packet.frame ?? numbers[capture]!,
      capture,
    };
  };
  const heads: Head[] = [];
  try {
    for (const [capture, source] of sources.entries()) {
      const iterator = iteratorOf(source);
      const batch = await nextBatch(iterator);
      if (batch !== undefined)
        heads.push({ capture, iterator, batch, at: 1, packet: taken(batch[0]!, capture) });
    }
    while (heads.length > 0) {
      let head = heads[0]!;
      for (const other of heads) if (other.packet.time < head.packet.time) head = other;
      yield head.packet;
      if (head.at === head.batch.length) {
        const batch = await nextBatch(head.iterator);
        if (batch === undefined) {
          heads.splice(heads.indexOf(head), 1);
          continue;
        }
        head.batch = batch;
        head.at = 0;
      }
      head.packet = taken(head.batch[head.at++]!, head.capture);
    }
  } finally {
    for (const { iterator } of heads) await iterator.return?.();
  }
}
