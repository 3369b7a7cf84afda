import type { At } from '../at.js';
import type { LteEvent } from '../lte-events.js';
import type { UuContext, WtCounterEvent } from '../uu/index.js';
import type { XwUe } from '../xw/index.js';
import type { UeKeys } from './ue-keys.js';

/** One UE, or one Xw interface, of whose LTE signalling a capture shows something. */
export interface LteUe {
  /** `xw` for what concerns the interface between an eNB and a WT. */
  readonly kind: 'ue' | 'xw';
  /** Its WLAN address as hex: that of the association which belongs to it. Undefined where nothing tells. */
  readonly station: string | undefined;
  /** How many of its messages made room for others, and are told to nobody. */
  forgotten: number;
}

/** What is one UE's for sure: all of one UE on Uu, or all XwAP of one UE, or of one interface. */
export interface Part {
  readonly uu: UuContext | undefined;
  readonly xw: XwUe | undefined;
  waiting: (LteEvent | WtCounterEvent)[];
  /** How many messages made room for others that wait. */
  forgotten: number;
  ue: Ue | undefined;
  /** Whether the other side of Xw and Uu has been found. */
  hasPartner: boolean;
  /** The station, as hex, that whoever gave its KeNB says that it is for: it may be that of before, or another UE's. */
  stated: string | undefined;
  /** The WLAN address, as hex, that the UE tells the eNB. */
  toldAddress: string | undefined;
  firstAt: At;
  lastAt: At;
  /** The S-KWT of the latest WT ADDITION REQUEST, as hex, and the frame. */
  added: { readonly sKwt: string; readonly frame: number } | undefined;
}

/** A UE, and what is known to be its. */
export interface Ue extends LteUe {
  station: string | undefined;
  readonly uu: Set<Part>;
  readonly keys: UeKeys;
}

/** A part of which the first event comes now. */
export const createPart = (at: At, of: Pick<Part, 'uu' | 'xw'>): Part => ({
  ...of,
  waiting: [],
  forgotten: 0,
  ue: undefined,
  hasPartner: false,
  stated: undefined,
  toldAddress: undefined,
  firstAt: at,
  lastAt: at,
  added: undefined,
});
