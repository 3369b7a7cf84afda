import type { GroupKey } from '../keys/wlan.js';
import type { SendOptions } from './radio.js';
import type { AssociationRsne } from './rsn.js';

/** Why a station is not connected: the access point is not to be reached, or ends association after association without a key. */
export type ConnectionFailure = 'out of reach' | 'no key';

/** What a station tells the UE that it belongs to. */
export interface StationHost {
  /** Whether it may join the network that it has found. */
  mayJoin(): boolean;
  /** The access point has refused authentication or association; it is tried again later, unless the station is stopped. */
  refused(): void;
  /** It has tried in vain to be connected, three times or more, and does so again later, unless it is stopped. */
  failed(why: ConnectionFailure): void;
  /** Associated; EAPOL frames alone pass until a pairwise key is installed. */
  associated(rsne: AssociationRsne): void;
  disassociated(): void;
  receive(etherType: number, payload: Uint8Array): void;
}

/** How a station sends a payload. */
export interface PayloadOptions extends SendOptions {
  /** Without protection though there is a pairwise key. */
  readonly isClear?: boolean;
}

/** The WLAN station of a UE. */
export interface Station {
  /** Joins the network, again and again until it is associated. */
  start(): void;
  /** Deauthenticates, and joins anew. */
  leave(reason: number): void;
  /** Deauthenticates if it is associated, and joins no more until it is started again. */
  stop(reason: number): void;
  /** Leaves the network if it may not be in it any more, and joins again once it may. */
  leaveIfForbidden(): void;
  /** Whether its last three attempts to be connected, or more, were in vain. */
  readonly isInVain: boolean;
  /** Leaves the association and enters it again, without a scan (11.3.5.4); without effect if there is none. */
  reassociate(): void;
  /** Sends to the access point; what is not EAPOL is dropped while there is no pairwise key. */
  send(etherType: number, payload: Uint8Array, options?: PayloadOptions): void;
  /** Takes a temporal key into use for one direction (MLME-SETKEYS, IEEE 802.11-2020, 6.3.19). */
  installPairwise(ptk: Uint8Array, direction: 'transmit' | 'receive'): void;
  /** Takes a GTK into use, with its `pn` as receive counter, in place of one with the same key ID. */
  installGtk(gtk: GroupKey): void;
}
