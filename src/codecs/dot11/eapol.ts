import { counted, type Infer, type Layout, layout, rest, u8, u16be } from '../layout/index.js';

const EAPOL = /* @__PURE__ */ layout('EAPOL', {
  protocolVersion: u8,
  packetType: u8,
  body: counted(u16be),
  padding: rest,
});

/**
 * An EAPOL PDU (IEEE 802.1X-2020, 11.3): protocol version 1, 2 or 3, the packet type, the body, and as
 * `padding` the octets behind the body's length, which are no part of it.
 */
export type Eapol = Infer<typeof EAPOL>;

/** Packet types (IEEE 802.1X-2020, Table 11-3). */
export const EAPOL_PACKET_TYPE = { eap: 0, start: 1, logoff: 2, key: 3 } as const;

/** The EAPOL PDU in `bytes`, from its protocol version on. @throws DecodeError */
export const decodeEapol: Layout<Eapol>['decode'] = EAPOL.decode;
/** The octets of an EAPOL PDU; the length of its body is computed. @throws EncodeError */
export const encodeEapol: Layout<Eapol>['encode'] = EAPOL.encode;
