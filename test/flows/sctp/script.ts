import { decodeSctp, type SctpChunk } from '../../../src/codecs/link/sctp.js';
import { createEngine, type Engine, MILLISECOND, SECOND } from '../../../src/flows/engine/engine.js';
import type { LinkEnd } from '../../../src/flows/engine/link.js';
import { createRandom } from '../../../src/flows/engine/random.js';
import { ipv4PayloadOf, type NodeAddress } from '../../../src/flows/ip/ipv4.js';
import { createSctpEnd } from '../../../src/flows/sctp/association.js';
import type { SctpEnd } from '../../../src/flows/sctp/end.js';

type Name = 'a' | 'b';

/** A packet as an end sends it. */
export interface Sent {
  readonly from: Name;
  /** Milliseconds. */
  readonly time: number;
  /** Octets of the IP packet. */
  readonly length: number;
  readonly chunks: readonly SctpChunk[];
  /** As `5 a: SACK 1 [3-4] DATA 2`, with TSNs counted from 1, and from 0 where nothing has arrived yet. */
  readonly text: string;
}

/** What a packet goes through: when it arrives, in milliseconds from when it is sent; not at all, or more than once. */
export type Fate = (packet: Sent, index: number) => readonly number[];

export interface Play {
  readonly clock: Engine;
  readonly a: SctpEnd;
  readonly b: SctpEnd;
  /** Without heartbeats and their answers. */
  readonly sent: Sent[];
  readonly heartbeats: Sent[];
  /** The texts of the packets from `index` on. */
  texts(index?: number): readonly string[];
  /** The first octet of each message that arrived. */
  readonly received: Readonly<Record<Name, number[]>>;
  /** Told of each packet as it arrives. */
  arrives: (packet: Sent) => void;
}

const DELAY = 5;
const ETHERNET_HEADER = 14;

/** The addresses of the node with that number. */
export const node = (number: number): NodeAddress => ({
  mac: Uint8Array.of(2, 0, 0, 0, 0, number),
  ip: Uint8Array.of(192, 0, 2, number),
});

/** Two ends, of which `a` connects at time 0, 5 ms apart where `fate` says nothing else. */
export function playSctp(fate: Fate = () => [DELAY], seed = 1): Play {
  const clock = createEngine();
  const random = createRandom(seed);
  const sent: Sent[] = [];
  const heartbeats: Sent[] = [];
  const initialTsns: Record<Name, number> = { a: 0, b: 0 };
  const count = (tsn: number, of: Name): number => ((tsn - initialTsns[of]) | 0) + 1;

  const textOf = (chunk: SctpChunk, from: Name): string => {
    if (chunk.chunk === 'INIT' || chunk.chunk === 'INIT ACK') initialTsns[from] = chunk.initialTsn;
    if (chunk.chunk === 'DATA') return `DATA ${count(chunk.tsn, from)}`;
    if (chunk.chunk !== 'SACK') return chunk.chunk;
    const of = from === 'a' ? 'b' : 'a';
    const { cumulativeTsnAck, gapAckBlocks, duplicateTsns } = chunk;
    const acknowledged = count(cumulativeTsnAck, of);
    const gaps = gapAckBlocks.map(({ start, end }) => ` [${acknowledged + start}-${acknowledged + end}]`);
    const twice = duplicateTsns.map(tsn => ` twice ${count(tsn, of)}`);
    return `SACK ${acknowledged}${gaps.join('')}${twice.join('')}`;
  };

  const ends: Record<Name, LinkEnd> = { a: endOf('a'), b: endOf('b') };
  function endOf(from: Name): LinkEnd {
    return {
      send(frame) {
        const { chunks } = decodeSctp(ipv4PayloadOf(frame)!);
        const time = clock.now / MILLISECOND;
        const text = `${time} ${from}: ${chunks.map(chunk => textOf(chunk, from)).join(' ')}`;
        const packet: Sent = { from, time, length: frame.length - ETHERNET_HEADER, chunks, text };
        const isHeartbeat = chunks[0]!.chunk.startsWith('HEARTBEAT');
        const index = (isHeartbeat ? heartbeats : sent).push(packet) - 1;
        for (const delay of fate(packet, index))
          clock.after(delay * MILLISECOND, () => {
            play.arrives(packet);
            ends[from === 'a' ? 'b' : 'a'].receiver.receive(frame);
          });
      },
      receiver: { receive: () => {} },
    };
  }
  const [atA, atB] = [node(1), node(2)];
  const play: Play = {
    clock,
    a: createSctpEnd({ clock, numbers: random.numbers('a'), link: ends.a, own: atA, peer: atB }),
    b: createSctpEnd({ clock, numbers: random.numbers('b'), link: ends.b, own: atB, peer: atA }),
    sent,
    heartbeats,
    texts: (index = 0) => sent.slice(index).map(packet => packet.text),
    received: { a: [], b: [] },
    arrives: () => {},
  };
  play.a.receive = message => play.received.a.push(message[0]!);
  play.b.receive = message => play.received.b.push(message[0]!);
  play.a.connect();
  return play;
}

/** Lets an end send messages at these milliseconds, whose first octets count from `first` on. */
export const sendAt = (
  play: Play,
  from: 'a' | 'b',
  times: readonly number[],
  length = 100,
  first = 1,
): void =>
  times.forEach((time, i) => {
    play.clock.after(time * MILLISECOND, () => play[from].send(0, new Uint8Array(length).fill(first + i)));
  });

/** Lets time pass. */
export const run = (play: Play, seconds = 60): void => void play.clock.run(seconds * SECOND);

/** Loses the first packet of each of these texts, without the time; one that is there twice is lost twice. */
export const losing = (...texts: readonly string[]): Fate => {
  const left = [...texts];
  return ({ text }) => {
    const at = left.indexOf(text.slice(text.indexOf(' ') + 1));
    if (at < 0) return [5];
    left.splice(at, 1);
    return [];
  };
};

/** What sets the association up. */
export const SET_UP: readonly string[] = [
  '0 a: INIT',
  '5 b: INIT ACK',
  '10 a: COOKIE ECHO',
  '15 b: COOKIE ACK',
];
/** Each millisecond one, from 100 on. */
export const EIGHT: readonly number[] = [100, 101, 102, 103, 104, 105, 106, 107];
export const COUNTED: readonly number[] = [1, 2, 3, 4, 5, 6, 7, 8];
/** Eight messages as they are first sent. */
export const eight: readonly string[] = COUNTED.map(n => `${99 + n} a: DATA ${n}`);
/** The texts of the packets from a millisecond on. */
export const since = (play: Play, time: number): readonly string[] =>
  play.sent.filter(packet => packet.time >= time).map(packet => packet.text);
