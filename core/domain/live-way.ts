/** Ways to show a camera that sends H.265: its H.264 sub-stream, that set to H.264 by ONVIF, or transcoded on the kiosk. */
export const liveWays = ['sub-stream', 'onvif', 'transcode'] as const;
export type LiveWay = (typeof liveWays)[number];
