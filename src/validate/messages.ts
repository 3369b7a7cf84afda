import type { Packet } from '../codecs/capture/packet.js';
import { encodeEapolKey } from '../codecs/dot11/eapol-key.js';
import type { At } from './at.js';
import type { ValidateOptions } from './input.js';
import type { XwapUnexpectedEvent } from './lte-events.js';
import type { FrameRef } from './report.js';
import type { Rule } from './rule.js';
import type { Session } from './session.js';
import { addressesOf, namesFor } from './session-report.js';
import { validate } from './validation.js';

/** The formats of messages: as the command line names them. */
export type MessageFormat = 'eapol-key' | 'rrc-dl-dcch' | 'rrc-ul-dcch' | 'xwap';

/** A message that a capture holds. */
export interface CapturedMessage {
  /** That in which its last part came. */
  readonly frame: FrameRef;
  /** Nanoseconds since 1970-01-01T00:00:00Z. */
  readonly time: bigint;
  readonly format: MessageFormat;
  /** `M2`, `rrcConnectionReconfiguration`, `WTModificationRequest`; undefined for XwAP that has none. */
  readonly name: string | undefined;
  /** Undefined for XwAP where which end is which is not known. */
  readonly from: 'ap' | 'station' | 'ue' | 'enb' | 'wt' | undefined;
  /**
   * How an XwAP message does not fit what went before, where that is sure: `direction`, the other node alone sends it; `unasked`, it
   * answers no request; `before-acknowledge`, the WT has not accepted the UE yet; `unknown-ids`;
   * `in-use`, it adds a UE under the id of another; `released`, the eNB has released its UE; `no-setup`.
   */
  readonly misfit?: Exclude<XwapUnexpectedEvent['misfit'], 'tag'>;
  /** Addresses of the association that it belongs to, as far as the capture tells: `02:57:54:00:00:01`. */
  readonly ap?: string;
  readonly station?: string;
  /** The message alone, deciphered and put together: what `decodeEapolKey`, `decodeDlDcch`, `decodeUlDcch` and `decodeXwap` take. */
  readonly octets: Uint8Array;
}

interface Heard extends Omit<CapturedMessage, 'frame' | 'ap' | 'station' | 'misfit'> {
  misfit?: Exclude<XwapUnexpectedEvent['misfit'], 'tag'>;
  readonly number: number;
  readonly session: Session;
}

/** Takes down the messages that a validation reads. */
export interface MessageCollector {
  /** To be among the rules of that validation. */
  readonly rule: Rule;
  /** When it has ended: all of them, in the order of time. */
  all(): readonly CapturedMessage[];
}

/** @param options those of the validation */
export function messageCollector(options: Pick<ValidateOptions, 'captures' | 'capture'>): MessageCollector {
  const heard: Heard[] = [];
  /** Those of XwAP, by their octets: what does not fit has the same array. */
  const ofXw = new Map<Uint8Array, Heard>();
  const { refOf } = namesFor(options);
  const rule: Rule = {
    id: 'messages',
    severity: 'note',
    clause: '',
    explanation: '',
    watch: session => {
      const hear = ({ frame, time }: At, rest: Omit<Heard, 'number' | 'time' | 'session'>) => {
        const one: Heard = { number: frame, time, session, ...rest };
        heard.push(one);
        if (one.format === 'xwap') ofXw.set(one.octets, one);
        return undefined;
      };
      return {
        eapolKey: event =>
          event.isCopy
            ? undefined
            : hear(event, {
                format: 'eapol-key',
                name: event.record.message,
                from: event.key.keyInformation.keyAck ? 'ap' : 'station',
                octets: encodeEapolKey(event.key),
              }),
        rrc: event =>
          event.message === undefined || event.octets === undefined
            ? undefined
            : hear(event, {
                format: event.isUplink ? 'rrc-ul-dcch' : 'rrc-dl-dcch',
                name: event.message.name,
                from: event.isUplink ? 'ue' : 'enb',
                octets: event.octets,
              }),
        xwap: event =>
          hear(event, {
            format: 'xwap',
            name: event.view.message ?? undefined,
            from: event.isFromWt === undefined ? undefined : event.isFromWt ? 'wt' : 'enb',
            octets: event.octets,
          }),
        xwapUnexpected: event => {
          const { message: name, misfit, isSure, octets } = event;
          // What comes under another tag its receiver discards.
          if (!isSure || misfit === 'tag' || octets === undefined) return undefined;
          const told = ofXw.get(octets);
          if (told === undefined)
            return hear(event, { format: 'xwap', name, from: event.isFromWt ? 'wt' : 'enb', octets, misfit });
          told.misfit = misfit;
          return undefined;
        },
      };
    },
  };
  return {
    rule,
    all: () =>
      heard
        .toSorted((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : a.number - b.number))
        .map(({ number, session, ...message }) => {
          const { ap, station } = addressesOf(whole(session));
          return {
            frame: refOf(number),
            ...message,
            ...(ap === undefined ? {} : { ap }),
            ...(station === undefined ? {} : { station }),
          };
        }),
  };
}

/** The session that it turned out to be of. */
const whole = (session: Session): Session =>
  session.absorbedBy === undefined ? session : whole(session.absorbedBy);

/**
 * The EAPOL-Key, RRC and XwAP messages of a capture, in the order of time: each once, put together from fragments and SCTP chunks,
 * and in clear. What is ciphered under no key that is given or found is left out, as is what was retransmitted and what its receiver
 * drops for a wrong checksum or another SCTP verification tag. They are those that {@link validate} judges, so it takes the same options, but no rules.
 * @throws (the promise) what {@link validate} throws, and what the packets throw
 */
export async function messagesOf(
  packets: AsyncIterable<Packet> | Iterable<Packet>,
  options: Omit<ValidateOptions, 'rules'> = {},
): Promise<readonly CapturedMessage[]> {
  const collector = messageCollector(options);
  await validate(packets, { ...options, rules: [collector.rule] }).report();
  return collector.all();
}
