import { type Names, octetsOf, onlyNames } from '../../check.js';
import { ssidOctets } from '../../dot11/ssid.js';
import { EncodeError } from '../../error.js';
import { given, ifGiven } from '../../given.js';
import { isOctets } from '../../is-octets.js';
import { get24 } from '../../layout/octets.js';
import type { BitString } from '../../per/index.js';
import { protocolIEID } from '../constants.js';
import type { ContainerList, IE, IEName, IESet, ProtocolIEField } from '../containers.js';
import type { Cause, CauseRadioNetwork } from '../ies/diagnostics.js';
import type { GlobalENBID, WTID } from '../ies/node.js';
import type { ReportCharacteristics } from '../ies/status.js';
import type { UEXwAPID, WLANSecurityInfo } from '../ies/ue.js';
import type { MobilitySet, MobilitySetItem } from '../ies/wlan.js';

/** An eNB or WT UE XwAP ID: its 3 octets, or their number, 0..16777215. */
export type UeXwapId = Uint8Array | number;

/** The ids of a UE-associated signalling connection. */
export interface UePair {
  /** ENB UE XwAP ID, given by the eNB: 3 octets or 0..16777215. */
  readonly enbUeXwapId: UeXwapId;
  /** WT UE XwAP ID, given by the WT: 3 octets or 0..16777215. */
  readonly wtUeXwapId: UeXwapId;
}

/** The names of a pair. */
export const PAIR: Names<UePair> = { enbUeXwapId: true, wtUeXwapId: true };

/** The `octets` octets of `value`, 1 to 4, the most significant first. */
const bigEndian = (value: number, octets: number, path: string): Uint8Array => {
  const most = 0xffff_ffff >>> (32 - 8 * octets);
  if (!Number.isInteger(value) || value < 0 || value > most) {
    throw new EncodeError(path, `must be an integer in 0..${most}`);
  }
  const bytes = new Uint8Array(octets);
  for (let i = octets - 1, rest = value; i >= 0; i--, rest >>>= 8) bytes[i] = rest;
  return bytes;
};

/** The `length` bits of `value`, the most significant first; `length` is below 32. */
const bitsOf = (value: number, length: number, path: string): BitString => {
  if (!Number.isInteger(value) || value < 0 || value >= 2 ** length) {
    throw new EncodeError(path, `must be an integer in 0..${2 ** length - 1}`);
  }
  const unused = -length & 7;
  return { bytes: bigEndian(value * 2 ** unused, (length + unused) / 8, path), length };
};

/** Octets as a BIT STRING. */
export const bitsIn = (bytes: Uint8Array): BitString => ({ bytes, length: 8 * bytes.length });

/** UE-XwAP-ID from a number or its octets. */
export const ueXwapId = (id: UeXwapId, path: string): UEXwAPID =>
  typeof id === 'number' ? bigEndian(id, 3, path) : id;

/**
 * The number of a UE XwAP ID, 0..16777215, from the 3 octets that a decoded message has:
 * `ueXwapIdNumber(view.ies['WT-UE-XwAP-ID'])`. Builders take either.
 * @throws EncodeError for what are not 3 octets
 */
export const ueXwapIdNumber = (id: Uint8Array): number => get24(octetsOf(id, 'ueXwapId', 3), 0);

/** ENB-UE-XwAP-ID of a pair. An object of both, spread into the IEs of each message, would cost a simulation a twentieth of its time. */
export const enbIdOf = ({ enbUeXwapId }: UePair): UEXwAPID => ueXwapId(enbUeXwapId, 'enbUeXwapId');

/** WT-UE-XwAP-ID of a pair. */
export const wtIdOf = ({ wtUeXwapId }: UePair): UEXwAPID => ueXwapId(wtUeXwapId, 'wtUeXwapId');

/** GTP-TEID from a number, 0..4294967295. */
export const gtpTeid = (teid: number): Uint8Array => bigEndian(teid, 4, 'teid');

/** WLANSecurityInfo of an S-KWT of 32 octets. */
export const securityInfo = (sKwt: Uint8Array): WLANSecurityInfo => {
  if (sKwt.length !== 32) throw new EncodeError('sKwt', `must be of 32 octets, is of ${sKwt.length}`);
  return { 'wT-Security-Key': bitsIn(sKwt) };
};

/** Cause of the group radioNetwork: `radioNetworkCause('security-failure')`. */
export const radioNetworkCause = (value: CauseRadioNetwork): Cause => ({ choice: 'radioNetwork', value });

/**
 * PLMN-Identity, 3 octets: `plmnIdentity('001', '01')` is 00 f1 10. The digits follow one another, two an
 * octet, the first in the low half; 15 stands between an MCC and an MNC of two digits (as TS 36.413,
 * 9.2.3.8).
 * @param mcc mobile country code, 3 digits
 * @param mnc mobile network code, 2 or 3 digits
 * @throws EncodeError for anything else
 */
export function plmnIdentity(mcc: string, mnc: string): Uint8Array {
  if (!/^\d{3}$/.test(mcc)) throw new EncodeError('mcc', 'must be 3 digits');
  if (!/^\d{2,3}$/.test(mnc)) throw new EncodeError('mnc', 'must be 2 or 3 digits');
  const digits = mcc + mnc.padStart(3, 'f');
  return Uint8Array.from([1, 3, 5], i => Number.parseInt(digits[i]! + digits[i - 1]!, 16));
}

