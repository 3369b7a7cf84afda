import { decodePdcpSrb } from '../codecs/rrc/pdcp.js';
import { aesKey } from '../crypto/aes.js';
import { deriveAlgorithmKey } from '../crypto/kdf3gpp.js';
import { type PdcpKey, protectSrb, unprotectSrb } from '../crypto/pdcp.js';
import { ifDecodable } from './key-frame.js';
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

/** SRB1 as one end holds it, under one KeNB: a handover makes another. */
export interface Srb {
  /** Sends an RRC message. @param comments on it in the capture */
  send(rrc: Uint8Array, comments?: readonly string[]): void;
}

/** BEARER of SRB1: srb-Identity minus 1 (TS 36.323, 5.6). */
const BEARER = 0;
const SN_VALUES = 32;

/**
 * The PDCP entity of SRB1 (TS 36.323, 5.1, 5.6 and 5.7), from COUNT 0 in both directions. What arrives with a wrong
 * MAC-I is dropped.
 * @param options.receive takes an RRC message that is intact
 */
export function createSrb(options: {
  readonly link: LinkEnd;
  readonly side: 'ue' | 'enb';
  readonly keys: RrcKeys;
  /** See {@link UuTap}. */
  readonly keyRow: number;
  readonly tap: UuTap;
  readonly receive: (rrc: Uint8Array) => void;
}): Srb {
  const { link, side, keys, keyRow, tap, receive } = options;
  const isUplink = side === 'enb';
  const integrity: PdcpKey = { algorithm: AES, key: aesKey(keys.integrity) };
  const ciphering: PdcpKey = { algorithm: AES, key: aesKey(keys.ciphering) };
  const sending = { bearer: BEARER, direction: side === 'ue' ? 0 : 1, integrity, ciphering } as const;
  const receiving = { bearer: BEARER, direction: isUplink ? 0 : 1, integrity, ciphering } as const;
  let nextSent = 0;
  let nextReceived = 0;

  link.receive = pdu => {
    const header = ifDecodable(() => decodePdcpSrb(pdu));
    if (header === undefined) return;
    // RLC delivers in order: an SN below the expected one belongs to the next HFN (5.1.2.2).
    const hfn = Math.floor(nextReceived / SN_VALUES) + (header.sn < nextReceived % SN_VALUES ? 1 : 0);
    const { rrc, count, integrity } = unprotectSrb(pdu, hfn, receiving);
    const isIntact = integrity === 'valid';
    const deliver = (): void => {
      if (!isIntact) return;
      nextReceived = count + 1;
      receive(rrc);
    };
    tap({ isUplink, rrc, pdu, keyRow }, deliver, isIntact ? [] : ['the MAC-I is wrong: it is dropped']);
  };

  return {
    send: (rrc, comments) => link.send(protectSrb(rrc, nextSent++, sending), comments),
  };
}
