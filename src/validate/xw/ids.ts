import { toHex } from '../../codecs/hex.js';
import { isOctets } from '../../codecs/is-octets.js';
import type { MessageName } from '../../codecs/xwap/index.js';
import { places } from '../../codecs/xwap/procedures.js';
import type { XwapView } from '../../codecs/xwap/view.js';

/** Messages whose ids need not be a pair: it is new, or they repeat those of a message that was wrong (TS 36.413, 10.6). */
export const REPEATS_IDS: ReadonlySet<MessageName> = /* @__PURE__ */ new Set<MessageName>([
  'WTAdditionRequest',
  'WTAdditionRequestAcknowledge',
  'ErrorIndication',
  ...places.filter(({ outcome }) => outcome === 'unsuccessfulOutcome').map(({ message }) => message.asn1Name),
]);

/** The UE of a message: UE XwAP IDs and WLAN MAC address, as hex. */
export function idsIn(view: XwapView) {
  const ies = ('ies' in view ? view.ies : {}) as Readonly<Record<string, unknown>>;
  const hexOf = (name: string): string | undefined => {
    const id = ies[name];
    return isOctets(id) ? toHex(id) : undefined;
  };
  return {
    enbId: hexOf('ENB-UE-XwAP-ID'),
    wtId: hexOf('WT-UE-XwAP-ID'),
    station: hexOf('UE-Identity'),
  };
}
