import { arrayOf, isNameIn, type Names, octetsOf, onlyNames } from '../../codecs/check.js';
import { copyOf } from '../../codecs/copy.js';
import { EncodeError } from '../../codecs/error.js';
import { type Clock, MILLISECOND } from './engine.js';

/** What goes on in place of a message. */
export interface SentOn {
  /** 65,000 at most, copied at once. */
  readonly octets: Uint8Array;
  /** Milliseconds that it is held back, from 0 up; 0 if left out. Others overtake it meanwhile. */
  readonly delayMs?: number | undefined;
}

/**
 * A message that its sender has ready, before the link protects it and gives it a number: octets behind that could be broken, and not
 * changed, without the keys.
 */
export interface MessageInTransit<From extends string = string> {
  /** A copy: whoever sees it may keep and change it, which changes nothing of what crosses. */
  readonly octets: Uint8Array<ArrayBuffer>;
  readonly from: From;
  /** When: milliseconds from the start of the run. */
  readonly atMs: number;
}

/** An RRC message on SRB1, before PDCP: DL-DCCH from the eNB, UL-DCCH from the UE. */
export interface UuMessage extends MessageInTransit<'enb' | 'ue'> {
  /** The WLAN address of the UE, as measures and keys name it. */
  readonly station: string;
}

/** A packet of user data that goes over LTE, before RLC: a PDCP PDU of the UE's DRB. */
export interface UuDataMessage extends MessageInTransit<'enb' | 'ue'> {
  /** As of {@link UuMessage}. */
  readonly station: string;
}

/** An XwAP message, before SCTP. */
export interface XwMessage extends MessageInTransit<'enb' | 'wt'> {
  /** The number of the eNB, from 1. */
  readonly enb: number;
}

/** A packet of user data on Xw, before GTP-U: an LWAAP PDU. */
export interface XwDataMessage extends MessageInTransit<'enb' | 'wt'> {
  /** The WLAN address of the UE, as measures and keys name it. */
  readonly station: string;
}

/** An MPDU without FCS, before it is protected and numbered: all frames but Acks, and those that attackers send. */
export interface WlanMessage extends MessageInTransit<'ue' | 'wt'> {}

/**
 * What becomes of a message: undefined for one that goes on as it is, else what goes on in its place. `[]` drops it, `[message,
 * message]` sends it twice.
 */
export type TamperWith<Message> = (message: Message) => readonly SentOn[] | undefined;

/** Faults, by link: each function sees all messages of its link, in both directions, in the order in which they are sent. */
export interface Tamper {
  readonly uu?: TamperWith<UuMessage> | undefined;
  readonly uuData?: TamperWith<UuDataMessage> | undefined;
  readonly xw?: TamperWith<XwMessage> | undefined;
  readonly xwData?: TamperWith<XwDataMessage> | undefined;
  readonly wlan?: TamperWith<WlanMessage> | undefined;
}

/** The links of a scenario with an eNB, as {@link onlyNames} takes them … */
export const LINKS: Names<Tamper> = { uu: true, uuData: true, xw: true, xwData: true, wlan: true };
/** … and of one of the WLAN alone. */
export const WLAN_ALONE: Names<Pick<Tamper, 'wlan'>> = { wlan: true };

/**
 * The faults of a run of a scenario that has its own, which give way to those of the run on the same link.
 * @throws EncodeError for a fault of either on a link that is none of `links`
 */
export function tamperOf(own: Tamper | undefined, ofRun: Tamper, links: Partial<Names<Tamper>>): Tamper {
  return { ...givenOf('setUp.tamper', own ?? {}, links), ...givenOf('tamper', ofRun, links) };
}

/** The faults that are given: undefined is as if left out, but of what is no link at all. */
function givenOf(path: string, tamper: Tamper, links: Partial<Names<Tamper>>): Tamper {
  const given = Object.entries(tamper).filter(
    ([link, fault]) => fault !== undefined || !isNameIn(LINKS, link),
  );
  const faults: Tamper = Object.fromEntries(given);
  onlyNames(path, faults, links);
  return faults;
}

/** What {@link SentOn} may have, and what a message has that is sent on with a spread. */
const NAMES: Names<SentOn & UuMessage & XwMessage> = {
  octets: true,
  delayMs: true,
  from: true,
  atMs: true,
  station: true,
  enb: true,
};

/** Octets of what goes on: with all that comes before it on any link it still fits into an IPv4 datagram, of 65,535 octets. */
const MOST_OCTETS = 65_000;

const octetsIn = ({ octets }: SentOn, path: string): Uint8Array => {
  const { length } = octetsOf(octets, `${path}.octets`);
  if (length > MOST_OCTETS)
    throw new EncodeError(`${path}.octets`, `is to be at most ${MOST_OCTETS} octets, not ${length}`);
  return copyOf(octets);
};

const delayOf = ({ delayMs = 0 }: SentOn, path: string): number => {
  if (typeof delayMs !== 'number' || !(delayMs >= 0 && delayMs <= Number.MAX_SAFE_INTEGER / MILLISECOND / 2))
    throw new EncodeError(`${path}.delayMs`, 'is to be a number of milliseconds from 0 up');
  return Math.round(delayMs * MILLISECOND);
};

/**
 * Shows a message to a fault, and hands to `send` what goes on, each at its time.
 * @returns how many go on
 * @throws EncodeError for what cannot go on
 */
export type SendTampered = (octets: Uint8Array, send: (octets: Uint8Array, index: number) => void) => number;

/** The way of messages by the fault on `link`. @param about what they have beside their octets and the time */
export function tamperedBy<Message extends MessageInTransit>(
  tamperWith: TamperWith<Message>,
  clock: Clock,
  link: keyof Tamper,
  about: Omit<Message, 'octets' | 'atMs'>,
): SendTampered {
  const path = `tamper.${link}`;
  return (octets, send) => {
    const seen = { ...about, octets: copyOf(octets), atMs: clock.now / MILLISECOND };
    const sentOn = tamperWith(seen as unknown as Message);
    if (sentOn === undefined) {
      send(octets, 0);
      return 1;
    }
    const all = arrayOf(sentOn, path).map((one, i) => {
      const at = `${path}[${i}]`;
      onlyNames(at, one, NAMES);
      return { octets: octetsIn(one, at), delay: delayOf(one, at) };
    });
    all.forEach((one, i) => {
      if (one.delay === 0) send(one.octets, i);
      else clock.after(one.delay, () => send(one.octets, i));
    });
    return all.length;
  };
}
