import { octetsOf } from '../../check.js';
import type { BodyFormat } from '../tlv.js';

/** A subelement that is not decoded (IEEE 802.11-2020, 9.4.3), a fragment of the one in front of it (254) among them. */
export interface UnknownSubelement {
  readonly subelement: 'unknown';
  readonly id: number;
  readonly body: Uint8Array;
}

/** A subelement of that identifier, whose octets are kept as they are. */
export const unknownSubelement = (id: number, body: Uint8Array): UnknownSubelement => ({
  subelement: 'unknown',
  id,
  body,
});

/** The body of a subelement that was kept as it is. */
export const UNKNOWN_BODY: Pick<BodyFormat<UnknownSubelement>, 'measure' | 'write'> = {
  measure: ({ body }) => octetsOf(body, 'body').length,
  write: (bytes, offset, { body }) => bytes.set(body, offset),
};
