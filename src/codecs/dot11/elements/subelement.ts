import { objectOf, octetsOf } from '../../check.js';
import { EncodeError } from '../../error.js';
import type { Field } from '../../layout/index.js';
import type { OctetWriter } from '../../layout/octet-writer.js';
import { type BodyFormat, listField, writeTlv } from '../tlv.js';

/** A subelement that is not decoded (IEEE 802.11-2020, 9.4.3), a fragment of the one in front of it (254) among them. */
export interface UnknownSubelement {
  readonly subelement: 'unknown';
  readonly id: number;
  readonly body: Uint8Array;
}

/** The body of a subelement that was kept as it is. */
const UNKNOWN_BODY: Pick<BodyFormat<UnknownSubelement>, 'measure' | 'write'> = {
  measure: ({ body }) => octetsOf(body, 'body').length,
  write: (bytes, offset, { body }) => bytes.set(body, offset),
};

/**
 * Subelements up to the end of their element (IEEE 802.11-2020, 9.4.3).
 * @param formats of those that are decoded, each at the place of its identifier
 */
export function listOfSubelements<S extends { readonly subelement: string }>(
  formats: readonly (BodyFormat<S> | undefined)[],
): Field<readonly (S | UnknownSubelement)[]> {
  const write = (to: OctetWriter, value: S | UnknownSubelement, path: string): void => {
    if (objectOf(value, path).subelement === 'unknown') {
      writeTlv(to, (value as UnknownSubelement).id, path, UNKNOWN_BODY, value as UnknownSubelement);
      return;
    }
    const id = formats.findIndex(format => format?.format === value.subelement);
    const format = formats[id];
    if (format === undefined) throw new EncodeError(`${path}.subelement`, 'is no subelement of this element');
    writeTlv(to, id, path, format, value as S);
  };
  const unknown = (id: number, body: Uint8Array): UnknownSubelement => ({ subelement: 'unknown', id, body });
  return listField<S | UnknownSubelement, undefined>(
    { formatOf: id => formats[id], unknown },
    undefined,
    write,
  );
}
