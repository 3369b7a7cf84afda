import { choice, enumerated, type Infer, integer, objectIdentifier } from '../per/index.js';

/** What a receiver that does not understand a procedure or an IE shall do. TS 36.413, 10.3.2. */
export const Criticality = enumerated('reject', 'ignore', 'notify');
export type Criticality = Infer<typeof Criticality>;

/** Whether a sender shall include an IE. TS 36.413, 10.3.3. */
export type Presence = 'optional' | 'conditional' | 'mandatory';

/** The id of an IE of a private message: a number, or a globally unique one. */
export const PrivateIEID = choice({ local: integer(0, 65535), global: objectIdentifier });
export type PrivateIEID = Infer<typeof PrivateIEID>;

export const ProcedureCode = integer(0, 255);
export const ProtocolIEID = integer(0, 65535);
export const ProtocolExtensionID = integer(0, 65535);

export const TriggeringMessage = enumerated(
  'initiating-message',
  'successful-outcome',
  'unsuccessful-outcome',
);
export type TriggeringMessage = Infer<typeof TriggeringMessage>;
