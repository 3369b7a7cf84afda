import { decodeElements } from '../../codecs/dot11/element.js';
import type { Clock } from '../engine/engine.js';
import {
  BROADCAST,
  CAPABILITIES,
  type DataFramer,
  dataFramer,
  MANAGEMENT_BODY,
  managementFrame,
  nullDataFrame,
  ssidElement,
  supportedRates,
  wmmInformation,
} from './frames.js';
import { type AssociationRsne, agreedPolicy, type RsnPolicy, stationRsne } from './rsn.js';

/** Beacon intervals that a station may sleep through; it does not sleep here. */
const LISTEN_INTERVAL = 5;

/** What the stations of a network have in common: how they are set up, and their frames, but for addresses. */
export interface StationProfile {
  readonly clock: Clock;
  readonly ssid: string;
  readonly policy: RsnPolicy;
  /** Remarks on the frame that is being received. */
  readonly note: (text: string) => void;
  readonly isMfp: boolean;
  readonly probeRequest: Uint8Array;
  readonly authenticationRequest: Uint8Array;
  /** Data without any, which asks for nothing but an Ack. */
  readonly nullData: Uint8Array;
  readonly frameData: DataFramer;
  /** What a station asks for where an access point announces this RSNE. */
  readonly requestFor: (accessPoint: Uint8Array) => AssociationRequest;
}

/** The association that a station asks for. */
export interface AssociationRequest {
  readonly rsne: AssociationRsne;
  readonly association: Uint8Array;
  /** The address of the current access point is still to be written, at {@link CURRENT_AP_ADDRESS}. */
  readonly reassociation: Uint8Array;
}

/** Where a reassociation request has that address: behind capabilities and listen interval. */
export const CURRENT_AP_ADDRESS = MANAGEMENT_BODY + 4;

/** @throws EncodeError for an SSID of more than 32 octets */
export function createStationProfile(
  options: Pick<StationProfile, 'clock' | 'ssid' | 'policy' | 'note'>,
): StationProfile {
  const { clock, ssid, policy, note } = options;
  let last: AssociationRequest | undefined;
  const createRequest = (accessPoint: Uint8Array): AssociationRequest => {
    const station = stationRsne(agreedPolicy(policy, accessPoint));
    const body = {
      capabilityInformation: CAPABILITIES,
      listenInterval: LISTEN_INTERVAL,
      elements: [ssidElement(ssid), supportedRates(), ...decodeElements(station), wmmInformation()],
    };
    return {
      rsne: { accessPoint, station },
      association: managementFrame('association-request', body),
      reassociation: managementFrame('reassociation-request', { ...body, currentApAddress: BROADCAST }),
    };
  };
  return {
    clock,
    ssid,
    policy,
    note,
    isMfp: policy.groupManagementCipher !== undefined,
    probeRequest: managementFrame('probe-request', { elements: [ssidElement(ssid), supportedRates()] }),
    authenticationRequest: managementFrame('authentication', {
      algorithm: 0,
      transaction: 1,
      statusCode: 0,
      elements: [],
    }),
    nullData: nullDataFrame(),
    frameData: dataFramer({ fromAccessPoint: false }),
    requestFor(accessPoint) {
      if (last?.rsne.accessPoint !== accessPoint) last = createRequest(accessPoint);
      return last;
    },
  };
}
