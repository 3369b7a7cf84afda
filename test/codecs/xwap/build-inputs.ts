import * as xwap from '../../../src/codecs/xwap/index.js';

type View<N extends xwap.IEMessageName> = { readonly ies: xwap.MessageIEs<N> };
type Endpoint = xwap.asn1.GTPtunnelEndpoint;

const number = (octets: Uint8Array): number => octets.reduce((sum, octet) => sum * 256 + octet, 0);
const bitsAsNumber = ({ bytes, length }: { bytes: Uint8Array; length: number }): number =>
  number(bytes) / 2 ** (bytes.length * 8 - length);

const tunnel = (endpoint: Endpoint): xwap.GtpTunnel => ({
  address: endpoint.transportLayerAddress.bytes,
  teid: number(endpoint['gTP-TEID']),
});
const maybe = <T, R>(value: T | undefined, then: (value: T) => R): R | undefined =>
  value === undefined ? undefined : then(value);

const pair = (ies: { 'ENB-UE-XwAP-ID': Uint8Array; 'WT-UE-XwAP-ID': Uint8Array }): xwap.UePair => ({
  enbUeXwapId: number(ies['ENB-UE-XwAP-ID']),
  wtUeXwapId: ies['WT-UE-XwAP-ID'],
});

const qos = (parameters: xwap.asn1.ERABQoSParameters): xwap.BearerQos => {
  const { qCI, allocationRetentionPriority: arp, gbrQosInformation: gbr } = parameters;
  return {
    qci: qCI,
    priorityLevel: arp.priorityLevel,
    mayPreempt: arp['pre-emptionCapability'] === 'may-trigger-pre-emption',
    preemptable: arp['pre-emptionVulnerability'] === 'pre-emptable',
    gbr: maybe(gbr, rates => ({
      maximum: Number(rates['e-RAB-MaximumBitrateDL']),
      guaranteed: Number(rates['e-RAB-GuaranteedBitrateDL']),
    })),
  };
};

const toAdd = (item: xwap.asn1.ERABsToBeAddedItem): xwap.BearerToAdd => ({
  erabId: Number(item['e-RAB-ID']),
  qos: qos(item['e-RAB-QoS-Parameters']),
  enbTunnel: tunnel(item['eNB-GTPtunnelEndpoint']),
  drbIdentity: maybe(xwap.extensionOf(item['iE-Extensions'], 'DRB-Identity'), Number),
});

const admitted = (item: xwap.asn1.ERABsAdmittedToBeAddedItem): xwap.AdmittedBearer => ({
  erabId: Number(item['e-RAB-ID']),
  wtTunnel: tunnel(item['wT-GTPtunnelEndpoint']),
  accessCategory: xwap.extensionOf(item['iE-Extensions'], 'LWA-WLAN-AC'),
});

const ofWt = (item: xwap.asn1.ERABsAdmittedToBeModifiedModAckItem): xwap.WtBearer => ({
  erabId: Number(item['e-RAB-ID']),
  wtTunnel: maybe(item['wT-GTPtunnelEndpoint'], tunnel),
  accessCategory: xwap.extensionOf(item['iE-Extensions'], 'LWA-WLAN-AC'),
});

const released = (item: {
  'e-RAB-ID': number | bigint;
  'dL-GTPtunnelEndpoint'?: Endpoint;
  'wT-GTPtunnelEndpoint'?: Endpoint;
}): xwap.BearerToRelease => ({
  erabId: Number(item['e-RAB-ID']),
  forwardingTunnel: maybe(item['dL-GTPtunnelEndpoint'] ?? item['wT-GTPtunnelEndpoint'], tunnel),
});

const withCause = (item: xwap.asn1.ERABItem): xwap.BearerCause => ({
  erabId: Number(item['e-RAB-ID']),
  cause: item.cause,
});

const wlanIds = (set: xwap.asn1.MobilitySet): xwap.WlanId[] =>
  set.map(({ bSSID, sSID, hESSID }) => ({ bssid: bSSID, ssid: sSID, hessid: hESSID }));

