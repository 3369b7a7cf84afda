import type { Element } from '../../codecs/dot11/element.js';
import { decodeElements, encodeElements } from '../../codecs/dot11/element.js';
import { type At, between, isBefore, SECOND } from '../at.js';
import type { Watcher } from '../rule.js';
import { isAdmission } from '../wlan/admission.js';

/** Nanoseconds that an answer to a request takes at the most: stations wait for no more than 1 s. */
const LONGEST_ANSWER = 5n * SECOND;
/** The same of another answer, where the first let the station in. */
const LONGEST_SECOND_ANSWER = SECOND;

/** A request to associate. */
export interface Request extends At {
  readonly elements: readonly Element[];
  /** Whether the capture has cut its end off: it may have had more elements. */
  readonly isCut: boolean;
}

/** A watcher, and what it knows. */
export interface RequestWatch {
  readonly watcher: Required<Pick<Watcher, 'management' | 'ending'>>;
  /** The request of the association that there is, or else the latest; undefined where the capture lacks it. */
  requested(): Request | undefined;
}

/** Follows the requests of a station: a refused one leaves that of the association there is as it is. */
export function watchRequests(): RequestWatch {
  let requested: Request | undefined;
  let admitted: Request | undefined;
  return {
    requested: () => requested,
    watcher: {
      management({ frame, time, body, isCut }) {
        switch (body.kind) {
          case 'association-request':
          case 'reassociation-request': {
            // Read from a copy, because what is kept must not keep the file’s chunk in memory.
            const { value } = decodeElements(encodeElements(body.elements ?? []), { lax: true });
            requested = { frame, time, elements: value, isCut };
            break;
          }
          case 'association-response':
          case 'reassociation-response':
            if (!isAdmission(body)) requested = admitted;
            else if (requested !== undefined) {
              const longest = requested === admitted ? LONGEST_SECOND_ANSWER : LONGEST_ANSWER;
              // The capture lacks the request that it is the answer to.
              if (between(requested, { frame, time }) > longest) requested = undefined;
            }
            admitted = requested;
        }
        return undefined;
      },
      ending(end) {
        if (requested !== undefined && isBefore(requested, end)) requested = undefined;
        admitted = undefined;
        return undefined;
      },
    },
  };
}
