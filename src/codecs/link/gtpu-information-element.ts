import { integer, octetsOf } from '../check.js';
import { fault, need } from '../decoder.js';
import { EncodeError } from '../error.js';
import { get16, get32, put16, put32 } from '../layout/octets.js';

/** An information element of a GTP-U message (TS 29.281, 8). */
export type GtpInformationElement =
  | { readonly element: 'recovery' /** 0 from GTP-U entities (7.2.2). */; readonly restartCounter: number }
  | { readonly element: 'tunnelEndpointIdentifierDataI'; readonly teid: number }
  | { readonly element: 'gtpUPeerAddress' /** 4 or 16 octets. */; readonly address: Uint8Array }
  | { readonly element: 'extensionHeaderTypeList' /** An octet a type. */; readonly types: Uint8Array }
  | {
      readonly element: 'privateExtension';
      /** An SMI private enterprise number, 16 bits. */
      readonly extensionIdentifier: number;
      readonly value: Uint8Array;
    }
  /** One that TS 29.281 does not name; its type is 128 or more, which says that it has a length. */
  | { readonly element: 'unknown'; readonly type: number; readonly value: Uint8Array };

/** Types (TS 29.281, Table 8.1-1). Those below 128 have no length field. */
const RECOVERY = 14;
const TEID_DATA_I = 16;
const PEER_ADDRESS = 133;
const EXTENSION_HEADER_TYPE_LIST = 141;
const PRIVATE_EXTENSION = 255;
const FIRST_WITH_LENGTH = 128;

/** Reads the information elements from `offset` up to the end of `bytes`, adding each to `elements`. */
export function readInformationElements(
  bytes: Uint8Array,
  offset: number,
  format: string,
  elements: GtpInformationElement[],
): void {
  let at = offset;
  while (at < bytes.length) {
    const path = `content.informationElements[${elements.length}]`;
    const type = bytes[at]!;
    if (type === RECOVERY) {
      need(bytes, at, 2, format, path);
      elements.push({ element: 'recovery', restartCounter: bytes[at + 1]! });
      at += 2;
    } else if (type === TEID_DATA_I) {
      need(bytes, at, 5, format, path);
      elements.push({ element: 'tunnelEndpointIdentifierDataI', teid: get32(bytes, at + 1) });
      at += 5;
    } else if (type < FIRST_WITH_LENGTH) {
      throw fault(format, `${path}.type`, at, 'unsupported', `is ${type}, whose length is not known`);
    } else {
      // The length of the extension header type list is the only one of a single octet (8.5).
      const head = type === EXTENSION_HEADER_TYPE_LIST ? 2 : 3;
      need(bytes, at, head, format, path);
      const length = head === 2 ? bytes[at + 1]! : get16(bytes, at + 1);
      const start = at + head;
      need(bytes, start, length, format, path, `${path}.length`);
      elements.push(withLength(type, bytes.subarray(start, start + length), start, format, path));
      at = start + length;
    }
  }
}

const withLength = (
  type: number,
  value: Uint8Array,
  offset: number,
  format: string,
  path: string,
): GtpInformationElement => {
  if (type === EXTENSION_HEADER_TYPE_LIST) return { element: 'extensionHeaderTypeList', types: value };
  if (type === PEER_ADDRESS) {
    if (value.length !== 4 && value.length !== 16)
      throw fault(format, `${path}.length`, offset - 2, 'length', `is ${value.length}, not 4 or 16`);
    return { element: 'gtpUPeerAddress', address: value };
  }
  if (type === PRIVATE_EXTENSION) {
    if (value.length < 2)
      throw fault(format, `${path}.length`, offset - 2, 'length', `is ${value.length}, less than 2`);
    return { element: 'privateExtension', extensionIdentifier: get16(value, 0), value: value.subarray(2) };
  }
  return { element: 'unknown', type, value };
};

const tlv = (type: number, value: Uint8Array, path: string): Uint8Array<ArrayBuffer> => {
  if (value.length > 0xffff) throw new EncodeError(path, 'is to be at most 65535 octets');
  const bytes = new Uint8Array(3 + value.length);
  bytes[0] = type;
  put16(bytes, 1, value.length);
  bytes.set(value, 3);
  return bytes;
};

/** The octets of an information element. @throws EncodeError */
export function encodeInformationElement(
  element: GtpInformationElement,
  path: string,
): Uint8Array<ArrayBuffer> {
  switch (element.element) {
    case 'recovery':
      return Uint8Array.of(RECOVERY, integer(element.restartCounter, `${path}.restartCounter`, 0xff));
    case 'tunnelEndpointIdentifierDataI': {
      const bytes = new Uint8Array(5);
      bytes[0] = TEID_DATA_I;
      put32(bytes, 1, integer(element.teid, `${path}.teid`, 0xffffffff));
      return bytes;
    }
    case 'gtpUPeerAddress': {
      const address = octetsOf(element.address, `${path}.address`);
      if (address.length !== 4 && address.length !== 16)
        throw new EncodeError(`${path}.address`, `is to be 4 or 16 octets, not ${address.length}`);
      return tlv(PEER_ADDRESS, address, path);
    }
    case 'extensionHeaderTypeList': {
      const types = octetsOf(element.types, `${path}.types`);
      if (types.length > 0xff) throw new EncodeError(`${path}.types`, 'is to be at most 255 octets');
      return Uint8Array.of(EXTENSION_HEADER_TYPE_LIST, types.length, ...types);
    }
    case 'privateExtension': {
      const value = octetsOf(element.value, `${path}.value`);
      const body = new Uint8Array(2 + value.length);
      put16(body, 0, integer(element.extensionIdentifier, `${path}.extensionIdentifier`, 0xffff));
      body.set(value, 2);
      return tlv(PRIVATE_EXTENSION, body, `${path}.value`);
    }
    case 'unknown': {
      const type = integer(element.type, `${path}.type`, 0xff, FIRST_WITH_LENGTH);
      if ([PEER_ADDRESS, EXTENSION_HEADER_TYPE_LIST, PRIVATE_EXTENSION].includes(type))
        throw new EncodeError(`${path}.type`, `is to be none that has a name: ${type}`);
      return tlv(type, octetsOf(element.value, `${path}.value`), `${path}.value`);
    }
    default:
      throw new EncodeError(`${path}.element`, 'is to be the name of an information element');
  }
}
