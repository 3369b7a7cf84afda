import { bitString, enumerated, type Infer, octetString, size } from '../../per/index.js';
import { extensible, named } from '../containers.js';

export const UEXwAPID = named('UE-XwAP-ID', octetString(size(3)));
export type UEXwAPID = Infer<typeof UEXwAPID>;

/** The WLAN MAC address of the UE. */
export const UEIdentity = named('UE-Identity', octetString(size(6)));
export type UEIdentity = Infer<typeof UEIdentity>;

/** wT-Security-Key is S-KWT of TS 33.401, which the WT uses as the PMK of the UE. TS 36.463, 9.2.27. */
export const WLANSecurityInfo = named(
  'WLANSecurityInfo',
  extensible({ 'wT-Security-Key': bitString(size(256)) }),
);
export type WLANSecurityInfo = Infer<typeof WLANSecurityInfo>;

/** wt-MAC-Address-r14 of RRC. */
export const WTMACAddress = named('WT-MAC-Address', octetString(size(6)));
export type WTMACAddress = Infer<typeof WTMACAddress>;

/** The UE moves to another eNB without WT change: only the signalling connection with this eNB goes. */
export const UEContextKeptIndicator = named('UE-ContextKeptIndicator', enumerated('true', '...'));
export type UEContextKeptIndicator = Infer<typeof UEContextKeptIndicator>;

export const LWIPPSK = bitString(size(256));
export type LWIPPSK = Infer<typeof LWIPPSK>;

export const IKEInitiatorIdentity = octetString();
export type IKEInitiatorIdentity = Infer<typeof IKEInitiatorIdentity>;

/** lWIP-PSK is the key of the IPsec tunnel: LWIP-PSK of TS 33.401. */
export const LWIPSeGWSecurityInfo = named(
  'LWIP-SeGWSecurityInfo',
  extensible({ 'lWIP-PSK': LWIPPSK, 'iKE-Initiator-Identity': IKEInitiatorIdentity }),
);
export type LWIPSeGWSecurityInfo = Infer<typeof LWIPSeGWSecurityInfo>;
