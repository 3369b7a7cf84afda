import { type Codec, choice, type Infer, per, type Surplus, sequence, unsupported } from '../per/index.js';
import { MeasurementReport } from './messages/measurement-report.js';
import { RRCConnectionReconfigurationComplete } from './messages/rrc-connection-reconfiguration-complete.js';
import { SecurityModeComplete, SecurityModeFailure } from './messages/security-mode.js';
import { UECapabilityInformation } from './messages/ue-capability-information.js';
import { WLANConnectionStatusReportR13 } from './messages/wlan-connection-status-report.js';

/** UL-DCCH-MessageType (TS 36.331, 6.2.1). */
const ULDCCHMessageType = choice({
  c1: choice({
    csfbParametersRequestCDMA2000: unsupported('CSFBParametersRequestCDMA2000'),
    measurementReport: MeasurementReport,
    rrcConnectionReconfigurationComplete: RRCConnectionReconfigurationComplete,
    rrcConnectionReestablishmentComplete: unsupported('RRCConnectionReestablishmentComplete'),
    rrcConnectionSetupComplete: unsupported('RRCConnectionSetupComplete'),
    securityModeComplete: SecurityModeComplete,
    securityModeFailure: SecurityModeFailure,
    ueCapabilityInformation: UECapabilityInformation,
    ulHandoverPreparationTransfer: unsupported('ULHandoverPreparationTransfer'),
    ulInformationTransfer: unsupported('ULInformationTransfer'),
    counterCheckResponse: unsupported('CounterCheckResponse'),
    'ueInformationResponse-r9': unsupported('UEInformationResponse-r9'),
    'proximityIndication-r9': unsupported('ProximityIndication-r9'),
    'rnReconfigurationComplete-r10': unsupported('RNReconfigurationComplete-r10'),
    'mbmsCountingResponse-r10': unsupported('MBMSCountingResponse-r10'),
    'interFreqRSTDMeasurementIndication-r10': unsupported('InterFreqRSTDMeasurementIndication-r10'),
  }),
  messageClassExtension: choice({
    c2: choice({
      'ueAssistanceInformation-r11': unsupported('UEAssistanceInformation-r11'),
      'inDeviceCoexIndication-r11': unsupported('InDeviceCoexIndication-r11'),
      'mbmsInterestIndication-r11': unsupported('MBMSInterestIndication-r11'),
      'scgFailureInformation-r12': unsupported('SCGFailureInformation-r12'),
      'sidelinkUEInformation-r12': unsupported('SidelinkUEInformation-r12'),
      'wlanConnectionStatusReport-r13': WLANConnectionStatusReportR13,
      'rrcConnectionResumeComplete-r13': unsupported('RRCConnectionResumeComplete-r13'),
      'ulInformationTransferMRDC-r15': unsupported('ULInformationTransferMRDC-r15'),
      'scgFailureInformationNR-r15': unsupported('SCGFailureInformationNR-r15'),
      'measReportAppLayer-r15': unsupported('MeasReportAppLayer-r15'),
      'failureInformation-r15': unsupported('FailureInformation-r15'),
      'ulDedicatedMessageSegment-r16': unsupported('ULDedicatedMessageSegment-r16'),
      'purConfigurationRequest-r16': unsupported('PURConfigurationRequest-r16'),
      'failureInformation-r16': unsupported('FailureInformation-r16'),
      'mcgFailureInformation-r16': unsupported('MCGFailureInformation-r16'),
      'ulInformationTransferIRAT-r16': unsupported('ULInformationTransferIRAT-r16'),
    }),
    'messageClassExtensionFuture-r11': sequence({}),
  }),
});

/** UL-DCCH-Message (TS 36.331, 6.2.1). */
export const ULDCCHMessage = sequence({ message: ULDCCHMessageType });
export type ULDCCHMessage = Infer<typeof ULDCCHMessage> & Surplus;

/**
 * RRC messages from a UE on a dedicated channel, in UNALIGNED PER (TS 36.331, 8.1). Surplus bits behind the message
 * are passed over: they stay in `_surplus`, and are written back. What the profile leaves out is declared
 * `unsupported`: as a message it ends decoding with an error of that code, and in an extension addition it
 * leaves the octets of the addition in `_ext`. Messages of an earlier release have fewer addition bits than this one writes: their
 * number stays in `_additions`, and is written back.
 */
export const UlDcch: Codec<ULDCCHMessage> = per(ULDCCHMessage, {
  aligned: false,
  format: 'UL-DCCH-Message',
  surplus: 'keep',
});

/**
 * Decodes one UL-DCCH-Message, what PDCP carries on SRB1 or SRB2 from a UE (TS 36.331, 6.2.1). Surplus bits as of {@link UlDcch}.
 * @throws DecodeError for octets that are no encoding of it, of code `unsupported` for a message or a part outside of the profile.
 * With `{ lax: true }` it is returned, beside what could be read.
 */
export const decodeUlDcch: Codec<ULDCCHMessage>['decode'] = UlDcch.decode;

/**
 * Encodes one UL-DCCH-Message.
 * @throws EncodeError for a value that the ASN.1 does not allow; it names the path and what is allowed
 */
export const encodeUlDcch: Codec<ULDCCHMessage>['encode'] = UlDcch.encode;