const characteristics = ({ bytes }: xwap.asn1.ReportCharacteristics): xwap.Characteristics => ({
  bssLoad: (bytes[0]! & 0x80) > 0,
  wanMetrics: (bytes[0]! & 0x40) > 0,
  availableChannelUtilization: (bytes[0]! & 0x20) > 0,
});

const failures = (list: xwap.asn1.MeasurementFailureCauseList): xwap.MeasurementFailure[] =>
  xwap.itemsOf(list).map(({ measurementFailedReportCharacteristics: failed, cause }) => ({
    characteristics: characteristics(failed),
    cause,
  }));

const enb = ({ pLMNidentity: plmn, 'eNB-ID': id }: xwap.asn1.GlobalENBID): xwap.GlobalEnb => {
  if (id.choice === 'macroENB-ID') return { plmn, id: { macro: bitsAsNumber(id.value) } };
  if (id.choice === 'short-macroENB-ID') return { plmn, id: { shortMacro: bitsAsNumber(id.value) } };
  if (id.choice === 'long-macroENB-ID') return { plmn, id: { longMacro: bitsAsNumber(id.value) } };
  throw new Error('no id of the builders');
};

const wlan = ({ wLANInformation: info }: xwap.asn1.WLANIdentifierItem): xwap.Wlan => ({
  bss: maybe(info['bSS-Item'], bss => ({
    bssid: bss.bSSID,
    operatingClass: bss.wLANOperatingClass,
    countryCode: bss.wLANCountryCode,
    maximumCapacity: maybe(bss.maximumCapacity, Number),
    bands: maybe(bss.wLANBandInformationList, xwap.itemsOf),
  })),
  ssid: info.sSID,
  hessid: info.hESSID,
  usage: xwap.extensionOf(info['iE-Extensions'], 'WLANUsage'),
});
const wlans = (list: xwap.asn1.WLANIdentifierList): xwap.Wlan[] => xwap.itemsOf(list).map(wlan);
const neighbours = (list: xwap.asn1.ENBNeighbourList): xwap.GlobalEnb[] =>
  xwap.itemsOf(list).map(item => enb(item['glogal-eNB-ID']));

const wt = (id: xwap.asn1.WTID): xwap.WtId => {
  if (id.choice === 'wTID-Type2') return id.value.bytes;
  if (id.choice === null) throw new Error('no id of the builders');
  return { plmn: id.value['pLMN-Identity'], shortId: bitsAsNumber(id.value.shortWTID) };
};

const diagnosed = (ies: { CriticalityDiagnostics?: xwap.asn1.CriticalityDiagnostics }) => ({
  criticalityDiagnostics: ies.CriticalityDiagnostics,
});
const refused = (ies: {
  Cause: xwap.asn1.Cause;
  CriticalityDiagnostics?: xwap.asn1.CriticalityDiagnostics;
}) => ({ cause: ies.Cause, ...diagnosed(ies) });
const failed = (ies: Parameters<typeof refused>[0] & { TimeToWait?: xwap.asn1.TimeToWait }) => ({
  ...refused(ies),
  timeToWait: ies.TimeToWait,
});
const measurement = (ies: {
  'ENB-Measurement-ID': number | bigint;
  'WT-Measurement-ID': number | bigint;
}) => ({
  enbMeasurementId: Number(ies['ENB-Measurement-ID']),
  wtMeasurementId: Number(ies['WT-Measurement-ID']),
});

const notAdmitted = (ies: { 'E-RABs-NotAdmitted-List'?: xwap.asn1.ERABList }) => ({
  notAdmitted: maybe(ies['E-RABs-NotAdmitted-List'], list => xwap.itemsOf(list).map(withCause)),
});
const idsOf = (list: readonly { 'e-RAB-ID': number | bigint }[]): number[] =>
  list.map(item => Number(item['e-RAB-ID']));

