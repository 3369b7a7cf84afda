import { bit, integer, NONE, objectOf, objectsOf, octetsOf } from '../check.js';
import { decoder, fault, need } from '../decoder.js';
import { type Decoder, EncodeError } from '../error.js';
import { get16, put16 } from '../layout/octets.js';
import { EAPOL_ETHERTYPE, LWAAP_ETHERTYPE } from './llc.js';

/** A VLAN tag (IEEE 802.1Q-2018, 9.6). */
export interface VlanTag {
  /** Tag protocol identifier: 0x8100 (C-tag), 0x88a8 (S-tag) or 0x9100 (the S-tag's forerunner). */
  readonly tpid: number;
  /** Priority code point, 3 bits. */
  readonly priority: number;
  readonly dropEligible: boolean;
  /** VLAN identifier, 12 bits. */
  readonly vlan: number;
}

/** An Ethernet frame without preamble and frame check sequence, as captures hold it (IEEE 802.3-2018, 3.2). */
export interface Ethernet {
  /** MAC address, 6 octets. */
  readonly destination: Uint8Array;
  /** MAC address, 6 octets. */
  readonly source: Uint8Array;
  /** VLAN tags, outermost first; left out where there are none. */
  readonly tags?: readonly VlanTag[] | undefined;
  /** 0x0600 and above; left out for an IEEE 802.3 frame, whose payload (LLC) has a length field instead. */
  readonly etherType?: number | undefined;
  /** With an EtherType all octets, the padding of a short frame included; else as many as the length says. */
  readonly payload: Uint8Array;
  /** Octets behind the payload of an IEEE 802.3 frame; left out where there are none. */
  readonly padding?: Uint8Array | undefined;
}

/** EtherTypes of what this library reads. */
export const ETHER_TYPE = {
  ipv4: 0x0800,
  ipv6: 0x86dd,
  eapol: EAPOL_ETHERTYPE,
  /** RSN pre-authentication (IEEE 802.11-2020, 12.6.10.2). */
  preauthentication: 0x88c7,
  /** LWAAP (TS 36.360). */
  lwaap: LWAAP_ETHERTYPE,
} as const;

const FORMAT = 'Ethernet';
const TPIDS: readonly number[] = [0x8100, 0x88a8, 0x9100];

/** The greatest value that is a length, and the smallest that is an EtherType (IEEE 802.3-2018, 3.2.6). */
const MAX_LENGTH = 1500;
const MIN_ETHER_TYPE = 0x600;

/** Reads an Ethernet frame, tagged or not. @throws DecodeError */
export const decodeEthernet: Decoder<Ethernet> = /* @__PURE__ */ decoder((bytes, value) => {
  need(bytes, 0, 6, FORMAT, 'destination');
  value.destination = bytes.subarray(0, 6);
  need(bytes, 6, 6, FORMAT, 'source');
  value.source = bytes.subarray(6, 12);
  need(bytes, 12, 2, FORMAT, 'etherType');
  let type = get16(bytes, 12);
  let end = 14;
  if (TPIDS.includes(type)) {
    const tags: VlanTag[] = [];
    value.tags = tags;
    for (; TPIDS.includes(type); end += 4) {
      need(bytes, end, 4, FORMAT, `tags[${tags.length}]`);
      const control = get16(bytes, end);
      tags.push({
        tpid: type,
        priority: control >>> 13,
        dropEligible: (control & 0x1000) !== 0,
        vlan: control & 0xfff,
      });
      type = get16(bytes, end + 2);
    }
  }
  if (type >= MIN_ETHER_TYPE) {
    value.etherType = type;
    value.payload = bytes.subarray(end);
    return;
  }
  if (type > MAX_LENGTH)
    throw fault(
      FORMAT,
      'etherType',
      end - 2,
      'value',
      `is ${type}, neither a length (to ${MAX_LENGTH}) nor an EtherType (from ${MIN_ETHER_TYPE})`,
    );
  need(bytes, end, type, FORMAT, 'payload', 'length');
  value.payload = bytes.subarray(end, end + type);
  if (end + type < bytes.length) value.padding = bytes.subarray(end + type);
});

/** Writes an Ethernet frame. Short frames are not padded: captures hold them as they were sent. @throws EncodeError */
export function encodeEthernet(value: Ethernet): Uint8Array<ArrayBuffer> {
  const { etherType } = objectOf(value, FORMAT);
  const tags = value.tags === undefined ? [] : objectsOf(value.tags, 'Ethernet.tags');
  const payload = octetsOf(value.payload, 'Ethernet.payload');
  const padding = value.padding === undefined ? NONE : octetsOf(value.padding, 'Ethernet.padding');
  if (etherType === undefined) {
    if (payload.length > MAX_LENGTH)
      throw new EncodeError('Ethernet.payload', `is to be at most ${MAX_LENGTH} octets without an EtherType`);
  } else {
    integer(etherType, 'Ethernet.etherType', 0xffff, MIN_ETHER_TYPE);
    if (TPIDS.includes(etherType))
      throw new EncodeError('Ethernet.etherType', 'is to be no tag: tags holds those');
    if (padding.length > 0)
      throw new EncodeError('Ethernet.padding', 'is to be left out with an EtherType: the payload holds it');
  }
  const bytes = new Uint8Array(14 + 4 * tags.length + payload.length + padding.length);
  bytes.set(octetsOf(value.destination, 'Ethernet.destination', 6), 0);
  bytes.set(octetsOf(value.source, 'Ethernet.source', 6), 6);
  let at = 12;
  for (let i = 0; i < tags.length; i++, at += 4) {
    const { tpid, priority, dropEligible, vlan } = tags[i]!;
    const path = `Ethernet.tags[${i}]`;
    if (!TPIDS.includes(tpid)) throw new EncodeError(`${path}.tpid`, 'is to be 0x8100, 0x88a8 or 0x9100');
    put16(bytes, at, tpid);
    put16(
      bytes,
      at + 2,
      (integer(priority, `${path}.priority`, 7) << 13) |
        (bit(dropEligible, `${path}.dropEligible`) << 12) |
        integer(vlan, `${path}.vlan`, 0xfff),
    );
  }
  put16(bytes, at, etherType ?? payload.length);
  bytes.set(payload, at + 2);
  bytes.set(padding, at + 2 + payload.length);
  return bytes;
}
