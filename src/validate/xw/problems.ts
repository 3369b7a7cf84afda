import type { DecodeError } from '../../codecs/error.js';
import { ieNameOf } from '../../codecs/xwap/abstract-syntax.js';
import type { IEErrorKind, XwAPPDU, XwapView } from '../../codecs/xwap/index.js';
import { places } from '../../codecs/xwap/procedures.js';

/** Something that is wrong with an XwAP message. */
export interface XwapProblem {
  /**
   * An abstract syntax error of TS 36.413, 10.3.1; `criticality`: another than the specification assigns;
   * `transfer-syntax`: the octets are no encoding of a PDU (10.2).
   */
  readonly kind: IEErrorKind | 'criticality' | 'transfer-syntax';
  /** The IE, by its name or number; undefined for the message itself. */
  readonly ie: string | undefined;
  /** Where, from XwAP-PDU down. */
  readonly path: string;
  /** Of a wrong criticality: the right one, and that which was sent. */
  readonly criticality?: { readonly expected: string; readonly actual: string };
}

interface Field {
  readonly id: number;
  readonly criticality: string;
}

const nameOf = (id: number): string => ieNameOf(id) ?? `id ${id}`;

/** The criticalities of procedure and IEs that are not those of the specification (TS 36.463, 9.1 and 9.3). */
function* wrongCriticalities(pdu: XwAPPDU, view: XwapView): Iterable<XwapProblem> {
  const place = places.find(({ message }) => message.asn1Name === view.message);
  if (place === undefined || pdu.choice === null) return;
  const { criticality, value } = pdu.value;
  if (criticality !== place.criticality)
    yield {
      kind: 'criticality',
      ie: undefined,
      path: `XwAP-PDU.${pdu.choice}.criticality`,
      criticality: { expected: place.criticality, actual: criticality },
    };
  if (!('ies' in place.message) || !('value' in value)) return;
  const set = place.message.ies as Readonly<Record<string, { readonly criticality: string } | undefined>>;
  const { protocolIEs = [] } = value.value as { readonly protocolIEs?: readonly Field[] };
  for (const [i, { id, criticality: actual }] of protocolIEs.entries()) {
    const expected = set[ieNameOf(id) ?? '']?.criticality;
    if (expected !== undefined && expected !== actual)
      yield {
        kind: 'criticality',
        ie: nameOf(id),
        path: `XwAP-PDU.${pdu.choice}.value.protocolIEs[${i}]`,
        criticality: { expected, actual },
      };
  }
}

/** All that is wrong with a message; of one that could not be decoded only that, as what follows from it is no news. */
export function problemsOf(
  pdu: Partial<XwAPPDU>,
  error: DecodeError | undefined,
  view: XwapView,
): readonly XwapProblem[] {
  if (error !== undefined) return [{ kind: 'transfer-syntax', ie: undefined, path: error.path }];
  return [
    ...view.errors.map(({ kind, id, path }) => ({ kind, ie: nameOf(id), path })),
    ...wrongCriticalities(pdu as XwAPPDU, view),
  ];
}
