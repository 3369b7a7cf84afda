import type { PreparedKey } from '../../crypto/mpdu.js';
import type { At } from '../at.js';
import type { NamedPmk } from '../keys/given.js';
import type { PnWindow } from './packet-number.js';
import type { Peers } from './peers.js';

/** A PTK under which a MIC was right. */
export interface ProvenPtk {
  readonly pmk: NamedPmk;
  readonly aNonce: Uint8Array;
  readonly sNonce: Uint8Array;
  readonly ptk: Uint8Array;
  readonly kck: Uint8Array;
  readonly kek: Uint8Array;
  readonly akm: string;
  /** The MLDs that it is of, with multi-link operation. */
  readonly mld?: Peers;
  /** The TK, ready to open frames whatever key ID they name; undefined for a suite that protects none here. */
  readonly tk: PreparedKey | undefined;
  /** The frame that proved it. */
  readonly frame: number;
  /** The packet numbers seen under its TK: from the station, and from the AP. */
  readonly pns: readonly [PnWindow, PnWindow];
}

/** A group key, ready to open frames. */
export interface GroupKey {
  readonly key: PreparedKey;
  readonly keyId: number;
  /** The packet numbers seen under it. */
  readonly pns: PnWindow;
}

/** An IGTK that a station was handed. */
export interface IntegrityKey {
  /** The link of an AP MLD that it is for. */
  readonly linkId: number | undefined;
  readonly keyId: number;
  readonly octets: Uint8Array;
  /** The packet number that its AP was at as it handed it out, 48 bits: a station drops frames up to that. */
  readonly ipn: bigint;
  readonly handed: At;
}

/** A key for the report. */
export interface FoundKey {
  readonly kind: 'ptk' | 'gtk' | 'igtk' | 'bigtk';
  readonly frame: number;
  readonly keyId?: number;
  /** The link of an AP MLD that a group key is for. */
  readonly linkId?: number;
  readonly octets: Uint8Array;
}
