import { integer, objectOf } from '../check.js';
import { oui } from '../dot11/fields.js';
import { EncodeError } from '../error.js';
import { requireOctets } from '../is-octets.js';
import { type Infer, layout, rest, u8, u16be, u16le } from '../layout/index.js';
import { get16 } from '../layout/octets.js';

/** EtherType of EAPOL (IEEE 802.1X-2020, 11.1.4). */
export const EAPOL_ETHERTYPE = 0x888e;
/** EtherType of LWAAP PDUs (TS 36.360). */
export const LWAAP_ETHERTYPE = 0x9e65;

/** DSAP and SSAP of SNAP (IEEE 802-2014, 9.4). */
const SNAP = 0xaa;
/** The control field of an unnumbered information PDU. */
const UI = 0x03;
/** The two low bits of the control field of unnumbered PDUs, which alone have one octet of it (ISO 8802-2, 5.2). */
const UNNUMBERED = 0x03;

const SNAP_PDU = /* @__PURE__ */ layout('LLC', {
  dsap: u8,
  ssap: u8,
  control: u8,
  oui,
  etherType: u16be,
  payload: rest,
});
const UNNUMBERED_PDU = /* @__PURE__ */ layout('LLC', { dsap: u8, ssap: u8, control: u8, payload: rest });
const NUMBERED_PDU = /* @__PURE__ */ layout('LLC', { dsap: u8, ssap: u8, control: u16le, payload: rest });

type SnapPdu = Infer<typeof SNAP_PDU>;

/**
 * An LLC PDU (ISO/IEC 8802-2): with SNAP it has an organization (`00-00-00` where an EtherType follows) and
 * the EtherType, or that organization's protocol identifier. The control field is one octet in unnumbered
 * PDUs and two, little-endian, in the others.
 */
export type Llc = Omit<SnapPdu, 'oui' | 'etherType'> & {
  oui?: string | undefined;
  etherType?: number | undefined;
};

const isSnap = (dsap: number | undefined, ssap: number | undefined, control: number | undefined): boolean =>
  dsap === SNAP && ssap === SNAP && control === UI;

/** The LLC PDU in `bytes`. @throws DecodeError */
export function decodeLlc(bytes: Uint8Array): Llc {
  requireOctets(bytes);
  // Generated code does not pay for so few fields.
  if (isSnap(bytes[0], bytes[1], bytes[2])) return SNAP_PDU.interpret(bytes);
  return (((bytes[2] ?? UI) & UNNUMBERED) === UNNUMBERED ? UNNUMBERED_PDU : NUMBERED_PDU).interpret(bytes);
}

/** The octets of an LLC PDU; `oui` and `etherType` are written where DSAP, SSAP and control say SNAP. @throws EncodeError */
export function encodeLlc(value: Llc): Uint8Array<ArrayBuffer> {
  const { dsap, ssap, control } = objectOf(value, 'LLC');
  if (isSnap(dsap, ssap, control)) return SNAP_PDU.encode(value as SnapPdu);
  if (value.oui !== undefined || value.etherType !== undefined)
    throw new EncodeError('LLC.oui', 'is only there with SNAP: DSAP and SSAP 170, control 3');
  integer(control, 'LLC.control', 0xffff);
  return ((control & UNNUMBERED) === UNNUMBERED ? UNNUMBERED_PDU : NUMBERED_PDU).encode(value);
}

/** What stands in front of an EtherType: {@link snap} without the EtherType. */
const SNAP_HEADER = 6;

/**
 * The EtherType of an LLC PDU at `offset`, or −1 where it has none: no SNAP, or of another organization than
 * 00-00-00. For paths that see every frame.
 */
export function etherTypeAt(bytes: Uint8Array, offset = 0): number {
  return bytes.length >= offset + SNAP_HEADER + 2 &&
    isSnap(bytes[offset], bytes[offset + 1], bytes[offset + 2]) &&
    (bytes[offset + 3]! | bytes[offset + 4]! | bytes[offset + 5]!) === 0
    ? get16(bytes, offset + SNAP_HEADER)
    : -1;
}

/** `payload` behind LLC/SNAP with `etherType`. @throws EncodeError for an EtherType beyond 16 bits */
export function snap(etherType: number, payload: Uint8Array): Uint8Array<ArrayBuffer> {
  return SNAP_PDU.encode({ dsap: SNAP, ssap: SNAP, control: UI, oui: '00-00-00', etherType, payload });
}
