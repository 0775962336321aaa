import { Image, Typography } from 'antd';
import { useState } from 'react';

/** The frame that a camera took at an instant; says so where there is none (any more). */
export function FramePicture({
  camera,
  at,
  proof = null,
  alt,
  width,
}: {
  readonly camera: string;
  readonly at: number;
  /** The very frame, where it is known. */
  readonly proof?: { readonly run: number; readonly decodeTime: number } | null;
  readonly alt: string;
  readonly width: number | '100%';
}) {
  const [missing, setMissing] = useState(false);
  if (missing) return <Typography.Text type="secondary">没有录像</Typography.Text>;
  const place = proof === null ? '' : `&run=${proof.run}&decodeTime=${proof.decodeTime}`;
  return (
    <Image
      width={width}
      alt={alt}
      src={`/api/frame?camera=${encodeURIComponent(camera)}&at=${at}${place}`}
      onError={() => setMissing(true)}
    />
  );
}
