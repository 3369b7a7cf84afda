import { get32, put32 } from '../codecs/layout/octets.js';
import { decodeLwaap, encodeLwaap } from '../codecs/rrc/lwaap.js';
import { decodePdcpDrb, encodePdcpDrb, type PdcpSnLength } from '../codecs/rrc/pdcp.js';
import type { Clock } from './engine/engine.js';
import { ifDecodable } from './engine/if-decodable.js';

/** The user data of a run, which all its sources send. */
export interface UserData {
  /** Nanoseconds between packets; 0 for none. */
  readonly interval: number;
  /** Octets of a packet's SDU, 8 or more. */
  readonly length: number;
  /** Whether no source sends, or begins to, any more. */
  isOver: boolean;
}

/** A data radio bearer, as RRC configured it. */
export interface DrbConfiguration {
  /** The 5 bits by which LWAAP knows it (TS 36.360, 6.1.2). */
  readonly drbId: number;
  /** Bits of a PDCP sequence number. */
  readonly snLength: PdcpSnLength;
}

/** What a source has sent. */
export interface SentData {
  /** Packets. */
  readonly count: number;
  /** When it sent the first: nanoseconds from the start of the run. */
  readonly since: number;
}

/** What a source has sent that has not started. */
export const NOTHING_SENT: SentData = { count: 0, since: 0 };

/** Where user data comes from: one packet in each interval, with a counter in it. */
export interface DataSource {
  /** Starts it, unless it runs. */
  start(): void;
  /** What it has sent so far. */
  sent(): SentData;
}

/** A source of PDCP SDUs, each a 64-bit counter from 0, the PDCP COUNT, and zeros. */
export const createDataSource = (
  clock: Clock,
  userData: UserData,
  send: (sdu: Uint8Array, count: number) => void,
): DataSource => new PeriodicSource(clock, userData, send);

/** A class, as each UE has two. */
class PeriodicSource implements DataSource {
  readonly #clock: Clock;
  readonly #userData: UserData;
  readonly #send: (sdu: Uint8Array, count: number) => void;
  #sent = 0;
  #since = 0;
  #isRunning = false;

  constructor(clock: Clock, userData: UserData, send: (sdu: Uint8Array, count: number) => void) {
    this.#clock = clock;
    this.#userData = userData;
    this.#send = send;
  }

