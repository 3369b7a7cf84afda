import type { ListField, XwapView } from '../../codecs/xwap/view.js';
import { listed } from '../wording.js';
import { sKwtIn } from './given-s-kwt.js';

const iesOf = (view: XwapView): Readonly<Record<string, unknown>> => ('ies' in view ? view.ies : {});

/** The cause that a message gives (TS 36.463, 9.2.4), such as `security-failure`; undefined without one, or with an unknown one. */
export function causeIn(view: XwapView): string | undefined {
  const cause = iesOf(view).Cause as { readonly value?: unknown } | undefined;
  return typeof cause?.value === 'string' ? cause.value : undefined;
}

/** Whether a WT is to keep the UE for another eNB, and releases the signalling connection alone (TS 36.463, 8.11.2). */
export const keepsUe = (view: XwapView): boolean => iesOf(view)['UE-ContextKeptIndicator'] !== undefined;

/** What matters of a message beside its name, in a few words: `with S-KWT, bearer 5 not admitted`; empty where there is nothing. */
export function xwDetail(view: XwapView): string {
  const list = (iesOf(view)['E-RABs-NotAdmitted-List'] ?? []) as readonly Partial<ListField>[];
  // Of a message that is cut, an item may lack the id.
  const refused = list.flatMap(({ value }) => {
    const id = (value?.value as { readonly 'e-RAB-ID'?: unknown } | undefined)?.['e-RAB-ID'];
    return typeof id === 'number' ? [id] : [];
  });
  const cause = causeIn(view);
  const parts = [
    sKwtIn(view) && 'with S-KWT',
    // It tells nothing, and each WTModificationRequest has to have one.
    cause === 'unspecified' ? undefined : cause,
    keepsUe(view) ? 'UE context kept' : undefined,
    refused.length === 0
      ? undefined
      : `bearer${refused.length === 1 ? '' : 's'} ${listed(refused)} not admitted`,
  ];
  return parts.filter(part => part !== undefined).join(', ');
}
