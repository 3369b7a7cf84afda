import { DecodeError } from '../codecs/error.js';
import { decodeLwaap, encodeLwaap } from '../codecs/rrc/lwaap.js';
import { decodePdcpDrb, encodePdcpDrb } from '../codecs/rrc/pdcp.js';
import type { Clock } from './engine.js';

/** pdcp-SN-Size of an LWA bearer (TS 36.331, PDCP-Config: pdcp-SN-Size-v1310, len18bits). */
const SN_LENGTH = 18;

/** The user data of one UE, in each direction. */
export interface UserDataParameters {
  /** Nanoseconds between packets; 0 for none. */
  readonly interval: number;
  /** Octets of a packet's SDU, 8 or more. */
  readonly length: number;
  /** The LWA bearer, 5 bits. */
  readonly drbId: number;
  /** Of the frames that carry it, in Mb/s. */
  readonly rate: number;
}

/** Where user data comes from: one packet in each interval, with a counter in it. */
export interface DataSource {
  /** Starts it, unless it runs. */
  start(): void;
  stop(): void;
  /** Packets so far. */
  sent(): number;
}

/**
 * A source of LWAAP PDUs (TS 36.360, 6.1.2), each with a PDCP data PDU whose SDU is a 64-bit counter from 0, the
 * PDCP COUNT, and zeros.
 */
export function createDataSource(
  clock: Clock,
  { interval, length, drbId }: UserDataParameters,
  send: (lwaap: Uint8Array) => void,
): DataSource {
  let sent = 0;
  let isRunning = false;
  const tick = (): void => {
    if (!isRunning) return;
    const sdu = new Uint8Array(length);
    new DataView(sdu.buffer).setBigUint64(0, BigInt(sent));
    const payload = encodePdcpDrb({ pdu: 'data', sn: sent % 2 ** SN_LENGTH, data: sdu }, SN_LENGTH);
    sent++;
    send(encodeLwaap({ header: { reserved: 0, drbId }, payload }));
    clock.after(interval, tick);
  };
  return {
    start() {
      if (isRunning || interval === 0) return;
      isRunning = true;
      tick();
    },
    stop() {
      isRunning = false;
    },
    sent: () => sent,
  };
}

/** What arrived of a source's packets. Times in nanoseconds. */
export interface DataMeasure {
  readonly sent: number;
  /** Packets that arrived and decrypted. */
  readonly received: number;
  readonly lost: number;
  /** Packets that arrived behind one that was sent later. */
  readonly reordered: number;
  /** The suspension time: the longest between two packets that arrived and decrypted, one after the other … */
  readonly suspension: number;
  /** … and when it began, from the start of the run. */
  readonly suspendedAt: number;
}

/** Counts what arrives of one source, in memory that does not grow. */
export interface DataSink {
  /** Takes an LWAAP PDU; what cannot be decoded counts as not arrived. */
  receive(lwaap: Uint8Array): void;
  /** @param sent the packets of the source, none of which is under way any more */
  measure(sent: number): DataMeasure;
}

export function createDataSink(clock: Clock): DataSink {
  let received = 0;
  let reordered = 0;
  let highest = -1n;
  let lastAt = 0;
  let suspension = 0;
  let suspendedAt = 0;
  return {
    receive(lwaap) {
      const counter = counterOf(lwaap);
      if (counter === undefined) return;
      if (counter < highest) reordered++;
      else highest = counter;
      if (received > 0 && clock.now - lastAt > suspension) {
        suspension = clock.now - lastAt;
        suspendedAt = lastAt;
      }
      lastAt = clock.now;
      received++;
    },
    measure: sent => ({ sent, received, lost: sent - received, reordered, suspension, suspendedAt }),
  };
}

const counterOf = (bytes: Uint8Array): bigint | undefined => {
  try {
    const pdu = decodePdcpDrb(decodeLwaap(bytes).payload, SN_LENGTH);
    if (pdu.pdu !== 'data' || pdu.data.length < 8) return undefined;
    return new DataView(pdu.data.buffer, pdu.data.byteOffset).getBigUint64(0);
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
};