/** An eNB: its PLMN and one of the three forms of its id. */
export interface GlobalEnb {
  /** 3 octets; see {@link plmnIdentity}. */
  readonly plmn: Uint8Array;
  readonly id:
    | { /** 0..1048575 (20 bits) */ readonly macro: number }
    | { /** 0..262143 (18 bits) */ readonly shortMacro: number }
    | { /** 0..2097151 (21 bits) */ readonly longMacro: number };
}

const GLOBAL_ENB: Names<GlobalEnb> = { plmn: true, id: true };
const ENB_ID = { macro: true, shortMacro: true, longMacro: true } as const;

/**
 * Global-ENB-ID: `globalEnbId({ plmn, id: { macro: 0xb5ad6 } })`.
 * @throws EncodeError for an id out of range, and names that there are not
 */
export function globalEnbId(enb: GlobalEnb): GlobalENBID {
  onlyNames('', enb, GLOBAL_ENB);
  const { plmn, id } = enb;
  onlyNames('id', id, ENB_ID);
  if ('macro' in id) {
    const value = bitsOf(id.macro, 20, 'id.macro');
    return { pLMNidentity: plmn, 'eNB-ID': { choice: 'macroENB-ID', value } };
  }
  if ('shortMacro' in id) {
    const value = bitsOf(id.shortMacro, 18, 'id.shortMacro');
    return { pLMNidentity: plmn, 'eNB-ID': { choice: 'short-macroENB-ID', value } };
  }
  const value = bitsOf(id.longMacro, 21, 'id.longMacro');
  return { pLMNidentity: plmn, 'eNB-ID': { choice: 'long-macroENB-ID', value } };
}

/** A WT: by PLMN (3 octets) and a number of 24 bits (0..16777215), or by 6 octets of its own. */
export type WtId = { readonly plmn: Uint8Array; readonly shortId: number } | Uint8Array;

/**
 * WTID.
 * @throws EncodeError for a number out of range, names that there are not
 */
export function wtId(id: WtId): WTID {
  if (isOctets(id)) return { choice: 'wTID-Type2', value: bitsIn(id) };
  onlyNames('wtId', id, WT_ID);
  return {
    choice: 'wTID-Type1',
    value: { 'pLMN-Identity': id.plmn, shortWTID: bitsOf(id.shortId, 24, 'shortId') },
  };
}

const WT_ID = { plmn: true, shortId: true } as const;

/** A part of a WLAN mobility set; at least one of the three must be there. */
export interface WlanId {
  /** 6 octets */
  readonly bssid?: Uint8Array | undefined;
  /** 1..32 octets; text stands for its UTF-8. */
  readonly ssid?: string | Uint8Array | undefined;
  /** 6 octets */
  readonly hessid?: Uint8Array | undefined;
}

const WLAN_ID: Names<WlanId> = { bssid: true, ssid: true, hessid: true };

/**
 * MobilitySet of 1..1024 items. TS 36.463, 9.2.28.
 * @throws EncodeError for an item that names no WLAN, and names that there are not
 */
export const mobilitySet = (items: readonly WlanId[]): MobilitySet =>
  items.map((item, i): MobilitySetItem => {
    onlyNames(`mobilitySet[${i}]`, item, WLAN_ID);
    const { bssid, ssid, hessid } = item;
    if (bssid === undefined && ssid === undefined && hessid === undefined) {
      throw new EncodeError(`mobilitySet[${i}]`, 'must have at least one of bssid, ssid and hessid');
    }
    return given({ bSSID: bssid, sSID: ifGiven(ssid, ssidOctets), hESSID: hessid });
  });

/** What a WT measures. */
export interface Characteristics {
  readonly bssLoad?: boolean | undefined;
  readonly wanMetrics?: boolean | undefined;
  readonly availableChannelUtilization?: boolean | undefined;
}

const CHARACTERISTICS: Names<Characteristics> = {
  bssLoad: true,
  wanMetrics: true,
  availableChannelUtilization: true,
};

/**
 * ReportCharacteristics: three bits of 32, from the left.
 * @throws EncodeError for names that there are not
 */
export const reportCharacteristics = (wanted: Characteristics): ReportCharacteristics => {
  onlyNames('characteristics', wanted, CHARACTERISTICS);
  const first =
    (wanted.bssLoad ? 0x80 : 0) |
    (wanted.wanMetrics ? 0x40 : 0) |
    (wanted.availableChannelUtilization ? 0x20 : 0);
  return bitsIn(Uint8Array.of(first, 0, 0, 0));
};

type ElementOf<S> = S[keyof S] extends IE<string, infer T> ? T : never;

/** The elements of a list in their single containers: id, criticality and type are those of the list. */
export function elementsOf<S extends IESet>(
  list: ContainerList<S>,
  values: readonly ElementOf<S>[],
): readonly ProtocolIEField<S>[];
export function elementsOf(list: ContainerList<IESet>, values: readonly unknown[]): readonly unknown[] {
  const elements: unknown[] = [];
  for (const name in list.elements) {
    const { criticality, type } = list.elements[name as IEName]!;
    const id = protocolIEID[name as IEName];
    for (const value of values) elements.push({ id, criticality, value: { type: type.asn1Name, value } });
  }
  return elements;
}
