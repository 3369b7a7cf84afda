export { type At, isBefore } from './at.js';
export { isBlind } from './blind.js';
export type {
  AssociationEvent,
  ClearDataEvent,
  DataEvent,
  DroppedEndingEvent,
  EapolKeyEvent,
  EndEvent,
  EndingEvent,
  EventNamed,
  EventsOf,
  KeyEvent,
  ManagementEvent,
  OpenedEvent,
  OpenedGroupEvent,
  OpenedZeroEvent,
  PmkInUseEvent,
  RestartedEvent,
  ResumedEvent,
  RunEvent,
  ValidationEvent,
} from './event.js';
export type { ValidateOptions } from './input.js';
export { READ_LINK_TYPES } from './intake/intake.js';
export { joinReports } from './join-reports.js';
export type { Keys, NamedPmk, NetworkPassphrase } from './keys/given.js';
export { type KenbKeyEntry, type KeyEntries, type KeyEntry, keysOfFile } from './keys/keys-file.js';
export type { Limits } from './limits.js';
export type * from './lte-events.js';
export { type CapturedMessage, type MessageFormat, messagesOf } from './messages.js';
export type { MicVerdict } from './mic-verdict.js';
export type {
  AcceptedFinding,
  DamagedPackets,
  EapolKeyFrame,
  Finding,
  FrameRef,
  HandshakeReport,
  RekeyReport,
  Report,
  ReportedGap,
  ReportedLink,
  ReportedManagement,
  ReportedMessage,
  ReportedRrc,
  ReportedSKwt,
  ReportedXw,
  SessionKey,
  SessionReport,
  Severity,
  Unchecked,
  UnmatchedKeys,
  UnorderedPackets,
  UnreadableHeaders,
  UnreadPackets,
  UnrelatedCaptures,
} from './report.js';
export type { Observation, Rule, Watcher } from './rule.js';
export { rules } from './rules/index.js';
export type { Bss, ProtectedCount, Security, Session, SessionLink } from './session.js';
export type { LteKeys, NamedKasme, NamedKenb } from './uu/kenb.js';
export type { HandoverCommand, LwaCommand, MissingIe, RrcMessage, WlanIdentifiers } from './uu/message.js';
export { type Validation, validate } from './validation.js';
export { type Validator, validator } from './validator.js';
export { watchToEnd } from './watch/to-end.js';
export type { EapolKeyRecord } from './wlan/eapol-key-record.js';
export type { Ending } from './wlan/ending.js';
export type { PnUse } from './wlan/packet-number.js';
export type { LearnedMlds } from './wlan/peers.js';
export type { Run, RunKind, RunMessage } from './wlan/run.js';
export type { FoundKey, GroupKey, ProvenPtk } from './wlan/session-keys.js';
export type { Traffic } from './wlan/traffic.js';
export type { PnRestart } from './wlan/unopened.js';
export type { XwapProblem } from './xw/problems.js';
