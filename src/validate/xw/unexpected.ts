import type { MessageName } from '../../codecs/xwap/index.js';
import { elementaryProcedures, type Place } from '../../codecs/xwap/procedures.js';
import type { At } from '../at.js';
import type { XwapUnexpectedEvent } from '../lte-events.js';
import type { Association } from './association.js';
import type { XwContext } from './contexts.js';

/** How a message does not fit what went before. */
export type Misfit = XwapUnexpectedEvent['misfit'];

/**
 * What UE XwAP IDs are that do not fit: `unknown`, of no UE; `in-use`, of a UE that is still there, in a request to add one;
 * `released`, of one that the eNB, whose message it is, has released.
 */
export type IdsAre = 'unknown' | 'in-use' | 'released';

/** A message, and what is known of its UE. */
export interface Unjudged {
  readonly context: XwContext;
  /** Of the message. */
  readonly place: Place;
  readonly direction: 0 | 1;
  /** What is wrong with the UE XwAP IDs that it has, as far as contexts tell, and those that have ended. */
  readonly idsAre: IdsAre | undefined;
  /** The XwAP-PDU. */
  readonly octets: Uint8Array;
  readonly at: At;
}

/** Finds messages of an interface that do not fit its state or that of the UE: logical errors (TS 36.463, 10; TS 36.413, 10.4). */
export interface Unexpected {
  /**
   * A request to add a UE begins this context: what follows of it is in view.
   * @param isIdNew whether no other had its id at the eNB before, of which messages may still come
   */
  begin(context: XwContext, isIdNew: boolean): void;
  /** Whether nothing that concerns a context is missing since the request to add its UE, which is in view. */
  isWholeSince(context: XwContext): boolean;
  /** A message came, before it takes effect. */
  take(message: Unjudged): void;
  /** A message came that could not be read. */
  lose(): void;
  /** A packet came: it may show that what a message seems to lack was not sent. */
  settle(): void;
  /** There is nothing more. */
  end(): void;
}

interface Doubt {
  readonly message: Unjudged;
  readonly misfit: Misfit;
  /** How much the capture lacked then. */
  readonly lacked: number;
}

/** Messages that wait for what tells whether the capture lacks something: of more, the first ones are given up. */
const MAX_DOUBTS = 64;

/** Messages that may come where Xw is not set up (TS 36.463, 8.2.4): an ERROR INDICATION may be about its set-up. */
const BEFORE_SET_UP: readonly MessageName[] = ['XwSetupRequest', 'ErrorIndication', 'PrivateMessage'];

/** @param found takes what does not fit; `isSure` is false where nothing shows that the capture lacks nothing, nor that it does */
export function newUnexpected(
  association: Association,
  found: (message: Unjudged, misfit: Misfit, isSure: boolean) => void,
): Unexpected {
  let unread = 0;
  let isSetUp: boolean | undefined = false;
  let doubts: Doubt[] = [];
  /** UEs that were added, with new ids, when it was known already which TSN of the WT comes next. */
  const fromBefore = new WeakSet<XwContext>();

  const lacks = (): number => association.gaps + unread;
  /** Whether the capture shows all of the association from its set-up on; a second set-up need not begin anew what is above it. */
  const isWhole = (): boolean =>
    association.isFromStart && association.restarts === 0 && lacks() === 0 && !association.hasHole;
  const isWholeSince = ({ begun }: XwContext): boolean => begun === lacks() && !association.hasHole;

  const misfitOf = ({ context, place, idsAre }: Unjudged): Misfit | undefined => {
    const { procedure, outcome, sender, message } = place;
    const isOfUe = context.ue !== undefined;
    const isRequest = outcome === 'initiatingMessage';
    if (isWhole()) {
      if (isRequest && isSetUp === false && !BEFORE_SET_UP.includes(message.asn1Name)) return 'no-setup';
      if (idsAre === 'unknown') return procedure === 'wTAdditionPreparation' ? 'unasked' : 'unknown-ids';
    }
    if (idsAre === 'in-use' || idsAre === 'released') return idsAre;
    if (isOfUe ? !isWholeSince(context) : !isWhole()) return undefined;
    // What has no ids, though it is of a UE, belongs to nobody.
    if (isOfUe !== (elementaryProcedures[procedure].signalling === 'UE-associated')) return undefined;
    const { procedures, hasPair } = context;
    const isWtInView = hasPair || !isOfUe || fromBefore.has(context);
    if (!isRequest)
      return procedures.isDue(procedure) || (sender === 'eNB' && !isWtInView) ? undefined : 'unasked';
    // Where the clocks of two sniffers differ, the answer may have come before its request, and be lacking.
    const isUnanswered = lacks() === 0 && isWtInView && procedures.isOpen('wTAdditionPreparation');
    return isOfUe && sender === 'WT' && !hasPair && isUnanswered ? 'before-acknowledge' : undefined;
  };

  /** Whether what would make it fit can only have come from its own end, of which everything is in view up to it. */
  const isOfOwnEnd = (misfit: Misfit, { place: { sender } }: Unjudged): boolean =>
    misfit === 'before-acknowledge' || (misfit !== 'unasked' && sender === 'eNB');

  const followSetUp = ({ message: { asn1Name } }: Place, misfit: Misfit | undefined): void => {
    if (asn1Name === 'XwSetupRequest') isSetUp = undefined;
    else if (asn1Name === 'XwSetupFailure') isSetUp = false;
    // It is told once.
    else if (asn1Name === 'XwSetupResponse' || misfit === 'no-setup') isSetUp = true;
  };

  return {
    begin: (context, isIdNew) => {
      context.begun = lacks();
      if (isIdNew && association.isLocated) fromBefore.add(context);
    },
    isWholeSince,
    take: message => {
      const { context, place, direction } = message;
      // Where the clocks of two sniffers differ, a request may seem to come behind its answer.
      if (place.outcome === 'initiatingMessage')
        doubts = doubts.filter(({ message: other, misfit }) =>
          misfit === 'no-setup'
            ? place.procedure !== 'xwSetup' || other.direction === direction
            : (other.context !== context && other.context.enbUeXwapId !== context.enbUeXwapId) ||
              other.place.procedure !== place.procedure,
        );
      const misfit = misfitOf(message);
      followSetUp(place, misfit);
      if (misfit === undefined) return;
      if (isOfOwnEnd(misfit, message)) found(message, misfit, true);
      else doubts = [...doubts, { message, misfit, lacked: lacks() }].slice(-MAX_DOUBTS);
    },
    lose: () => {
      unread++;
    },
    settle: () => {
      if (doubts.length === 0) return;
      doubts = doubts.filter(({ message, misfit, lacked }) => {
        if (lacked !== lacks()) return false;
        if (!association.isConfirmed(message.direction === 0 ? 1 : 0, message.at)) return true;
        found(message, misfit, true);
        return false;
      });
    },
    end: () => {
      for (const { message, misfit, lacked } of doubts)
        if (lacked === lacks() && !association.hasHole) found(message, misfit, false);
      doubts = [];
    },
  };
}
