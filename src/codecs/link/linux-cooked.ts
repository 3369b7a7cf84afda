/** The pseudo headers of Linux "any" captures (libpcap's LINKTYPE_LINUX_SLL, 113, and LINKTYPE_LINUX_SLL2, 276). */
import { type Infer, type Layout, layout, octets, rest, u8, u16be, u32be } from '../layout/index.js';

/**
 * Version 1 (link type 113). `protocol` is an EtherType, but for `arpHardwareType` values with a meaning of
 * their own (netlink, GRE) and the values 1 and 4 (IEEE 802.3 frames without and with LLC).
 */
export const linuxCookedV1 = /* @__PURE__ */ layout('Linux cooked v1', {
  /** 0 to us, 1 broadcast, 2 multicast, 3 to another host, 4 sent by us. */
  packetType: u16be,
  /** ARPHRD_ number of the device: 1 Ethernet. */
  arpHardwareType: u16be,
  /** Octets of `address` that are used, or of an address that was cut to 8. */
  addressLength: u16be,
  /** Link-layer address of the sender, and what fills its eight octets. */
  address: octets(8),
  protocol: u16be,
  payload: rest,
});

/** Version 2 (link type 276); see {@link linuxCookedV1}. */
export const linuxCookedV2 = /* @__PURE__ */ layout('Linux cooked v2', {
  protocol: u16be,
  reserved: u16be,
  interfaceIndex: u32be,
  arpHardwareType: u16be,
  packetType: u8,
  addressLength: u8,
  address: octets(8),
  payload: rest,
});

/** A packet with the version 1 pseudo header. */
export type LinuxCookedV1 = Infer<typeof linuxCookedV1>;
/** A packet with the version 2 pseudo header. */
export type LinuxCookedV2 = Infer<typeof linuxCookedV2>;

/** Reads a packet of link type 113. @throws DecodeError */
export const decodeLinuxCookedV1: Layout<LinuxCookedV1>['decode'] = linuxCookedV1.decode;
/** Writes a packet of link type 113. @throws EncodeError */
export const encodeLinuxCookedV1: Layout<LinuxCookedV1>['encode'] = linuxCookedV1.encode;
/** Reads a packet of link type 276. @throws DecodeError */
export const decodeLinuxCookedV2: Layout<LinuxCookedV2>['decode'] = linuxCookedV2.decode;
/** Writes a packet of link type 276. @throws EncodeError */
export const encodeLinuxCookedV2: Layout<LinuxCookedV2>['encode'] = linuxCookedV2.encode;
