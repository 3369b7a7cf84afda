import { copyOf } from '../../codecs/copy.js';
import { decodeElements } from '../../codecs/dot11/element.js';
import { authenticatesByElements } from '../../codecs/dot11/frame-bodies.js';
import {
  FRAME_TYPE,
  fragmentNumber,
  frameSubtype,
  frameType,
  headerLength,
  holdsHeader,
  isProtected,
  moreFragments,
} from '../../codecs/dot11/header.js';
import { get16le } from '../../codecs/layout/octets.js';
import { equalOctets } from '../../crypto/mic.js';
import { ifDecodable } from '../engine/if-decodable.js';
import { type ManagementKind, ssidText } from './frames.js';
import { rsneIn } from './rsn.js';

/** What stations and access points look at in a management frame that has arrived. */
export interface Management {
  readonly kind: ManagementKind;
  /** Authentication algorithm and transaction number; 0 in other frames. */
  readonly algorithm: number;
  readonly transaction: number;
  /** Of authentication and (re)association response; 0 in other frames. */
  readonly statusCode: number;
  readonly elements: KnownElements;
}

/** What they look at in its elements. */
export interface KnownElements {
  /** Undefined where there is none. */
  readonly ssid: string | undefined;
  /** The octets of the RSNE, header included; undefined where there is none. */
  readonly rsne: Uint8Array | undefined;
}

/** How the body of a kind of frame begins (IEEE 802.11-2020, 9.3.3). */
interface Beginning {
  readonly kind: ManagementKind;
  /** Octets in front of the elements. */
  readonly length: number;
  /** Where the status code is in them. */
  readonly statusCodeAt?: number;
}

const RESPONSE = { length: 6, statusCodeAt: 2 };

/** By subtype (Table 9-1). */
const BEGINNINGS: readonly (Beginning | undefined)[] = [
  { kind: 'association-request', length: 4 },
  { kind: 'association-response', ...RESPONSE },
  { kind: 'reassociation-request', length: 10 },
  { kind: 'reassociation-response', ...RESPONSE },
  { kind: 'probe-request', length: 0 },
  { kind: 'probe-response', length: 12 },
  undefined,
  undefined,
  { kind: 'beacon', length: 12 },
  undefined,
  { kind: 'disassociation', length: 2 },
  { kind: 'authentication', length: 6, statusCodeAt: 4 },
  { kind: 'deauthentication', length: 2 },
];

const NO_ELEMENTS: KnownElements = { ssid: undefined, rsne: undefined };

/**
 * What is to be looked at in a management frame in clear; undefined for octets that are none, or one of another kind. All
 * of the frame is read, and it is undefined too where its elements cannot be.
 */
export function readManagement(mpdu: Uint8Array): Management | undefined {
  if (!holdsHeader(mpdu) || frameType(mpdu) !== FRAME_TYPE.management || isProtected(mpdu)) return undefined;
  if (moreFragments(mpdu) || fragmentNumber(mpdu) !== 0) return undefined;
  const beginning = BEGINNINGS[frameSubtype(mpdu)];
  const body = headerLength(mpdu);
  if (beginning === undefined || mpdu.length < body + beginning.length) return undefined;
  const { kind, length, statusCodeAt } = beginning;
  const isAuthentication = kind === 'authentication';
  const algorithm = isAuthentication ? get16le(mpdu, body) : 0;
  const elements = authenticatesByElements(algorithm) ? elementsAt(mpdu, body + length) : NO_ELEMENTS;
  return (
    elements && {
      kind,
      algorithm,
      transaction: isAuthentication ? get16le(mpdu, body + 2) : 0,
      statusCode: statusCodeAt === undefined ? 0 : get16le(mpdu, body + statusCodeAt),
      elements,
    }
  );
}

/** Elements that have been read, by the subtype of the frame: station after station sends the same. */
const lastRead: { readonly octets: Uint8Array; readonly elements: KnownElements }[] = [];

function elementsAt(mpdu: Uint8Array, offset: number): KnownElements | undefined {
  const length = mpdu.length - offset;
  if (length === 0) return NO_ELEMENTS;
  const subtype = frameSubtype(mpdu);
  const last = lastRead[subtype];
  if (last?.octets.length === length && equalOctets(mpdu, offset, last.octets, 0, length))
    return last.elements;
  const octets = copyOf(mpdu, offset);
  const decoded = ifDecodable(() => decodeElements(octets));
  if (decoded === undefined) return undefined;
  const ssid = decoded.find(one => one.element === 'SSID');
  const elements = {
    ssid: ssid && ssidText(ssid.ssid),
    rsne: rsneIn(decoded),
  };
  lastRead[subtype] = { octets, elements };
  return elements;
}
