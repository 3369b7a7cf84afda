import type { DecodeError } from '../../codecs/error.js';
import { ieNameOf } from '../../codecs/xwap/abstract-syntax.js';
import type { IEErrorKind, XwAPPDU, XwapView } from '../../codecs/xwap/index.js';
import { wrongCriticalities } from './criticality.js';

/** Something that is wrong with an XwAP message. */
export interface XwapProblem {
  /**
   * An abstract syntax error of TS 36.413, 10.3.1; `criticality`: another than the specification assigns;
   * `transfer-syntax`: the octets are no encoding of a PDU (10.2); `id-pair`: its UE XwAP IDs are not of one UE (10.6);
   * `no-wlan`: a WLAN has no name (TS 36.463, 9.2.28).
   */
  readonly kind: IEErrorKind | 'criticality' | 'transfer-syntax' | 'id-pair' | 'no-wlan';
  /** The IE, by its name or number; undefined for the message itself. */
  readonly ie: string | undefined;
  /** Where, from XwAP-PDU down. */
  readonly path: string;
  /** Of a wrong criticality: the right one, and that which was sent. */
  readonly criticality?: { readonly expected: string; readonly actual: string };
}

const nameOf = (id: number): string => ieNameOf(id) ?? `id ${id}`;

/** A mobility set with an item without BSSID, SSID and HESSID, of which each is to have one at least. TS 36.463, 9.2.28. */
function withoutWlan(view: XwapView): readonly XwapProblem[] {
  if (view.message === null || !('ies' in view) || !('MobilitySet' in view.ies)) return [];
  const unnamed =
    view.ies.MobilitySet?.findIndex(({ bSSID, sSID, hESSID }) => !(bSSID ?? sSID ?? hESSID)) ?? -1;
  return unnamed < 0 ? [] : [{ kind: 'no-wlan', ie: 'MobilitySet', path: `MobilitySet[${unnamed}]` }];
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
    ...Array.from(wrongCriticalities(pdu as XwAPPDU, view), ({ id, path, expected, actual }) => ({
      kind: 'criticality' as const,
      ie: id === undefined ? undefined : nameOf(id),
      path,
      criticality: { expected, actual },
    })),
    ...withoutWlan(view),
  ];
}
