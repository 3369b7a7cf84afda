import { decodePdcpDrb, encodePdcpDrb, type PdcpSnLength } from '../codecs/rrc/pdcp.js';
import type { Clock } from './engine.js';
import { ifDecodable } from './key-frame.js';

/** User data at one end of a bearer. */
export interface UserDataParameters {
  /** Nanoseconds between packets; 0 for none. */
  readonly interval: number;
  /** Octets of a packet's SDU, 8 or more. */
  readonly length: number;
}

/** A data radio bearer, as RRC configured it. */
export interface DrbConfiguration {
  /** The 5 bits by which LWAAP knows it (TS 36.360, 6.1.2). */
  readonly drbId: number;
  /** Bits of a PDCP sequence number. */
  readonly snLength: PdcpSnLength;
}

/** Where user data comes from: one packet in each interval, with a counter in it. */
export interface DataSource {
  /** Starts it, unless it runs. */
  start(): void;
  stop(): void;
  /** Packets so far. */
  sent(): number;
}

/** A source of PDCP SDUs, each a 64-bit counter from 0, the PDCP COUNT, and zeros. */
export function createDataSource(
  clock: Clock,
  { interval, length }: UserDataParameters,
  send: (sdu: Uint8Array, count: number) => void,
): DataSource {
  let sent = 0;
  let isRunning = false;
  const tick = (): void => {
    if (!isRunning) return;
    const sdu = new Uint8Array(length);
    new DataView(sdu.buffer).setBigUint64(0, BigInt(sent));
    send(sdu, sent++);
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

/** A PDCP data PDU of an SDU that a source made (TS 36.323, 6.2.3, 6.2.4 and 6.2.11). */
export const pdcpOf = (sdu: Uint8Array, count: number, snLength: PdcpSnLength): Uint8Array =>
  encodePdcpDrb({ pdu: 'data', sn: count % 2 ** snLength, data: sdu }, snLength);

/** What arrived of a source's packets. Times in nanoseconds. */
export interface DataMeasure {
  readonly sent: number;
  /** Packets that arrived and decrypted, each once: PDCP discards what it has. */
  readonly received: number;
  readonly lost: number;
  /** Packets that arrived at PDCP, ahead of its reordering, behind one that was sent later. */
  readonly reordered: number;
  /** The suspension time: the longest between two packets that arrived and decrypted, one after the other … */
  readonly suspension: number;
  /** … and when it began, from the start of the run. */
  readonly suspendedAt: number;
}

/** Counts what arrives of one source, in memory that does not grow. */
export interface DataSink {
  /**
   * Takes a PDCP PDU; what cannot be decoded counts as not arrived.
   * @returns the PDCP COUNT of a packet that had not arrived before
   */
  receive(pdcp: Uint8Array, snLength: PdcpSnLength): number | undefined;
  /** @param sent the packets of the source, none of which is under way any more */
  measure(sent: number): DataMeasure;
}

/** How far behind the latest a packet may arrive: Reordering_Window with a 12-bit SN (TS 36.323, 7.2). */
const REORDERING_WINDOW = 2048;

/** A sink to which nothing has come. */
export function createDataSink(clock: Clock): DataSink {
  let received = 0;
  let reordered = 0;
  let highest = -1;
  /** Below `highest` and still to come, from the lowest on. */
  const missing = new Set<number>();
  let lastAt = 0;
  let suspension = 0;
  let suspendedAt = 0;

  /** Whether the packet is new (TS 36.323, 5.1.2.1.4). */
  const isNew = (count: number): boolean => {
    if (count <= highest) {
      if (!missing.delete(count)) return false;
      reordered++;
      return true;
    }
    const start = count - REORDERING_WINDOW;
    for (const one of missing) {
      if (one >= start) break;
      missing.delete(one);
    }
    for (let one = Math.max(highest + 1, start); one < count; one++) missing.add(one);
    highest = count;
    return true;
  };

  return {
    receive(pdcp, snLength) {
      const count = countOf(pdcp, snLength);
      if (count === undefined || !isNew(count)) return undefined;
      if (received > 0 && clock.now - lastAt > suspension) {
        suspension = clock.now - lastAt;
        suspendedAt = lastAt;
      }
      lastAt = clock.now;
      received++;
      return count;
    },
    measure: sent => ({ sent, received, lost: sent - received, reordered, suspension, suspendedAt }),
  };
}

/** The PDCP COUNT in a PDU of a source; undefined for any other. */
export const countOf = (pdcp: Uint8Array, snLength: PdcpSnLength): number | undefined => {
  const pdu = ifDecodable(() => decodePdcpDrb(pdcp, snLength));
  if (pdu?.pdu !== 'data' || pdu.data.length < 8) return undefined;
  const count = Number(new DataView(pdu.data.buffer, pdu.data.byteOffset).getBigUint64(0));
  return Number.isSafeInteger(count) ? count : undefined;
};
