import type { PdcpSnLength } from '../../codecs/rrc/pdcp.js';
import type { GlobalEnb } from '../../codecs/xwap/index.js';

/** In which order an eNB tells UE and WT of a new S-KWT. */
export type Strategy =
  /** Option 1: the WT first, the UE after `rrcDelay`. */
  | { readonly order: 'wt-first'; readonly rrcDelay: number }
  /** Option 2, the proposal: the UE first, the WT once the UE has confirmed. */
  | { readonly order: 'ue-first' };

/** What an eNB is configured with. */
export interface EnbConfiguration {
  readonly id: GlobalEnb;
  /** 4 octets: where GTP tunnels end. */
  readonly ip: Uint8Array;
  /** The WLANs of its WT that UEs may move among, one entry at least: each has one identifier or both, which a WLAN is to match. */
  readonly mobilitySet: readonly { readonly ssid?: Uint8Array; readonly bssid?: Uint8Array }[];
  readonly strategy: Strategy;
  /** Whether LWA goes on through a handover (handoverWithoutWT-Change-r14), or is released and set up again. */
  readonly keepsLwa: boolean;
  /** The WT Counter of the first S-KWT of a UE's first KeNB. */
  readonly firstWtCounter: number;
  /** Bits of the PDCP sequence numbers of the DRB. */
  readonly pdcpSnLength: Exclude<PdcpSnLength, 7>;
  /** T351, in seconds. */
  readonly associationTimer: 10 | 30 | 60 | 120 | 240;
  /** Nanoseconds that the WT may take to answer. */
  readonly responseTimeout: number;
  /** Nanoseconds from a refused WT Modification to the next attempt. */
  readonly retryDelay: number;
  /** Nanoseconds one way to another eNB. */
  readonly x2Delay: number;
}
