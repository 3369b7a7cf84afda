import { decodeElements } from '../../codecs/dot11/element.js';
import { isBasicMultiLink } from '../../codecs/dot11/elements/multi-link.js';
import { headerLength } from '../../codecs/dot11/header.js';
import { sameOctets } from '../../codecs/same-octets.js';
import { concatBytes } from '../../crypto/octets.js';
import { remember } from '../bounded.js';
import type { Bss } from '../session.js';
import { learnNetwork } from './security.js';

/** Announcements that an AP may take turns with: a hidden network names itself in probe responses only. */
const ANNOUNCEMENTS_KEPT = 4;
/** Octets of a beacon or probe response in front of its elements: timestamp, interval, capabilities (9.3.3.2). */
const FIXED_FIELDS = 12;

const SSID = 0;
const DS_PARAMETER_SET = 3;
const RSN = 48;
const MOBILITY_DOMAIN = 54;
const VENDOR_SPECIFIC = 221;
const RSNX = 244;
const EXTENSION = 255;
/** OUI and type. */
const WPA_OUI = Uint8Array.of(0x00, 0x50, 0xf2, 0x01);
const HOTSPOT_OUI = Uint8Array.of(0x50, 0x6f, 0x9a, 0x10);

const endOf = (mpdu: Uint8Array, at: number): number => at + 2 + mpdu[at + 1]!;

/** Whether the vendor specific element at `at` begins with an OUI and type. */
function isOf(oui: Uint8Array, mpdu: Uint8Array, at: number): boolean {
  if (mpdu[at + 1]! < oui.length) return false;
  for (let i = 0; i < oui.length; i++) if (mpdu[at + 2 + i] !== oui[i]) return false;
  return true;
}

/**
 * Where the next whole element is that names the network, its channel or its AP MLD, that M3 repeats, or that tells what its GTKs are
 * for, from the element at `at` on; -1 if there is none.
 */
function nextKept(mpdu: Uint8Array, at: number): number {
  for (let next = at; next + 2 <= mpdu.length; ) {
    const end = endOf(mpdu, next);
    if (end > mpdu.length) return -1;
    const id = mpdu[next]!;
    if (id === SSID || id === DS_PARAMETER_SET || id === RSN || id === MOBILITY_DOMAIN || id === RSNX)
      return next;
    if (id === EXTENSION && isBasicMultiLink(mpdu, next + 2, end)) return next;
    if (id === VENDOR_SPECIFIC && (isOf(WPA_OUI, mpdu, next) || isOf(HOTSPOT_OUI, mpdu, next))) return next;
    next = end;
  }
  return -1;
}

/** Whether a frame with its elements from `start` on announces these octets and no others. */
function announces(octets: Uint8Array, mpdu: Uint8Array, start: number): boolean {
  let seen = 0;
  for (let at = nextKept(mpdu, start); at >= 0; at = nextKept(mpdu, at)) {
    const end = endOf(mpdu, at);
    while (at < end) if (octets[seen++] !== mpdu[at++]) return false;
  }
  return seen === octets.length;
}

/**
 * Takes a beacon or a probe response. Nearly each is as the last one: only another is read.
 * @param isCut whether the capture has cut its end off
 */
export function announced(bss: Bss, mpdu: Uint8Array, isCut: boolean): void {
  const start = headerLength(mpdu) + FIXED_FIELDS;
  const [latest] = bss.announcements;
  if (latest?.isCut === isCut && announces(latest.octets, mpdu, start)) return;
  const parts: Uint8Array[] = [];
  for (let at = nextKept(mpdu, start); at >= 0; at = nextKept(mpdu, endOf(mpdu, at)))
    parts.push(mpdu.subarray(at, endOf(mpdu, at)));
  // A copy, because what is kept must not keep the file's chunk in memory.
  const octets = concatBytes(...parts);
  const now = bss.announcements.find(one => one.isCut === isCut && sameOctets(one.octets, octets)) ?? {
    octets,
    elements: decodeElements(octets, { lax: true }).value,
    isCut,
  };
  bss.announcements = remember(bss.announcements, now, ANNOUNCEMENTS_KEPT);
  learnNetwork(bss, now.elements);
}
