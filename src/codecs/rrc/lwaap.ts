import { bits, type Infer, type Layout, layout, rest, u8 } from '../layout/index.js';

/**
 * An LWAAP data PDU (TS 36.360, 6.1.2): three reserved bits, five bits DRBID, and the PDCP PDU. It is the
 * payload of EtherType 0x9E65.
 */
export const lwaap = /* @__PURE__ */ layout('LWAAP', {
  header: bits(u8, { reserved: 3, drbId: 5 }),
  payload: rest,
});

/** An LWAAP data PDU. */
export type Lwaap = Infer<typeof lwaap>;

/** Reads an LWAAP PDU. Reserved bits are kept: a receiver ignores them (TS 36.360, 6.1.2). @throws DecodeError */
export const decodeLwaap: Layout<Lwaap>['decode'] = lwaap.decode;
/** Writes an LWAAP PDU. @throws EncodeError */
export const encodeLwaap: Layout<Lwaap>['encode'] = lwaap.encode;
