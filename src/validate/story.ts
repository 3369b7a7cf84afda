import type { Dot11Frame } from '../codecs/dot11/frame.js';
import { formatMac } from '../codecs/dot11/mac.js';
import type { At } from './at.js';
import { surplusIn } from './bounded.js';
import type { ManagementEvent } from './event.js';
import type { Journal } from './journal.js';
import type { ReportedGap, ReportedManagement, ReportedRrc, ReportedXw } from './report.js';
import { mayHoldLwa, type RrcMessage } from './uu/message.js';
import { xwDetail } from './xw/cause.js';

/** What a report lists, as long as its frame has no name. */
type Row<R> = At & Omit<R, 'frame' | 'time'>;

/** The management frames of a session. */
export interface Story {
  management: Row<ReportedManagement>[];
  /** How many of them made room for others. */
  forgotten: number;
  /** So many make room. */
  room: number;
}

/** Management frames of a sort that a session keeps at least: half of them the first, half of them the latest. */
const MOST = 256;
/** As many more as these make room. */
const MORE = 1024;

/** The story of a session of which nothing has come. */
export const newStory = (): Story => ({ management: [], forgotten: 0, room: MORE });

/** Notes a management frame down. Anyone can send very many: they hide none of another sort. */
export function note(story: Story, { frame, time, fromAp, body }: ManagementEvent): void {
  const from = fromAp ? 'ap' : 'station';
  const rows = story.management;
  let place = rows.length;
  while (place > 0 && rows[place - 1]!.time > time) place--;
  const message = body.kind ?? 'management';
  rows.splice(place, 0, { frame, time, from, message, ...detailOf(frameDetail(body)) });
  if (rows.length < story.room) return;
  const gone = surplusIn(
    rows,
    one => `${one.from} ${one.message} ${one.detail === undefined ? '' : 'with detail'}`,
    MOST,
  );
  story.management = rows.filter(row => !gone.has(row));
  story.forgotten += gone.size;
  story.room = story.management.length + MORE;
}

/** The RRC messages of a session, in the order of time. */
export const rrcRows = ({ of }: Journal): readonly Row<ReportedRrc>[] =>
  of(['rrc']).map(({ frame, time, isUplink, message, macI }) => ({
    frame,
    time,
    direction: isUplink ? 'uplink' : 'downlink',
    message: message === undefined ? 'unreadable RRC' : rrcName(message.name),
    macI,
    ...detailOf(message && rrcDetail(message)),
  }));

/** The XwAP messages of a session, in the order of time. */
export const xwRows = ({ of }: Journal): readonly Row<ReportedXw>[] =>
  of(['xwap', 'xwapUnexpected']).flatMap((event): readonly Row<ReportedXw>[] => {
    const { frame, time, isFromWt } = event;
    const from = isFromWt === undefined ? {} : { from: isFromWt ? ('wt' as const) : ('enb' as const) };
    if (event.kind === 'xwap')
      return [
        {
          frame,
          time,
          ...from,
          message: event.view.message ?? 'unreadable XwAP',
          ...detailOf(xwDetail(event.view)),
        },
      ];
    // The others have been told of as the messages that they are.
    return event.misfit === 'direction' ? [{ frame, time, ...from, message: event.message }] : [];
  });

/** Where packets of Uu and Xw are missing, in the order of time. */
export const missingRows = ({ of }: Journal): readonly Row<ReportedGap>[] =>
  of(['gap']).flatMap(({ frame, time, where, isForgotten }) => (isForgotten ? [] : [{ frame, time, where }]));

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
