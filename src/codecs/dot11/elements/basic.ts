/** The elements that are short enough to need no file of their own. */
import { bits, flag, layout, octets, rest, u8, u16le, u32le } from '../../layout/index.js';
import { between, eitherLength, optional, oui, part, partFlag, reservedFrom, tag } from '../fields.js';

/** SSID, 0 to 32 octets; none is the wildcard (9.4.2.2). */
export const SSID = /* @__PURE__ */ layout('SSID', { element: tag('SSID'), ssid: between(0, 32) });

/** Supported Rates: units of 500 kb/s, the highest bit set for a basic rate (9.4.2.3). */
export const SUPPORTED_RATES = /* @__PURE__ */ layout('Supported Rates', {
  element: tag('Supported Rates'),
  rates: rest,
});

/** DSSS Parameter Set: the channel number (9.4.2.4). */
export const DS_PARAMETER_SET = /* @__PURE__ */ layout('DS Parameter Set', {
  element: tag('DS Parameter Set'),
  currentChannel: u8,
});

/** Mobility Domain (9.4.2.46). `more` is what a later edition may have put behind: the element is extensible (Table 9-92). */
export const MOBILITY_DOMAIN = /* @__PURE__ */ layout('Mobility Domain', {
  element: tag('Mobility Domain'),
  mobilityDomainIdentifier: octets(2),
  ftCapabilityAndPolicy: bits(u8, {
    reserved: 6,
    resourceRequestProtocol: flag,
    fastBssTransitionOverDs: flag,
  }),
  more: optional(rest),
});

/**
 * Timeout Interval: of type 1 (reassociation deadline) and 3 (association comeback) in time units of
 * 1024 µs, of type 2 (key lifetime) in seconds (9.4.2.48). `more` as in {@link MOBILITY_DOMAIN}.
 */
export const TIMEOUT_INTERVAL = /* @__PURE__ */ layout('Timeout Interval', {
  element: tag('Timeout Interval'),
  timeoutIntervalType: u8,
  timeoutIntervalValue: u32le,
  more: optional(rest),
});

/** Management MIC: the IGTK packet number, little-endian, and 8 octets of MIC, or 16 (9.4.2.54). */
export const MANAGEMENT_MIC = /* @__PURE__ */ layout('Management MIC', {
  element: tag('Management MIC'),
  keyId: u16le,
  ipn: octets(6),
  mic: eitherLength(8, 16),
});

/** RSN Extension: `fieldLength` is the number of octets of the capabilities, less one (9.4.2.241). */
export const RSNX = /* @__PURE__ */ layout('RSNX', {
  element: tag('RSNX'),
  fieldLength: part(0, 4),
  protectedTwtOperations: partFlag(4),
  saeHashToElement: partFlag(5),
  reserved: reservedFrom(6),
  moreCapabilities: rest,
});

/** Vendor Specific, of any organization (9.4.2.25). */
export const VENDOR_SPECIFIC = /* @__PURE__ */ layout('Vendor Specific', {
  element: tag('Vendor Specific'),
  oui,
  content: rest,
});
