import { protectSrbInto, SRB_OVERHEAD, type SrbSecurity, unprotectSrbInto } from '../../crypto/pdcp.js';
import type { RrcKeys } from '../../crypto/rrc-keys.js';
import type { LinkEnd, LinkReceiver } from '../engine/link.js';
import { lentRrcKeys } from '../keys/rrc.js';
import { transient } from '../memory/transient.js';
import type { UuTap } from './tap.js';

/** BEARER of SRB1: srb-Identity minus 1 (TS 36.323, 5.6). */
const BEARER = 0;
const SN_BITS = 5;
const SN_MASK = 2 ** SN_BITS - 1;
/** That of the PDU that arrives, which nobody looks at. */
const macI = /* @__PURE__ */ new Uint8Array(4);

const INTACT: readonly string[] = [];
const NOT_INTACT: readonly string[] = ['the MAC-I is wrong: it is dropped'];

/** COUNT of the next message in each direction. */
export interface NextCounts {
  readonly uplink: number;
  readonly downlink: number;
}

/** As AS security has been activated: behind RRCConnectionSetupComplete, SecurityModeCommand and its Complete (TS 36.331, 5.3.3 and 5.3.4). */
export const SECURITY_ACTIVATED: NextCounts = { uplink: 2, downlink: 1 };
/** As PDCP has been established anew, for another cell (TS 36.323, 5.2). */
export const REESTABLISHED: NextCounts = { uplink: 0, downlink: 0 };

/**
 * The PDCP entity of SRB1 as one end holds it, under one KeNB (TS 36.323, 5.1, 5.6 and 5.7): a handover makes another. What
 * arrives with a wrong MAC-I is dropped. A class, as every UE has two.
 */
export class Srb implements LinkReceiver {
  readonly #link: LinkEnd;
  readonly #isUe: boolean;
  readonly #kenb: Uint8Array;
  readonly #keyRow: number;
  readonly #keysDerived: (keyRow: number, keys: RrcKeys) => void;
  readonly #tap: UuTap;
  readonly #receive: (rrc: Uint8Array) => void;
  /** Whether a message has needed keys. */
  #hasKeys = false;
  #nextSent: number;
  #nextReceived: number;

  /**
   * @param options.keyRow see {@link UuTap}
   * @param options.keysDerived is told, once, the keys that follow from `kenb`; they are only lent
   * @param options.receive takes an RRC message that is intact
   */
  constructor(options: {
    readonly link: LinkEnd;
    readonly side: 'ue' | 'enb';
    readonly kenb: Uint8Array;
    readonly keyRow: number;
    readonly next: NextCounts;
    readonly keysDerived: (keyRow: number, keys: RrcKeys) => void;
    readonly tap: UuTap;
    readonly receive: (rrc: Uint8Array) => void;
  }) {
    this.#link = options.link;
    this.#isUe = options.side === 'ue';
    this.#kenb = options.kenb;
    this.#keyRow = options.keyRow;
    this.#keysDerived = options.keysDerived;
    this.#tap = options.tap;
    this.#receive = options.receive;
    const { uplink, downlink } = options.next;
    this.#nextSent = this.#isUe ? uplink : downlink;
    this.#nextReceived = this.#isUe ? downlink : uplink;
    options.link.receiver = this;
  }

  /** Sends an RRC message. @param comments on it in the capture */
  send(rrc: Uint8Array, comments?: readonly string[]): void {
    const tap = this.#tap;
    if (tap.tamper === undefined) this.#protect(rrc, comments);
    else tap.tamper(rrc, this.#isUe, one => this.#protect(one, comments));
  }

  #protect(rrc: Uint8Array, comments: readonly string[] | undefined): void {
    const pdu = transient(SRB_OVERHEAD + rrc.length);
    protectSrbInto(this.#security(this.#isUe), this.#nextSent++, rrc, pdu);
    this.#link.send(pdu, comments);
  }

  #security(isUplink: boolean): SrbSecurity {
    const { keys, integrity, ciphering } = lentRrcKeys(this.#kenb);
    if (!this.#hasKeys) {
      this.#hasKeys = true;
      this.#keysDerived(this.#keyRow, keys);
    }
    return { bearer: BEARER, direction: isUplink ? 0 : 1, integrity, ciphering };
  }

  receive(pdu: Uint8Array): void {
    if (pdu.length < SRB_OVERHEAD) return;
    const isUplink = !this.#isUe;
    const expected = this.#nextReceived;
    // RLC delivers in order: an SN below the expected one belongs to the next HFN (5.1.2.2).
    const sn = pdu[0]! & SN_MASK;
    const count = expected - (expected & SN_MASK) + sn + (sn < (expected & SN_MASK) ? SN_MASK + 1 : 0);
    const rrc = transient(pdu.length - SRB_OVERHEAD);
    const isIntact = unprotectSrbInto(this.#security(isUplink), count, pdu, rrc, macI);
    const deliver = (): void => {
      if (!isIntact) return;
      this.#nextReceived = count + 1;
      this.#receive(rrc);
    };
    this.#tap.show({ isUplink, rrc, pdu, keyRow: this.#keyRow }, deliver, isIntact ? INTACT : NOT_INTACT);
  }
}
