import { aesKey } from '../crypto/aes.js';
import { deriveAlgorithmKey } from '../crypto/kdf3gpp.js';
import { equalConstantTime } from '../crypto/mic.js';
import { type PdcpKey, protectSrb, type SrbSecurity, unprotectSrb } from '../crypto/pdcp.js';
import type { LinkEnd } from './link.js';
import type { UuTap } from './uu-tap.js';

/** The keys of SRB1 under one KeNB (TS 33.401, A.7). */
export interface RrcKeys {
  /** 16 octets each. */
  readonly integrity: Uint8Array;
  readonly ciphering: Uint8Array;
}

/** 128-EIA2 and 128-EEA2, which both are 2. */
const AES = 2;

/** KRRCint and KRRCenc for 128-EIA2 and 128-EEA2. */
export const rrcKeysOf = (kenb: Uint8Array): RrcKeys => ({
  integrity: deriveAlgorithmKey(kenb, 'rrc-int', AES),
  ciphering: deriveAlgorithmKey(kenb, 'rrc-enc', AES),
});

/** BEARER of SRB1: srb-Identity minus 1 (TS 36.323, 5.6). */
const BEARER = 0;
const SN_BITS = 5;
const SN_MASK = 2 ** SN_BITS - 1;
/** Octets of a PDU without an RRC message: SN and MAC-I. */
const SHORTEST = 5;

/** How SRB1 is protected under one KeNB. */
interface SrbProtection {
  readonly kenb: Uint8Array;
  readonly uplink: SrbSecurity;
  readonly downlink: SrbSecurity;
}

const protectionUnder = (kenb: Uint8Array): SrbProtection => {
  const keys = rrcKeysOf(kenb);
  const integrity: PdcpKey = { algorithm: AES, key: aesKey(keys.integrity) };
  const ciphering: PdcpKey = { algorithm: AES, key: aesKey(keys.ciphering) };
  return {
    kenb,
    uplink: { bearer: BEARER, direction: 0, integrity, ciphering },
    downlink: { bearer: BEARER, direction: 1, integrity, ciphering },
  };
};

/** KeNBs whose keys are kept: enough for the UEs that RRC messages go to and fro of within a few seconds. */
const MOST_KEPT = 512;

/**
 * The keys of SRB1, as they are needed. What is derived from a KeNB and expanded serves both ends, which ask for the same
 * unless their KeNBs differ, and is kept for those derived last, as there may be thousands.
 */
export class SrbKeys {
  readonly #kept = new Map<number, SrbProtection>();

  /** @param row the number of this KeNB, see {@link UuTap} */
  under(row: number, kenb: Uint8Array): SrbProtection {
    const kept = this.#kept.get(row);
    if (kept !== undefined && (kept.kenb === kenb || equalConstantTime(kept.kenb, kenb))) return kept;
    const made = protectionUnder(kenb);
    this.#kept.set(row, made);
    if (this.#kept.size > MOST_KEPT) this.#kept.delete(this.#kept.keys().next().value!);
    return made;
  }
}

const INTACT: readonly string[] = [];
const NOT_INTACT: readonly string[] = ['the MAC-I is wrong: it is dropped'];

/**
 * The PDCP entity of SRB1 as one end holds it, under one KeNB (TS 36.323, 5.1, 5.6 and 5.7): a handover makes another. COUNT
 * is 0 at first in both directions. What arrives with a wrong MAC-I is dropped. A class, as every UE has two.
 */
export class Srb {
  readonly #link: LinkEnd;
  readonly #keys: SrbKeys;
  readonly #isUe: boolean;
  readonly #kenb: Uint8Array;
  readonly #keyRow: number;
  readonly #tap: UuTap;
  readonly #receive: (rrc: Uint8Array) => void;
  #nextSent = 0;
  #nextReceived = 0;

  /**
   * @param options.keys those of all UEs
   * @param options.keyRow see {@link UuTap}
   * @param options.receive takes an RRC message that is intact
   */
  constructor(options: {
    readonly link: LinkEnd;
    readonly keys: SrbKeys;
    readonly side: 'ue' | 'enb';
    readonly kenb: Uint8Array;
    readonly keyRow: number;
    readonly tap: UuTap;
    readonly receive: (rrc: Uint8Array) => void;
  }) {
    this.#link = options.link;
    this.#keys = options.keys;
    this.#isUe = options.side === 'ue';
    this.#kenb = options.kenb;
    this.#keyRow = options.keyRow;
    this.#tap = options.tap;
    this.#receive = options.receive;
    options.link.receive = pdu => this.#arrive(pdu);
  }

  /** Sends an RRC message. @param comments on it in the capture */
  send(rrc: Uint8Array, comments?: readonly string[]): void {
    this.#link.send(protectSrb(rrc, this.#nextSent++, this.#security(this.#isUe)), comments);
  }

  #security(isUplink: boolean): SrbSecurity {
    const { uplink, downlink } = this.#keys.under(this.#keyRow, this.#kenb);
    return isUplink ? uplink : downlink;
  }

  #arrive(pdu: Uint8Array): void {
    if (pdu.length < SHORTEST) return;
    const isUplink = !this.#isUe;
    const expected = this.#nextReceived;
    // RLC delivers in order: an SN below the expected one belongs to the next HFN (5.1.2.2).
    const hfn = (expected >>> SN_BITS) + ((pdu[0]! & SN_MASK) < (expected & SN_MASK) ? 1 : 0);
    const { rrc, count, integrity } = unprotectSrb(pdu, hfn, this.#security(isUplink));
    const isIntact = integrity === 'valid';
    const deliver = (): void => {
      if (!isIntact) return;
      this.#nextReceived = count + 1;
      this.#receive(rrc);
    };
    this.#tap.show({ isUplink, rrc, pdu, keyRow: this.#keyRow }, deliver, isIntact ? INTACT : NOT_INTACT);
  }
}
