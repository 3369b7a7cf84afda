import { findElement } from '../../codecs/dot11/element.js';
import { findKde, type KdeNamed, type KeyDataItem } from '../../codecs/dot11/kde.js';

/** Operating channel information (IEEE 802.11-2020, 9.4.2.236). */
export type Oci = KdeNamed<'OCI'>;

/** What M2 or M3 says of the operating channel (IEEE 802.11-2020, 12.2.9). */
export interface ChannelClaim {
  /** Whether its RSNE says that its sender validates operating channels: OCVC. */
  readonly isValidating: boolean;
  readonly oci: Oci | undefined;
}

/** What the items of key data in clear say of the operating channel. */
export const channelClaim = (items: readonly KeyDataItem[]): ChannelClaim => ({
  isValidating: findElement(items, 'RSN')?.capabilities?.ocvc === true,
  oci: findKde(items, 'OCI'),
});

/** `channel 6 of operating class 81` */
export const channelName = ({ primaryChannel, operatingClass }: Oci): string =>
  `channel ${primaryChannel} of operating class ${operatingClass}`;
