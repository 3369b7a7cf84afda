import type { Dot11Frame } from '../codecs/dot11/frame.js';
import { formatMac } from '../codecs/dot11/mac.js';
import type { At } from './at.js';
import type { EventNamed, ValidationEvent } from './event.js';
import type { MicVerdict } from './mic-verdict.js';
import { mayHoldLwa, type RrcMessage } from './uu/message.js';

/** A message of a session beside its EAPOL-Key frames. */
interface Told extends At {
  readonly message: string;
  readonly detail?: string;
}

/** What a session tells in its report and its verdict, of what is not WLAN handshakes. */
export interface Story {
  readonly management: (Told & { readonly from: 'ap' | 'station' })[];
  readonly rrc: (Told & { readonly direction: 'uplink' | 'downlink'; readonly macI: MicVerdict })[];
  readonly xw: (Told & { readonly from: 'enb' | 'wt' | undefined })[];
  readonly missing: (At & { readonly where: 'uu' | 'xw' })[];
  /** What tells who had a new S-KWT first; in order of time. */
  readonly signalled: SignallingEvent[];
  /** Messages that were not kept, because there were too many. */
  omitted: number;
}

/** What tells which S-KWT UE and WT were given, and when. */
export type SignallingEvent = EventNamed<
  'sKwt' | 'sKwtAgain' | 'rrcTransaction' | 'rrc' | 'gap' | 'xwap' | 'xwapProcedure' | 'xwEnd' | 'pmkInUse'
>;

/** What a story calls RRC that is damaged, or ciphered under a key that is not known. */
export const UNREADABLE_RRC = 'unreadable RRC';

/** Messages of one kind that are kept of a session. */
const KEPT = 1000;

/** The story of a session of which nothing has come. */
export const newStory = (): Story => ({
  management: [],
  rrc: [],
  xw: [],
  missing: [],
  signalled: [],
  omitted: 0,
});

/** Notes down what an event adds. Those of Uu may come late: their time tells the order. */
export function note(story: Story, event: ValidationEvent): void {
  const keep = <T extends At>(list: T[], entry: T): void => {
    if (list.length >= KEPT) {
      story.omitted++;
      return;
    }
    let i = list.length;
    while (i > 0 && list[i - 1]!.time > entry.time) i--;
    list.splice(i, 0, entry);
  };
  switch (event.kind) {
    case 'management': {
      const { frame, time, fromAp, body } = event;
      const from = fromAp ? 'ap' : 'station';
      keep(story.management, {
        frame,
        time,
        from,
        message: body.kind ?? 'management',
        ...detailOf(frameDetail(body)),
      });
      return;
    }
    case 'rrc': {
      const { frame, time, isUplink, message, macI } = event;
      keep(story.signalled, event);
      const direction = isUplink ? 'uplink' : 'downlink';
      const name = message === undefined ? UNREADABLE_RRC : rrcName(message.name);
      keep(story.rrc, {
        frame,
        time,
        direction,
        message: name,
        macI,
        ...detailOf(message && rrcDetail(message)),
      });
      return;
    }
    case 'xwap': {
      const { frame, time, isFromWt, view } = event;
      const from = isFromWt === undefined ? undefined : isFromWt ? 'wt' : 'enb';
      if (/^WT(AdditionRequest|AssociationConfirmation)/.test(view.message ?? ''))
        keep(story.signalled, event);
      keep(story.xw, { frame, time, from, message: view.message ?? 'unreadable XwAP' });
      return;
    }
    case 'xwapUnexpected': {
      const { frame, time, isFromWt, message, misfit } = event;
      // The others have been told of as the messages that they are.
      if (misfit === 'direction') keep(story.xw, { frame, time, from: isFromWt ? 'wt' : 'enb', message });
      return;
    }
    case 'pmkInUse':
      if (event.message === 'M2' || event.message === 'M4') keep(story.signalled, event);
      return;
    case 'sKwt':
    case 'sKwtAgain':
    case 'rrcTransaction':
    case 'xwapProcedure':
    case 'xwEnd':
      keep(story.signalled, event);
      return;
    case 'gap':
      keep(story.signalled, event);
      keep(story.missing, { frame: event.frame, time: event.time, where: event.where });
  }
}

const detailOf = (detail: string | undefined): { detail?: string } =>
  detail === undefined || detail === '' ? {} : { detail };

/** `rrcConnectionReconfiguration` as the specification's text has it: RRCConnectionReconfiguration. */
const rrcName = (name: string): string =>
  name
    .replace(/-r\d+$/, '')
    .replace(/^(rrc|wlan|ue)/, letters => letters.toUpperCase())
    .replace(/^[a-z]/, letter => letter.toUpperCase());

function rrcDetail(message: RrcMessage): string {
  const { handover, lwa, status, wlanMacAddress } = message;
  const parts = [
    handover && `handover to PCI ${handover.targetPci}${handover.keepsLwa ? ', LWA kept' : ''}`,
    lwa?.isRelease === true ? 'LWA released' : undefined,
    lwa?.wtCounter === undefined ? undefined : `WT Counter ${lwa.wtCounter}`,
    status === undefined ? undefined : `${status}`,
    wlanMacAddress && `WLAN address ${formatMac(wlanMacAddress)}`,
    mayHoldLwa(message) ? 'not read whole' : undefined,
  ];
  return parts.filter(part => part !== undefined).join(', ');
}

function frameDetail(body: Partial<Dot11Frame>): string | undefined {
  switch (body.kind) {
    case 'deauthentication':
    case 'disassociation':
      return body.reasonCode === undefined ? undefined : `reason ${body.reasonCode}`;
    case 'authentication':
    case 'association-response':
    case 'reassociation-response':
      return body.statusCode === undefined || body.statusCode === 0 ? undefined : `status ${body.statusCode}`;
    default:
      return undefined;
  }
}