/** Each message again, from what the builders take, read from a message that holds it. */
export const inputs: {
  readonly [N in xwap.IEMessageName]: (view: View<N>) => xwap.XwAPPDU;
} = {
  XwSetupRequest: ({ ies }) => xwap.xwSetupRequest(enb(ies['Global-ENB-ID'])),
  XwSetupResponse: ({ ies }) =>
    xwap.xwSetupResponse({
      wtId: wt(ies.WTID),
      wlans: wlans(ies['WLANIdentifier-List']),
      ...diagnosed(ies),
      neighbours: maybe(ies['eNBNeighbour-List'], neighbours),
    }),
  XwSetupFailure: ({ ies }) => xwap.xwSetupFailure(failed(ies)),
  WTConfigurationUpdate: ({ ies }) =>
    xwap.wtConfigurationUpdate({
      add: maybe(ies['WLANIdentifiersToAdd-List'], wlans),
      modify: maybe(ies['WLANIdentifiersToModify-List'], wlans),
      delete: maybe(ies['WLANIdentifiersToDelete-List'], list => xwap.itemsOf(list).map(i => i.bSSID)),
      deleteByName: maybe(ies['WLANIdentifiersToDeleteExtension-List'], list =>
        xwap.itemsOf(list).map(({ sSID, hESSID }) => ({ ssid: sSID, hessid: hESSID })),
      ),
      neighbours: maybe(ies['eNBNeighbour-List'], neighbours),
    }),
  WTConfigurationUpdateAcknowledge: ({ ies }) => xwap.wtConfigurationUpdateAcknowledge(diagnosed(ies)),
  WTConfigurationUpdateFailure: ({ ies }) => xwap.wtConfigurationUpdateFailure(failed(ies)),
  WTStatusRequest: ({ ies }) =>
    xwap.wtStatusRequest({
      enbMeasurementId: Number(ies['ENB-Measurement-ID']),
      wtMeasurementId: maybe(ies['WT-Measurement-ID'], Number),
      registration: ies['Registration-Request'] === 'stop' ? 'stop' : 'start',
      characteristics: maybe(ies.ReportCharacteristics, characteristics),
      bssids: xwap.itemsOf(ies['BSSToReport-List']).map(item => item.bSSID),
      periodicity: ies.ReportingPeriodicity,
      partialSuccess: ies.PartialSuccessIndicator === 'partial-success-allowed',
    }),
  WTStatusResponse: ({ ies }) =>
    xwap.wtStatusResponse({
      ...measurement(ies),
      results: maybe(ies['MeasurementInitiationResult-List'], list =>
        xwap.itemsOf(list).map(({ bSSID, 'measurementFailureCause-List': causes }) => ({
          bssid: bSSID,
          ...(causes === undefined ? {} : { failures: failures(causes) }),
        })),
      ),
      ...diagnosed(ies),
    }),
  WTStatusFailure: ({ ies }) =>
    xwap.wtStatusFailure({
      ...measurement(ies),
      failures: maybe(ies['CompleteFailureCauseInformation-List'], list =>
        xwap.itemsOf(list).map(({ bSSID, 'measurementFailureCause-List': causes }) => ({
          bssid: bSSID,
          failures: failures(causes),
        })),
      ),
      ...refused(ies),
    }),
  WTStatusReport: ({ ies }) =>
    xwap.wtStatusReport({
      ...measurement(ies),
      results: xwap.itemsOf(ies['BSSMeasurementResult-List']).map(item => ({
        bssid: item.bSSID,
        load: item.bSSLoad,
        wan: maybe(item.wANMetrics, wan => ({
          rateDl: wan['wAN-Backhaul-Rate-DL'],
          rateUl: wan['wAN-Backhaul-Rate-UL'],
          loadDl: wan['wANBackhaulLoad-DL'],
          loadUl: wan['wANBackhaulLoad-UL'],
        })),
        availableChannelUtilization: item.availableChUtilization?.capacityValue,
      })),
    }),
  ErrorIndication: ({ ies }) =>
    xwap.errorIndication({
      enbUeXwapId: ies['ENB-UE-XwAP-ID'],
      wtUeXwapId: ies['WT-UE-XwAP-ID'],
      cause: ies.Cause,
      ...diagnosed(ies),
    } as xwap.ErrorIndication),
  Reset: ({ ies }) => xwap.reset({ cause: ies.Cause }),
  ResetResponse: ({ ies }) => xwap.resetResponse(diagnosed(ies)),
  WTAdditionRequest: ({ ies }) =>
    xwap.wtAdditionRequest({
      enbUeXwapId: ies['ENB-UE-XwAP-ID'],
      ueIdentity: ies['UE-Identity'],
      sKwt: ies.WLANSecurityInfo?.['wT-Security-Key'].bytes,
      servingPlmn: ies.ServingPLMN,
      bearers: xwap.itemsOf(ies['E-RABs-ToBeAdded-List']).map(toAdd),
      mobilitySet: wlanIds(ies.MobilitySet),
      wtUeXwapId: ies['WT-UE-XwAP-ID'],
    }),
  WTAdditionRequestAcknowledge: ({ ies }) =>
    xwap.wtAdditionRequestAcknowledge({
      ...pair(ies),
      admitted: xwap.itemsOf(ies['E-RABs-Admitted-ToBeAdded-List']).map(admitted),
      ...notAdmitted(ies),
      ...diagnosed(ies),
      wtMacAddress: ies['WT-MAC-Address'],
    }),
  WTAdditionRequestReject: ({ ies }) =>
    xwap.wtAdditionRequestReject({ enbUeXwapId: ies['ENB-UE-XwAP-ID'], ...refused(ies) }),
  WTModificationRequest: ({ ies }) => {
    const context = ies['UE-ContextInformationWTModReq'];
    return xwap.wtModificationRequest({
      ...pair(ies),
      cause: ies.Cause,
      servingPlmn: ies.ServingPLMN,
      sKwt: context?.wLANSecurityInfo?.['wT-Security-Key'].bytes,
      bearersToAdd: maybe(context?.['e-RABs-ToBeAdded'], list => xwap.itemsOf(list).map(toAdd)),
      bearersToModify: maybe(context?.['e-RABs-ToBeModified'], list =>
        xwap.itemsOf(list).map(item => ({
          erabId: Number(item['e-RAB-ID']),
          qos: maybe(item['e-RAB-QoS-Parameters'], qos),
          enbTunnel: maybe(item['eNB-GTPtunnelEndpoint'], tunnel),
        })),
      ),
      bearersToRelease: maybe(context?.['e-RABs-ToBeReleased'], list => xwap.itemsOf(list).map(released)),
      mobilitySet: maybe(ies.MobilitySet, wlanIds),
    });
  },
  WTModificationRequestAcknowledge: ({ ies }) =>
    xwap.wtModificationRequestAcknowledge({
      ...pair(ies),
      added: maybe(ies['E-RABs-Admitted-ToBeAdded-ModAckList'], list => xwap.itemsOf(list).map(admitted)),
      modified: maybe(ies['E-RABs-Admitted-ToBeModified-ModAckList'], list => xwap.itemsOf(list).map(ofWt)),
      released: maybe(ies['E-RABs-Admitted-ToBeReleased-ModAckList'], list => idsOf(xwap.itemsOf(list))),
      ...notAdmitted(ies),
      ...diagnosed(ies),
    }),
  WTModificationRequestReject: ({ ies }) =>
    xwap.wtModificationRequestReject({ ...pair(ies), ...refused(ies) }),
  WTModificationRequired: ({ ies }) =>
    xwap.wtModificationRequired({
      ...pair(ies),
      cause: ies.Cause,
      bearersToRelease: maybe(ies['E-RABs-ToBeReleased-ModReqdList'], list =>
        xwap.itemsOf(list).map(withCause),
      ),
      bearersToModify: maybe(ies['E-RABs-ToBeModified-ModReqdList'], list => xwap.itemsOf(list).map(ofWt)),
    }),
  WTModificationConfirm: ({ ies }) =>
    xwap.wtModificationConfirm({
      ...pair(ies),
      released: maybe(ies['E-RABs-Confirmed-ToBeReleased-ModReqdList'], list =>
        xwap.itemsOf(list).map(released),
      ),
      modified: maybe(ies['E-RABs-Confirmed-ToBeModified-ModReqdList'], list => idsOf(xwap.itemsOf(list))),
      ...diagnosed(ies),
    }),
  WTModificationRefuse: ({ ies }) => xwap.wtModificationRefuse({ ...pair(ies), ...refused(ies) }),
  WTReleaseRequest: ({ ies }) =>
    xwap.wtReleaseRequest({
      ...pair(ies),
      cause: ies.Cause,
      bearers: maybe(ies['E-RABs-ToBeReleased-List-RelReq'], list => xwap.itemsOf(list).map(released)),
      ueContextKept: ies['UE-ContextKeptIndicator'] === 'true',
    }),
  WTReleaseRequired: ({ ies }) => xwap.wtReleaseRequired({ ...pair(ies), cause: ies.Cause }),
  WTReleaseConfirm: ({ ies }) =>
    xwap.wtReleaseConfirm({
      ...pair(ies),
      bearers: maybe(ies['E-RABs-ToBeReleased-List-RelConf'], list => xwap.itemsOf(list).map(released)),
      ...diagnosed(ies),
    }),
  WTAssociationConfirmation: ({ ies }) => xwap.wtAssociationConfirmation(pair(ies)),
  LWIPAdditionRequest: ({ ies }) =>
    xwap.lwipAdditionRequest({
      enbUeXwapId: ies['ENB-UE-XwAP-ID'],
      ueIdentity: ies['UE-Identity'],
      lwipPsk: ies['LWIP-SeGWSecurityInfo']['lWIP-PSK'].bytes,
      ikeInitiatorIdentity: ies['LWIP-SeGWSecurityInfo']['iKE-Initiator-Identity'],
      servingPlmn: ies.ServingPLMN,
      enbTunnel: maybe(ies.eNBGTPtunnelEndpoint, tunnel),
      mobilitySet: maybe(ies.MobilitySet, wlanIds),
    }),
  LWIPAdditionRequestAcknowledge: ({ ies }) =>
    xwap.lwipAdditionRequestAcknowledge({
      ...pair(ies),
      seGwTunnel: maybe(ies['LWIP-SeGWGTPtunnelEndpoint'], tunnel),
      admitted: maybe(ies['E-RABs-Admitted-ToBeAdded-List'], list => xwap.itemsOf(list).map(admitted)),
      ...notAdmitted(ies),
      ...diagnosed(ies),
    }),
  LWIPAdditionRequestReject: ({ ies }) =>
    xwap.lwipAdditionRequestReject({ enbUeXwapId: ies['ENB-UE-XwAP-ID'], ...refused(ies) }),
  LWIPModificationRequest: ({ ies }) =>
    xwap.lwipModificationRequest({
      ...pair(ies),
      cause: ies.Cause,
      servingPlmn: ies.ServingPLMN,
      mobilitySet: maybe(ies.MobilitySet, wlanIds),
    }),
  LWIPModificationRequestAcknowledge: ({ ies }) =>
    xwap.lwipModificationRequestAcknowledge({ ...pair(ies), ...diagnosed(ies) }),
  LWIPModificationRequestReject: ({ ies }) =>
    xwap.lwipModificationRequestReject({ ...pair(ies), ...refused(ies) }),
  LWIPReleaseRequest: ({ ies }) => xwap.lwipReleaseRequest({ ...pair(ies), cause: ies.Cause }),
  LWIPReleaseRequired: ({ ies }) => xwap.lwipReleaseRequired({ ...pair(ies), cause: ies.Cause }),
  LWIPReleaseConfirm: ({ ies }) => xwap.lwipReleaseConfirm({ ...pair(ies), ...diagnosed(ies) }),
};
