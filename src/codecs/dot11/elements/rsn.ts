import { EncodeError } from '../../error.js';
import { given, type Told } from '../../given.js';
import { bits, flag, layout, octets, rest, u16be, u16le, type ValueOf } from '../../layout/index.js';
import { type ElementOf, list, optional, suite, tag } from '../fields.js';
import type { BodyFormat } from '../tlv.js';

/**
 * RSN capabilities (9.4.2.24.4). The standard numbers the bits of a little-endian integer; drawn octet by
 * octet from the most significant bit down they come in this order.
 */
const RSN_CAPABILITIES = /* @__PURE__ */ bits(u16be, {
  managementFrameProtectionCapable: flag,
  managementFrameProtectionRequired: flag,
  gtksaReplayCounters: 2,
  ptksaReplayCounters: 2,
  noPairwise: flag,
  preauthentication: flag,
  reserved: flag,
  ocvc: flag,
  extendedKeyId: flag,
  pbac: flag,
  sppAMsduRequired: flag,
  sppAMsduCapable: flag,
  peerKeyEnabled: flag,
  jointMultiBandRsna: flag,
});

/** {@link RSN_CAPABILITIES} as values. Replay counter fields 0 to 3 stand for 1, 2, 4 and 16 counters. */
export type RsnCapabilities = ValueOf<typeof RSN_CAPABILITIES>;

/** RSN capabilities with `set` in them and all else 0 and false. */
export function rsnCapabilities(set: Told<RsnCapabilities> = {}): RsnCapabilities {
  return {
    managementFrameProtectionCapable: false,
    managementFrameProtectionRequired: false,
    gtksaReplayCounters: 0,
    ptksaReplayCounters: 0,
    noPairwise: false,
    preauthentication: false,
    reserved: false,
    ocvc: false,
    extendedKeyId: false,
    pbac: false,
    sppAMsduRequired: false,
    sppAMsduCapable: false,
    peerKeyEnabled: false,
    jointMultiBandRsna: false,
    ...given(set),
  };
}

/** The body may end in front of any field but the first; this refuses values with a gap. */
const withoutGaps = <V extends object>(format: BodyFormat<V>, order: readonly string[]): BodyFormat<V> => ({
  format: format.format,
  interpret: format.interpret,
  write: format.write,
  measure: value => {
    let absent: string | undefined;
    for (const name of order) {
      const present = value[name as keyof V] !== undefined;
      if (present && absent !== undefined)
        throw new EncodeError(`${format.format}.${name}`, `is only there behind ${absent}`);
      if (!present) absent ??= name;
    }
    return format.measure(value);
  },
});

const SUITES = {
  version: u16le,
  groupCipher: optional(suite),
  pairwiseCiphers: optional(list(suite)),
  akms: optional(list(suite)),
  capabilities: optional(RSN_CAPABILITIES),
} as const;

const RSN_LAYOUT = /* @__PURE__ */ layout('RSN', {
  element: tag('RSN'),
  ...SUITES,
  pmkids: optional(list(octets(16))),
  groupManagementCipher: optional(suite),
  more: optional(rest),
});

const WPA_LAYOUT = /* @__PURE__ */ layout('WPA', {
  element: tag('WPA', Uint8Array.of(0x00, 0x50, 0xf2, 0x01)),
  ...SUITES,
  more: optional(rest),
});

const WPA_ORDER = ['groupCipher', 'pairwiseCiphers', 'akms', 'capabilities', 'more'];
const RSN_ORDER = [...WPA_ORDER.slice(0, -1), 'pmkids', 'groupManagementCipher', 'more'];

/**
 * RSN (9.4.2.24): suites as `00-0F-AC:4`. It may end behind any field; those that are not there are undefined. The element is
 * extensible (Table 9-92): `more` is what a later edition may have put behind the last, which receivers pass over.
 */
export type RsnElement = ElementOf<typeof RSN_LAYOUT>;
/** The WPA element that came before RSN: Vendor Specific of 00-50-F2, type 1; suites as `00-50-F2:2`. `more` as in RSN. */
export type WpaElement = ElementOf<typeof WPA_LAYOUT>;

/** Reads and writes an {@link RsnElement}. */
export const RSN: BodyFormat<RsnElement> = /* @__PURE__ */ withoutGaps<RsnElement>(RSN_LAYOUT, RSN_ORDER);
/** Reads and writes a {@link WpaElement}. */
export const WPA: BodyFormat<WpaElement> = /* @__PURE__ */ withoutGaps<WpaElement>(WPA_LAYOUT, WPA_ORDER);
