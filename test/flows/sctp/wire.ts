import { expect } from 'vitest';
import { decodeSctp, encodeSctp, type Sctp, type SctpChunk } from '../../../src/codecs/link/sctp.js';
import { createEngine } from '../../../src/flows/engine/engine.js';
import type { LinkEnd } from '../../../src/flows/engine/link.js';
import { createRandom } from '../../../src/flows/engine/random.js';
import { FRAME_PAYLOAD, ipv4Framer, ipv4PayloadOf, type NodeAddress } from '../../../src/flows/ip/ipv4.js';
import { createSctpEnd } from '../../../src/flows/sctp/association.js';
import type { SctpEnd } from '../../../src/flows/sctp/end.js';

type Name = 'a' | 'b';
type Chunk<N extends SctpChunk['chunk']> = Extract<SctpChunk, { chunk: N }>;

const nodes: Record<Name, NodeAddress> = {
  a: { mac: Uint8Array.of(2, 0, 0, 0, 0, 1), ip: Uint8Array.of(192, 0, 2, 1) },
  b: { mac: Uint8Array.of(2, 0, 0, 0, 0, 2), ip: Uint8Array.of(192, 0, 2, 2) },
};
const otherOf = (name: Name): Name => (name === 'a' ? 'b' : 'a');

/** Two ends whose packets wait until they are carried. */
export const openWire = () => {
  const clock = createEngine();
  const random = createRandom(1);
  const sent: Record<Name, Uint8Array[]> = { a: [], b: [] };
  const received: Record<Name, number[]> = { a: [], b: [] };
  const links = {} as Record<Name, LinkEnd>;
  /** An end that knows nothing, whether or not there was one before. */
  const boot = (name: Name, stream = name as string): SctpEnd => {
    links[name] = { send: frame => sent[name].push(frame), receiver: { receive: () => {} } };
    const [own, peer] = [nodes[name], nodes[otherOf(name)]];
    const end = createSctpEnd({ clock, numbers: random.numbers(stream), link: links[name], own, peer });
    end.receive = message => received[name].push(message[0]!);
    return end;
  };
  const give = (to: Name, frames: readonly Uint8Array[]): void => {
    for (const frame of frames) links[to].receiver.receive(frame);
  };
  return {
    clock,
    sent,
    received,
    boot,
    give,
    /** Carries the packets that wait at an end. @returns them */
    carry(from: Name): readonly Uint8Array[] {
      const frames = sent[from].splice(0);
      give(otherOf(from), frames);
      return frames;
    },
    carryAll(): void {
      while (sent.a.length + sent.b.length > 0) {
        this.carry('a');
        this.carry('b');
      }
    },
    /** Hands `chunks` over as if they came from the other end. */
    forge(to: Name, verificationTag: number, ...chunks: readonly SctpChunk[]): void {
      const packet = encodeSctp({ sourcePort: 36462, destinationPort: 36462, verificationTag, chunks });
      const frame = ipv4Framer(nodes[otherOf(to)], nodes[to], 132)(0, packet.length);
      frame.set(packet, FRAME_PAYLOAD);
      give(to, [frame]);
    },
  };
};

export const packetOf = (frame: Uint8Array | undefined): Sctp => decodeSctp(ipv4PayloadOf(frame!)!);
export const chunkOf = <N extends SctpChunk['chunk']>(frame: Uint8Array | undefined, name: N): Chunk<N> => {
  const [chunk] = packetOf(frame).chunks;
  expect(chunk!.chunk).toBe(name);
  return chunk as Chunk<N>;
};
export const namesOf = (frames: readonly Uint8Array[]): readonly string[] =>
  frames.flatMap(frame => packetOf(frame).chunks.map(({ chunk }) => chunk));
export const cookieIn = ({ parameters }: Chunk<'INIT ACK'>): Uint8Array => parameters[0]!.value;

/** An association over which `a` has sent a message; with what set it up. */
export const associate = () => {
  const wire = openWire();
  const [a, b] = [wire.boot('a'), wire.boot('b')];
  a.connect();
  const [init] = wire.carry('a');
  const [initAck] = wire.carry('b');
  const [cookieEcho] = wire.carry('a');
  wire.carryAll();
  a.send(0, Uint8Array.of(1));
  wire.carryAll();
  return { ...wire, wire, a, b, init: init!, initAck: initAck!, cookieEcho: cookieEcho! };
};
