import {
  choice,
  enumerated,
  type Infer,
  integer,
  octetString,
  optional,
  sequenceOf,
  size,
} from '../../per/index.js';
import { maxnoofBands, maxnoofMobilitySetItems, maxnoofWLANIdentifierItems } from '../constants.js';
import { extensible, ie, listOfSingleContainers, named } from '../containers.js';

export const BSSID = octetString(size(6));
export type BSSID = Infer<typeof BSSID>;

export const SSID = octetString(size(1, 32));
export type SSID = Infer<typeof SSID>;

export const HESSID = octetString(size(6));
export type HESSID = Infer<typeof HESSID>;

/** Bit/s. */
export const BitRate = integer(0, 10000000000);
export type BitRate = Infer<typeof BitRate>;

export const WLANOperatingClass = integer(0, 255);
export type WLANOperatingClass = Infer<typeof WLANOperatingClass>;

export const WLANCountryCode = enumerated('unitedStates', 'europe', 'japan', 'global', '...');
export type WLANCountryCode = Infer<typeof WLANCountryCode>;

export const WLANband = enumerated('band2dot4', 'band5', '...', 'band60');
export type WLANband = Infer<typeof WLANband>;

export const WLANchannelnumber = integer(0, 255);
export type WLANchannelnumber = Infer<typeof WLANchannelnumber>;

export const WLANBandInformation = named(
  'WLANBandInformation',
  choice(
    {
      band: WLANband,
      channelnumber: WLANchannelnumber,
    },
    '...',
  ),
);
export type WLANBandInformation = Infer<typeof WLANBandInformation>;

export const WLANBandInformationList = listOfSingleContainers(size(1, maxnoofBands), {
  wLANBandInformation: ie('ignore', WLANBandInformation, 'mandatory'),
});
export type WLANBandInformationList = Infer<typeof WLANBandInformationList>;

export const BSSItem = extensible({
  bSSID: BSSID,
  wLANOperatingClass: optional(WLANOperatingClass),
  wLANCountryCode: optional(WLANCountryCode),
  maximumCapacity: optional(BitRate),
  wLANBandInformationList: optional(WLANBandInformationList),
});
export type BSSItem = Infer<typeof BSSItem>;

export const WLANUsage = named('WLANUsage', enumerated('lWAandLWIP', 'lWIPonly', '...'));
export type WLANUsage = Infer<typeof WLANUsage>;

export const WLANInformation = extensible(
  {
    'bSS-Item': optional(BSSItem),
    sSID: optional(SSID),
    hESSID: optional(HESSID),
  },
  { WLANUsage: ie('reject', WLANUsage, 'optional') },
);
export type WLANInformation = Infer<typeof WLANInformation>;

export const WLANIdentifierItem = named(
  'WLANIdentifier-Item',
  extensible({ wLANInformation: WLANInformation }),
);
export type WLANIdentifierItem = Infer<typeof WLANIdentifierItem>;

/** Without WLANUsage a WLAN is for LWA only. */
export const WLANIdentifierList = named(
  'WLANIdentifier-List',
  listOfSingleContainers(size(1, maxnoofWLANIdentifierItems), {
    'WLANIdentifier-Item': ie('ignore', WLANIdentifierItem, 'mandatory'),
  }),
);
export type WLANIdentifierList = Infer<typeof WLANIdentifierList>;

export const WLANIdentifiersToDeleteItem = named(
  'WLANIdentifiersToDelete-Item',
  extensible({ bSSID: BSSID }),
);
export type WLANIdentifiersToDeleteItem = Infer<typeof WLANIdentifiersToDeleteItem>;

export const WLANIdentifiersToDeleteList = named(
  'WLANIdentifiersToDelete-List',
  listOfSingleContainers(size(1, maxnoofWLANIdentifierItems), {
    'WLANIdentifiersToDelete-Item': ie('ignore', WLANIdentifiersToDeleteItem, 'mandatory'),
  }),
);
export type WLANIdentifiersToDeleteList = Infer<typeof WLANIdentifiersToDeleteList>;

export const WLANIdentifiersToDeleteExtensionItem = named(
  'WLANIdentifiersToDeleteExtension-Item',
  extensible({ sSID: optional(SSID), hESSID: optional(HESSID) }),
);
export type WLANIdentifiersToDeleteExtensionItem = Infer<typeof WLANIdentifiersToDeleteExtensionItem>;

export const WLANIdentifiersToDeleteExtensionList = named(
  'WLANIdentifiersToDeleteExtension-List',
  listOfSingleContainers(size(1, maxnoofWLANIdentifierItems), {
    'WLANIdentifiersToDeleteExtension-Item': ie('ignore', WLANIdentifiersToDeleteExtensionItem, 'mandatory'),
  }),
);
export type WLANIdentifiersToDeleteExtensionList = Infer<typeof WLANIdentifiersToDeleteExtensionList>;

export const MobilitySetItem = extensible({
  bSSID: optional(BSSID),
  sSID: optional(SSID),
  hESSID: optional(HESSID),
});
export type MobilitySetItem = Infer<typeof MobilitySetItem>;

/** The WLAN mobility set of the UE: each item holds at least one of the three. TS 36.463, 9.2.28. */
export const MobilitySet = named(
  'MobilitySet',
  sequenceOf(size(1, maxnoofMobilitySetItems), MobilitySetItem),
);
export type MobilitySet = Infer<typeof MobilitySet>;
