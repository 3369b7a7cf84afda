import {
  type Codec,
  choice,
  type Infer,
  nullType,
  per,
  type Surplus,
  sequence,
  unsupported,
} from '../per/index.js';
import { RRCConnectionReconfiguration } from './messages/rrc-connection-reconfiguration.js';
import { RRCConnectionRelease } from './messages/rrc-connection-release.js';
import { SecurityModeCommand } from './messages/security-mode.js';
import { UECapabilityEnquiry } from './messages/ue-capability-enquiry.js';

/** DL-DCCH-MessageType (TS 36.331, 6.2.1). */
const DLDCCHMessageType = choice({
  c1: choice({
    csfbParametersResponseCDMA2000: unsupported('CSFBParametersResponseCDMA2000'),
    dlInformationTransfer: unsupported('DLInformationTransfer'),
    handoverFromEUTRAPreparationRequest: unsupported('HandoverFromEUTRAPreparationRequest'),
    mobilityFromEUTRACommand: unsupported('MobilityFromEUTRACommand'),
    rrcConnectionReconfiguration: RRCConnectionReconfiguration,
    rrcConnectionRelease: RRCConnectionRelease,
    securityModeCommand: SecurityModeCommand,
    ueCapabilityEnquiry: UECapabilityEnquiry,
    counterCheck: unsupported('CounterCheck'),
    'ueInformationRequest-r9': unsupported('UEInformationRequest-r9'),
    'loggedMeasurementConfiguration-r10': unsupported('LoggedMeasurementConfiguration-r10'),
    'rnReconfiguration-r10': unsupported('RNReconfiguration-r10'),
    'rrcConnectionResume-r13': unsupported('RRCConnectionResume-r13'),
    'dlDedicatedMessageSegment-r16': unsupported('DLDedicatedMessageSegment-r16'),
    spare2: nullType,
    spare1: nullType,
  }),
  messageClassExtension: sequence({}),
});

/** DL-DCCH-Message (TS 36.331, 6.2.1). */
export const DLDCCHMessage = sequence({ message: DLDCCHMessageType });
export type DLDCCHMessage = Infer<typeof DLDCCHMessage> & Surplus;

/**
 * RRC messages to a UE on a dedicated channel, in UNALIGNED PER (TS 36.331, 8.1). Surplus bits behind the message
 * are passed over: they stay in `_surplus`, and are written back. What the profile leaves out is declared
 * `unsupported`: as a message it ends decoding with an error of that code, and in an extension addition it
 * leaves the octets of the addition in `_ext`. Messages of an earlier release have fewer addition bits than this one writes: their
 * number stays in `_additions`, and is written back.
 */
export const DlDcch: Codec<DLDCCHMessage> = per(DLDCCHMessage, {
  aligned: false,
  format: 'DL-DCCH-Message',
  surplus: 'keep',
});

/**
 * Decodes one DL-DCCH-Message, what PDCP carries on SRB1 or SRB2 to a UE (TS 36.331, 6.2.1). Surplus bits as of {@link DlDcch}.
 * @throws DecodeError for octets that are no encoding of it, of code `unsupported` for a message or a part outside of the profile.
 * With `{ lax: true }` it is returned, beside what could be read.
 */
export const decodeDlDcch: Codec<DLDCCHMessage>['decode'] = DlDcch.decode;

/**
 * Encodes one DL-DCCH-Message.
 * @throws EncodeError for a value that the ASN.1 does not allow; it names the path and what is allowed
 */
export const encodeDlDcch: Codec<DLDCCHMessage>['encode'] = DlDcch.encode;
