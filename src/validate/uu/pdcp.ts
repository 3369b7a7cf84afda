import { decodePdcpSrb } from '../../codecs/rrc/pdcp.js';
import { equalConstantTime } from '../../crypto/mic.js';
import { type PdcpKey, unprotectSrb } from '../../crypto/pdcp.js';
import type { At } from '../at.js';
import type { MicVerdict } from '../mic-verdict.js';
import { type CountTracker, newCountTracker } from './count.js';
import { type Kenb, type PdcpKeys, pdcpKeysOf } from './kenb.js';
import type { KenbChain } from './kenb-chain.js';
import { type ReadRrc, readRrc, UNREAD } from './read-message.js';

/** A PDCP PDU of an SRB as it was framed. */
export interface SrbPdu {
  readonly pdu: Uint8Array;
  readonly isUplink: boolean;
  /** BEARER, 0 or 1. */
  readonly bearer: 0 | 1;
}

/** What a PDU gave. */
export interface OpenedPdu extends ReadRrc {
  readonly macI: MicVerdict;
  /** What was seen before it, where PDUs are missing in between. */
  readonly gapFrom: At | undefined;
  /** Whether it is of the cell to which the UE was to go last: its keys prove that, or those of the cell before do not fit. */
  readonly isOfTarget: boolean;
}

/** The PDCP entities of the SRBs of a UE (TS 36.323, 5.1, 5.6 and 5.7). */
export interface PdcpEntities {
  /**
   * Deciphers a PDU and judges its MAC-I.
   * @param likeliest KeNBs to try before those of the chain
   * @returns nothing for one that was there already; `other` for one of another connection than those before: without a MAC-I, as
   *   before security is activated (TS 36.323, 6.3.4), or under another KeNB that was given
   */
  open(pdu: SrbPdu, likeliest: readonly Kenb[], at: At): OpenedPdu | 'other' | undefined;
  /** The KeNBs given under which there was nothing yet. */
  left(): readonly Kenb[];
  /** Whether a PDU is one of this UE, by a KeNB of its chain. */
  fits(pdu: SrbPdu): boolean;
  /** The UE is to go to another cell: COUNT starts anew, under the next KeNB of the chain (TS 36.323, 5.2). */
  reestablish(): void;
}

/** What is tried for the PDUs of a UE: a capture without the right keys must not cost more with each PDU. */
const MAX_TRIES = 20_000;
const MAX_TRIES_A_PDU = 4096;
/** PDUs of a UE that are tried under other KeNBs than that which is proven. */
const MAX_LOOKS = 64;
/** Cells that a UE has left of which PDUs may come late. */
const PREVIOUS_KEPT = 2;
const HEADER = 1;
const MAC_I = 4;
const SN_VALUES = 32;
const NULL_CIPHERING: PdcpKey = { algorithm: 0, key: new Uint8Array(16) };

interface Epoch {
  readonly counts: Map<string, CountTracker>;
  /** The KeNB under which a MAC-I was right. */
  proven: Kenb | undefined;
  /** Whether a PDU did not fit since: there may have been a handover that the capture does not show. */
  isInDoubt: boolean;
}

const newEpoch = (): Epoch => ({ counts: new Map(), proven: undefined, isInDoubt: false });

const trackerOf = ({ counts }: Epoch, { isUplink, bearer }: SrbPdu): CountTracker => {
  const key = `${bearer} ${isUplink}`;
  let tracker = counts.get(key);
  if (tracker === undefined) {
    tracker = newCountTracker();
    counts.set(key, tracker);
  }
  return tracker;
};

/** Whether a PDU has no MAC-I: that is zero before security is activated (TS 36.323, 6.3.4). */
export const isUnprotected = (pdu: Uint8Array): boolean =>
  pdu.length > HEADER + MAC_I && pdu.subarray(-MAC_I).every(octet => octet === 0);

interface Fit {
  readonly kenb: Kenb;
  readonly count: number;
  readonly rrc: Uint8Array;
}

