import type { XwapView } from '../../codecs/xwap/index.js';
import type { XwapResponse } from './procedures.js';

/** The IDs that a message has, 3 octets each. */
export interface UeXwapIds {
  readonly enb: Uint8Array | undefined;
  readonly wt: Uint8Array | undefined;
}

/** The UE XwAP IDs of a message, each undefined where the message has none. */
export const ueXwapIdsOf = (view: XwapView): UeXwapIds => {
  const ies: { readonly 'ENB-UE-XwAP-ID'?: Uint8Array; readonly 'WT-UE-XwAP-ID'?: Uint8Array } =
    'ies' in view ? (view.ies as object) : {};
  return { enb: ies['ENB-UE-XwAP-ID'], wt: ies['WT-UE-XwAP-ID'] };
};

const UNKNOWN = ['unknown-eNB-UE-XwAP-ID', 'unknown-WT-UE-XwAP-ID', 'unknown-pair-of-UE-XwAP-ID'] as const;

/** Why a message is of no connection: nothing is known of one UE XwAP ID, or of the two together. */
export type UnknownId = (typeof UNKNOWN)[number];

/**
 * What to say of a pair that is of no connection of its interface (TS 36.463, 8.6.2; TS 36.413, 10.6).
 * @param isEnbIdKnown whether some connection of it has the eNB UE XwAP ID
 * @param isWtIdKnown whether some has the WT UE XwAP ID
 */
export const unknownId = (isEnbIdKnown: boolean, isWtIdKnown: boolean): UnknownId => {
  if (isEnbIdKnown === isWtIdKnown) return 'unknown-pair-of-UE-XwAP-ID';
  return isEnbIdKnown ? 'unknown-WT-UE-XwAP-ID' : 'unknown-eNB-UE-XwAP-ID';
};

/** Whether a message tells that the other end does not know the connection. */
export const tellsUnknownId = (message: XwapResponse): boolean => {
  const cause = 'ies' in message && 'Cause' in message.ies ? message.ies.Cause : undefined;
  return cause?.choice === 'radioNetwork' && UNKNOWN.some(one => one === cause.value);
};
