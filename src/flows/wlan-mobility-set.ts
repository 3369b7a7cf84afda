import type { WLANIdentifiersR12 } from '../codecs/rrc/ie/lwa.js';
import { kept } from './kept.js';

/** A BSS, as it announces itself. */
export interface AnnouncedWlan {
  readonly ssid: string;
  /** 6 octets. */
  readonly bssid: Uint8Array;
  /** 6 octets; undefined where it announces none (IEEE 802.11-2020, 9.4.2.91). */
  readonly hessid?: Uint8Array | undefined;
}

/** An entry of the set: what is there has to match. */
type Entry = { readonly [K in keyof AnnouncedWlan]: AnnouncedWlan[K] | undefined };

/** VarWLAN-MobilityConfig, wlan-MobilitySet (TS 36.331, 7.1): WLANs among which a UE moves by itself. */
export type MobilitySet = readonly Entry[];

const utf8 = /* @__PURE__ */ new TextDecoder();

const entryOf = ({
  'ssid-r12': ssid,
  'bssid-r12': bssid,
  'hessid-r12': hessid,
}: WLANIdentifiersR12): Entry => ({
  ssid: ssid && utf8.decode(ssid),
  bssid: bssid && kept(bssid),
  hessid: hessid && kept(hessid),
});

const areEqual = (a: Uint8Array | undefined, b: Uint8Array | undefined): boolean =>
  a === b || (a?.length === b?.length && a!.every((octet, i) => octet === b![i]));

const isSame = (a: Entry, b: Entry): boolean =>
  a.ssid === b.ssid && areEqual(a.bssid, b.bssid) && areEqual(a.hessid, b.hessid);

/** `set` without the entries of wlan-ToReleaseList, then with those of wlan-ToAddList (TS 36.331, 5.6.14.2). */
export function changeMobilitySet(
  set: MobilitySet,
  toRelease: readonly WLANIdentifiersR12[] = [],
  toAdd: readonly WLANIdentifiersR12[] = [],
): MobilitySet {
  const without = (entries: MobilitySet, gone: MobilitySet): MobilitySet =>
    gone.length === 0 ? entries : entries.filter(one => !gone.some(other => isSame(one, other)));
  const added = toAdd.map(entryOf);
  return [...without(without(set, toRelease.map(entryOf)), added), ...added];
}

/** Whether a WLAN is inside the set: it matches all identifiers of an entry (TS 36.331, 5.6.15.1). */
export const isInMobilitySet = (set: MobilitySet, { ssid, bssid, hessid }: AnnouncedWlan): boolean =>
  set.some(
    entry =>
      (entry.ssid === undefined || entry.ssid === ssid) &&
      (entry.bssid === undefined || areEqual(entry.bssid, bssid)) &&
      (entry.hessid === undefined || areEqual(entry.hessid, hessid)),
  );