/** @param given the KeNBs that may be those of the UE, or of another that gets its id */
export function newPdcpEntities(chain: KenbChain, given: readonly Kenb[]): PdcpEntities {
  let current = newEpoch();
  /** Of the cells before the latest handovers, the newest first: what was sent there may be seen behind what came after. */
  let previous: readonly Epoch[] = [];
  let tries = 0;
  let looks = 0;
  /** By direction, whether security is activated: a message without may cross the SecurityModeCommand. */
  const isProtected: [boolean, boolean] = [false, false];
  /** Set by a SecurityModeCommand that is read: whether messages are in clear, though their integrity is protected. */
  let isCipheringNull = false;

  const fitUnder = (
    kenb: Kenb,
    counts: readonly number[],
    { pdu, isUplink, bearer }: SrbPdu,
  ): Fit | undefined => {
    const keys: PdcpKeys = pdcpKeysOf(kenb);
    // In clear are the SecurityModeCommand, its answer, and all where EEA0 was chosen (TS 36.331, 5.3.4).
    for (const count of counts)
      for (const ciphering of [keys.ciphering, NULL_CIPHERING]) {
        tries++;
        const { rrc, integrity } = unprotectSrb(
          {
            bearer,
            direction: isUplink ? 0 : 1,
            integrity: keys.integrity,
            ciphering,
          },
          Math.floor(count / SN_VALUES),
          pdu,
        );
        if (integrity === 'valid') return { kenb, count, rrc };
      }
    return undefined;
  };

  const firstFit = (kenbs: Iterable<Kenb>, counts: readonly number[], pdu: SrbPdu): Fit | undefined => {
    const limit = Math.min(MAX_TRIES, tries + MAX_TRIES_A_PDU);
    for (const kenb of kenbs) {
      if (tries >= limit) return undefined;
      const found = fitUnder(kenb, counts, pdu);
      if (found !== undefined) return found;
    }
    return undefined;
  };

  const verified = (epoch: Epoch, srb: SrbPdu, { kenb, count, rrc }: Fit, at: At): OpenedPdu => {
    const tracker = trackerOf(epoch, srb);
    const gapFrom = tracker.take(count, srb.pdu, at);
    tracker.proven();
    epoch.proven = kenb;
    epoch.isInDoubt = false;
    // Every fit is one try that was worth it.
    tries = 0;
    const isOfTarget = epoch === current && previous.length > 0;
    return { ...readRrc(rrc, srb.isUplink), macI: 'valid', gapFrom, isOfTarget };
  };

  const left: PdcpEntities['left'] = () => {
    const proven = [current, ...previous].map(epoch => epoch.proven);
    return given.filter(
      kenb => !chain.hasLeft(kenb) && !proven.some(own => own && equalConstantTime(own.octets, kenb.octets)),
    );
  };

  /** Whether a PDU is under another KeNB than that which is proven, with COUNT from its beginning on. */
  const isUnderOther = (srb: SrbPdu, likeliest: readonly Kenb[]): boolean => {
    if (++looks > MAX_LOOKS) return false;
    const others = left();
    const kenbs = new Set([...likeliest.filter(kenb => others.includes(kenb)), ...others]);
    return firstFit(kenbs, newCountTracker().candidates(decodePdcpSrb(srb.pdu).sn), srb) !== undefined;
  };

  /** A PDU of a cell that the UE has left. */
  const openOld = (srb: SrbPdu, at: At): OpenedPdu | undefined => {
    const sn = decodePdcpSrb(srb.pdu).sn;
    for (const epoch of previous) {
      if (epoch.proven === undefined) continue;
      const old = fitUnder(epoch.proven, trackerOf(epoch, srb).candidates(sn), srb);
      if (old !== undefined) return verified(epoch, srb, old, at);
    }
    return undefined;
  };

  return {
    open: (srb, likeliest, at) => {
      const { pdu, isUplink } = srb;
      if (pdu.length <= HEADER + MAC_I) return undefined;
      const tracker = trackerOf(current, srb);
      if ([current, ...previous].some(epoch => trackerOf(epoch, srb).isRepeated(pdu))) return undefined;
      const { sn, data } = decodePdcpSrb(pdu);
      const direction = isUplink ? 0 : 1;
      if (isProtected[direction] && isUnprotected(pdu)) return 'other';
      isProtected[direction] ||= !isUnprotected(pdu);
      const counts = tracker.candidates(sn);
      // A handover always makes another KeNB: what fits that of a cell before is from there.
      const early = current.proven === undefined ? openOld(srb, at) : undefined;
      if (early !== undefined) return early;
      const { candidates, isSure } = chain.state;
      const possible = isSure ? candidates : new Set([...likeliest, ...candidates]);
      const found = firstFit(current.proven ? [current.proven] : possible, counts, srb);
      if (found !== undefined) {
        if (current.proven === undefined) chain.prove(found.kenb);
        return verified(current, srb, found, at);
      }
      const late = current.proven === undefined ? undefined : openOld(srb, at);
      if (late !== undefined) return late;
      if ((current.proven !== undefined || isSure) && isUnderOther(srb, likeliest)) return 'other';
      // Only of the PDU that is due, COUNT is known beyond doubt, but for an SN of 0: re-establishment and another connection make
      // COUNT begin anew, with another KeNB (TS 36.331, 5.3.7.5). One of a cell before may be under a key that is not known.
      const isJudgeable =
        !current.isInDoubt &&
        sn !== 0 &&
        tracker.isDue(sn) &&
        previous.every(({ proven }) => proven !== undefined);
      current.isInDoubt ||= !isJudgeable;
      const isOfTarget = previous[0]?.proven !== undefined;
      const gapFrom = tracker.take(counts[0]!, pdu, at);
      const clear = readRrc(data, isUplink);
      if (current.proven === undefined) {
        if (isUnprotected(pdu)) return { ...clear, macI: 'none', gapFrom, isOfTarget };
        if (clear.message?.algorithms !== undefined && clear.message.isWhole)
          isCipheringNull = clear.message.algorithms.ciphering === 'eea0';
        else if (!isCipheringNull) return { ...UNREAD, macI: 'unverified', gapFrom, isOfTarget };
        return { ...clear, macI: 'unverified', gapFrom, isOfTarget };
      }
      return {
        ...UNREAD,
        macI: isJudgeable ? 'invalid' : 'unverified',
        gapFrom,
        isOfTarget,
      };
    },
    left,
    fits: srb =>
      srb.pdu.length > HEADER + MAC_I &&
      firstFit(chain.state.candidates, newCountTracker().candidates(decodePdcpSrb(srb.pdu).sn), srb) !==
        undefined,
    reestablish: () => {
      previous = [current, ...previous].slice(0, PREVIOUS_KEPT);
      current = newEpoch();
    },
  };
}