  start(): void {
    const userData = this.#userData;
    if (this.#isRunning || userData.interval === 0) return;
    this.#isRunning = true;
    this.#since = this.#clock.now;
    const tick = (): void => {
      if (userData.isOver) return;
      this.#sendNext();
      this.#clock.after(userData.interval, tick);
    };
    tick();
  }

  sent(): SentData {
    return { count: this.#sent, since: this.#since };
  }

  #sendNext(): void {
    const sdu = new Uint8Array(this.#userData.length);
    put32(sdu, 0, this.#sent / 0x1_0000_0000);
    put32(sdu, 4, this.#sent);
    this.#send(sdu, this.#sent++);
  }
}

/** A PDCP data PDU of an SDU that a source made (TS 36.323, 6.2.3, 6.2.4, 6.2.9 and 6.2.11). */
export const pdcpOf = (sdu: Uint8Array, count: number, snLength: PdcpSnLength): Uint8Array =>
  encodePdcpDrb({ pdu: 'data', sn: count % 2 ** snLength, data: sdu }, snLength);

/** The LWAAP PDU of a PDCP PDU of that DRB (TS 36.360, 6.1.2). */
export const lwaapOf = (pdcp: Uint8Array, { drbId }: DrbConfiguration): Uint8Array =>
  encodeLwaap({ header: { reserved: 0, drbId }, payload: pdcp });

/** The PDCP PDU in an LWAAP PDU; undefined for one of another DRB, and for octets that are none. */
export const pdcpInLwaap = (octets: Uint8Array, { drbId }: DrbConfiguration): Uint8Array | undefined => {
  const lwaap = ifDecodable(() => decodeLwaap(octets));
  return lwaap?.header.drbId === drbId ? lwaap.payload : undefined;
};

/** What arrived of a source's packets. Times in nanoseconds. */
export interface DataMeasure {
  readonly sent: number;
  /** Packets that arrived and decrypted, each once: PDCP discards what it has. */
  readonly received: number;
  readonly lost: number;
  /** Packets that arrived at PDCP, ahead of its reordering, behind one that was sent later. */
  readonly reordered: number;
  /**
   * The suspension time: the longest between two packets that arrived and decrypted, one after the other; or that in which those
   * were sent that are ahead of the first, or behind the last; or all, where none arrived …
   */
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
  /**
   * @param sent by the source; none of it is under way any more
   * @param interval nanoseconds from one packet to the next
   */
  measure(sent: SentData, interval: number): DataMeasure;
}

/** How far behind the latest a packet may arrive: Reordering_Window with a 12-bit SN (TS 36.323, 7.2). */
const REORDERING_WINDOW = 2048;

/** A sink to which nothing has come. */
export const createDataSink = (clock: Clock): DataSink => new CountingSink(clock);

/** A class, as each UE has two. */
class CountingSink implements DataSink {
  readonly #clock: Clock;
  #received = 0;
  #reordered = 0;
  #highest = -1;
  /** The COUNT of the packet that arrived first, and so how many were sent before it; undefined until one has. */
  #first: number | undefined;
  /** Below `highest` and still to come, from the lowest on; undefined until one is. */
  #missing: Set<number> | undefined;
  #lastAt = 0;
  #suspension = 0;
  #suspendedAt = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  receive(pdcp: Uint8Array, snLength: PdcpSnLength): number | undefined {
    const count = countOf(pdcp, snLength);
    if (count === undefined || !this.#isNew(count)) return undefined;
    const { now } = this.#clock;
    if (this.#first === undefined) this.#first = count;
    else if (now - this.#lastAt > this.#suspension) {
      this.#suspension = now - this.#lastAt;
      this.#suspendedAt = this.#lastAt;
    }
    this.#lastAt = now;
    this.#received++;
    return count;
  }

  measure({ count: sent, since }: SentData, interval: number): DataMeasure {
    const atStart = (this.#first ?? sent) * interval;
    const atEnd = (sent - 1 - this.#highest) * interval;
    let suspension = this.#suspension;
    let suspendedAt = this.#suspendedAt;
    if (atStart > suspension) {
      suspension = atStart;
      suspendedAt = since;
    }
    if (atEnd > suspension) {
      suspension = atEnd;
      suspendedAt = this.#lastAt;
    }
    const received = this.#received;
    return { sent, received, lost: sent - received, reordered: this.#reordered, suspension, suspendedAt };
  }

  /** Whether the packet is new (TS 36.323, 5.1.2.1.4). */
  #isNew(count: number): boolean {
    if (count <= this.#highest) {
      if (this.#missing?.delete(count) !== true) return false;
      this.#reordered++;
      return true;
    }
    const start = count - REORDERING_WINDOW;
    if (this.#missing !== undefined) forgetBelow(this.#missing, start);
    for (let one = Math.max(this.#highest + 1, start); one < count; one++) {
      this.#missing ??= new Set();
      this.#missing.add(one);
    }
    this.#highest = count;
    return true;
  }
}

/** Deletes what is less than `start` from numbers in ascending order. */
const forgetBelow = (numbers: Set<number>, start: number): void => {
  for (const one of numbers) {
    if (one >= start) return;
    numbers.delete(one);
  }
};

/** The PDCP COUNT in a PDU of a source; undefined for any other. */
export const countOf = (pdcp: Uint8Array, snLength: PdcpSnLength): number | undefined => {
  const pdu = ifDecodable(() => decodePdcpDrb(pdcp, snLength));
  if (pdu?.pdu !== 'data' || pdu.data.length < 8) return undefined;
  const count = get32(pdu.data, 0) * 0x1_0000_0000 + get32(pdu.data, 4);
  return Number.isSafeInteger(count) ? count : undefined;
};
