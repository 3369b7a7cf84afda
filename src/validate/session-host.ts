import { copyOf } from '../codecs/copy.js';
import { newJournal } from './journal.js';
import type { NamedPmk } from './keys/given.js';
import { type Bss, identityOf, type Session, type Tracked, type Whereabouts } from './session.js';
import { newStory, note } from './story.js';
import { newAcks } from './wlan/acks.js';
import { missingFrames } from './wlan/gaps.js';
import { newTraffic } from './wlan/traffic.js';

/** What a session is given by the validator that it belongs to. */
export type SessionHost = Pick<
  Tracked,
  'inFrames' | 'span' | 'limits' | 'clocksApart' | 'areOneClock' | 'seenUntil' | 'named'
> & {
  /** The PMKs given that may be those of a station, in the order in which they were given. */
  pmks(ssid: Uint8Array | undefined, station: Uint8Array): readonly NamedPmk[];
  /** The sessions to report, in the order of their numbers. */
  readonly reported: Tracked[];
  /** Takes a session that has become one to report. */
  begun(session: Tracked): void;
  proven(session: Tracked, pmk: Uint8Array): void;
  hasOtherAps(session: Tracked): boolean;
  stranger(): Session | undefined;
  shownNetworks(): readonly Bss[];
  /** Sets up what is told of the session's events. */
  watch(session: Tracked): Pick<Tracked, 'emit' | 'isWatched'>;
};

/**
 * The session of an AP and a station of which nothing has come.
 * @param station 6 octets, which are copied
 * @param whereabouts shared with the other sessions of the station
 * @param joinLink does what {@link Tracked.joinLink} is asked for
 */
export function newSession(
  bss: Bss,
  station: Uint8Array,
  host: SessionHost,
  whereabouts: Whereabouts = {},
  joinLink: (session: Tracked, ...named: Parameters<Tracked['joinLink']>) => void = () => {},
): Tracked {
  let watching: Pick<Tracked, 'emit' | 'isWatched'> | undefined;
  const session: Tracked = {
    bss,
    station: copyOf(station),
    links: [],
    joinLink: (...named) => joinLink(session, ...named),
    whereabouts,
    inFrames: host.inFrames,
    span: host.span,
    isWithoutWlan: false,
    proven: pmk => host.proven(session, pmk),
    pmks: () => host.pmks(session.ssid ?? session.bss.ssid, identityOf(session)),
    limits: host.limits,
    named: host.named,
    clocksApart: host.clocksApart,
    areOneClock: host.areOneClock,
    seenUntil: host.seenUntil,
    hasOtherAps: () => host.hasOtherAps(session),
    stranger: host.stranger,
    shownNetworks: host.shownNetworks,
    number: undefined,
    report: () => {
      if (session.number !== undefined) return;
      session.number = host.reported.push(session) - 1;
      host.begun(session);
    },
    emit: event => {
      session.journal.note(event);
      if (event.kind === 'management') note(session.story, event);
      watching ??= host.watch(session);
      watching.emit(event);
    },
    isWatched: kind => {
      watching ??= host.watch(session);
      return watching.isWatched(kind);
    },
    mld: {},
    readmissions: 0,
    keyed: false,
    eapolKeyFrames: [],
    runs: [],
    forgotten: { eapolKeyFrames: 0, handshakes: 0 },
    completed: new Map(),
    latest: {},
    open: [],
    aNonces: [],
    sNonces: [],
    ptks: [],
    pending: [],
    recent: [],
    integrityKeys: [],
    doubted: [],
    claims: [],
    held: [],
    clearBehindEnd: [],
    isBelied: false,
    heard: [],
    found: [],
    journal: newJournal(),
    story: newStory(),
    data: { decrypted: 0, undecrypted: 0 },
    cutFrames: 0,
    management: { decrypted: 0, undecrypted: 0 },
    closed: [undefined, undefined],
    reassembly: [undefined, undefined],
    gaps: [],
    missing: (since, fromAp) => missingFrames(session.gaps, since, fromAp),
    acks: newAcks(),
    traffic: [newTraffic(), newTraffic()],
  };
  return session;
}
