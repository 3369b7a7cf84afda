import type { BitString } from '../../codecs/per/index.js';
import type { XwapView } from '../../codecs/xwap/view.js';
import type { WtSKwtEvent } from '../lte-events.js';

/** Octets of an S-KWT (TS 33.401, A.16). */
const S_KWT = 32;

/** WLANSecurityInfo of the messages that carry it (TS 36.463, 9.1.14 and 9.1.17). */
export function sKwtIn(view: XwapView): Pick<WtSKwtEvent, 'procedure' | 'isRekey' | 'sKwt'> | undefined {
  const info =
    view.message === 'WTAdditionRequest'
      ? view.ies.WLANSecurityInfo
      : view.message === 'WTModificationRequest'
        ? view.ies['UE-ContextInformationWTModReq']?.wLANSecurityInfo
        : undefined;
  // Of a message that is cut or altered, the IE may be there without it, or with another length.
  const key: Partial<BitString> | undefined = info?.['wT-Security-Key'];
  if (key?.bytes?.length !== S_KWT) return undefined;
  const sKwt = key.bytes;
  if (view.message !== 'WTAdditionRequest')
    return { procedure: 'eNBInitiatedWTModification', isRekey: true, sKwt };
  return {
    procedure: 'wTAdditionPreparation',
    isRekey: view.ies['WT-UE-XwAP-ID'] !== undefined,
    sKwt,
  };
}
