/** The end of an association, as a frame told it. */
export interface Ending {
  readonly frame: number;
  readonly kind: 'deauthentication' | 'disassociation';
  readonly by: 'ap' | 'station';
  /** The reason code; undefined where the frame is cut off before its end, or damaged. */
  readonly reason: number | undefined;
  /** Whether the frame is to all stations: it has nothing to do with this one. */
  readonly isToAll?: true;
}

/** `, reason 15`; nothing where none can be read. */
export const reasonText = ({ reason }: Ending): string => (reason === undefined ? '' : `, reason ${reason}`);
