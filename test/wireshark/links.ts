/** Captures of requests of XwAP and their answers, and what the dissector says of them. */
import { writeFileSync } from 'node:fs';
import { pcapWriter } from '../../src/codecs/capture/pcap-writer.js';
import { encodeXwap, type IEMessageName, withIEs } from '../../src/codecs/xwap/index.js';
import { LINK } from '../codecs/link/tshark-packets.js';
import { pduOf } from '../codecs/xwap/vectors.js';
import { type Environment, tshark } from '../wireshark.js';
import { DISSECTORS, dataChunk, sctpPacket } from './xw.js';

/** When captures begin: the times of today are those where doubles are coarse. */
const EPOCH = 1_767_225_600_123_456_789n;

/** A packet of IP. */
export interface Timed {
  /** Nanoseconds since the capture began. */
  readonly after: bigint;
  readonly bytes: Uint8Array;
}

/** Writes a capture of IP packets. */
export function writeCapture(path: string, packets: readonly Timed[]): void {
  const { header, packet } = pcapWriter({ linkType: LINK.rawIp });
  const records = packets.map(({ after, bytes }) => packet({ time: EPOCH + after, bytes }));
  writeFileSync(path, Buffer.concat([header(), ...records]));
}

/** What is said of the messages of a frame: frame numbers, and seconds; of several messages with commas. */
export interface Links {
  readonly response: string;
  readonly request: string;
  readonly time: string;
  readonly retransmissionOf: string;
  /** Whether an answer is missed. */
  readonly unanswered: boolean;
}

/**
 * Of each frame of a capture its links; where Lua fails, an error, which is seen with `passes` 1
 * alone. With `passes` 2 it is what is shown once all is read.
 */
export function linksOf(
  path: string,
  passes: 1 | 2,
  options: readonly string[] = ['-n'],
  environment?: Environment,
): Links[] {
  const fields = ['response_in', 'response_to', 'response_time', 'retransmission_of', 'no_response'];
  const printed = tshark(
    [
      ...['-r', path, ...(passes === 2 ? ['-2'] : []), ...DISSECTORS, ...options, '-T', 'fields'],
      ...['_ws.lua.error', ...fields.map(field => `xwap.${field}`)].flatMap(field => ['-e', field]),
    ],
    environment,
  );
  return printed
    .replace(/\n$/, '')
    .split('\n')
    .map((line, i) => {
      const [lua, response, request, time, retransmissionOf, unanswered] = line.split('\t');
      if (lua !== '') throw new Error(`frame ${i + 1}: ${lua}`);
      return {
        response: response!,
        request: request!,
        time: time!,
        retransmissionOf: retransmissionOf!,
        unanswered: unanswered !== '',
      };
    });
}

/** Links of a frame of which nothing is said but what is given. */
export const links = (said: Partial<Links> = {}): Links => ({
  response: '',
  request: '',
  time: '',
  retransmissionOf: '',
  unanswered: false,
  ...said,
});

/** Nanoseconds as Wireshark's fields have them: seconds with nine digits behind the point. */
export const seconds = (ns: bigint): string => {
  const size = ns < 0n ? -ns : ns;
  const fraction = `${size % 1_000_000_000n}`.padStart(9, '0');
  return `${ns < 0n ? '-' : ''}${size / 1_000_000_000n}.${fraction}`;
};

/** The last octet of an address, and a port. */
export type End = readonly [host: number, port: number];
export const ENB: End = [1, 36462];
export const OTHER_ENB: End = [2, 36462];
export const WT: End = [65, 36462];
export const OTHER_WT: End = [65, 40000];

/** The IP addresses of a packet from one end to another. */
export const addresses = ([from]: End, [to]: End) => ({
  source: Uint8Array.of(192, 0, 2, from),
  destination: Uint8Array.of(192, 0, 2, to),
});

/** A packet with messages from one end to another. */
export const sent = (from: End, to: End, ...messages: readonly Uint8Array[]): Uint8Array =>
  sctpPacket(
    messages.map(octets => dataChunk(octets)),
    addresses(from, to),
    [from[1], to[1]],
  );

/** What tells UEs and measurements apart. */
export interface Ids {
  readonly enb?: number;
  readonly wt?: number;
  /** Of the measurement, likewise. */
  readonly enbMeasurement?: number;
  readonly wtMeasurement?: number;
}
const ueId = (id: number | undefined) => (id === undefined ? undefined : Uint8Array.of(0, id >> 8, id & 255));

/** The octets of a message with these IDs, and no other IEs than it must have. */
export function message(name: IEMessageName, ids: Ids = {}): Uint8Array {
  const changes = {
    'ENB-UE-XwAP-ID': ueId(ids.enb),
    'WT-UE-XwAP-ID': ueId(ids.wt),
    'ENB-Measurement-ID': ids.enbMeasurement,
    'WT-Measurement-ID': ids.wtMeasurement,
  };
  const given = Object.entries(changes).filter(([, id]) => id !== undefined);
  return encodeXwap(withIEs(pduOf(`${name}/minimal`), name, Object.fromEntries(given)));
}

/** The same without an IE. */
export const without = (name: IEMessageName, ie: string): Uint8Array =>
  encodeXwap(withIEs(pduOf(`${name}/minimal`), name, { [ie]: undefined }));

export const SECOND = 1_000_000_000n;

/** Of one packet a second, from, to and messages; and what is to be said of each in the end. */
export type Step = readonly [from: End, to: End, messages: readonly Uint8Array[], said?: Partial<Links>];

/** The packets of steps. */
export const timed = (steps: readonly Step[]): Timed[] =>
  steps.map(([from, to, messages], i) => ({ after: BigInt(i) * SECOND, bytes: sent(from, to, ...messages) }));

export const modification = (enb: number, wt = enb) => [message('WTModificationRequest', { enb, wt })];
export const acknowledged = (enb: number, wt = enb) => [
  message('WTModificationRequestAcknowledge', { enb, wt }),
];
export const rejected = (enb: number, wt = enb) => [message('WTModificationRequestReject', { enb, wt })];
/** The same request with other octets: criticality is behind the procedure code. */
export const changed = ([octets]: readonly Uint8Array[]) => [octets!.with(2, 0x40)];
