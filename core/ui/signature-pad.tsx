import './signature.css';
import { useRef, useState } from 'react';
import { FIELD, signaturePath } from '../domain/signature.ts';

type Drawn = readonly (readonly number[])[];

/** A field to sign in by finger, pen or mouse. `value`: strokes on a field of {@link FIELD}. */
export function SignaturePad({
  value,
  onChange,
  label,
}: {
  readonly value: Drawn;
  readonly onChange: (strokes: Drawn) => void;
  readonly label: string;
}): React.JSX.Element {
  const field = useRef<SVGSVGElement>(null);
  // A slow machine is told several movements before it draws again: each goes on from the one before, not from what was drawn.
  const stroke = useRef<readonly number[] | null>(null);
  const [shown, show] = useState<readonly number[] | null>(null);
  const draw = (next: readonly number[] | null): void => {
    stroke.current = next;
    show(next);
  };
  const point = (event: React.PointerEvent): readonly [number, number] => {
    const box = field.current?.getBoundingClientRect();
    if (!box) return [0, 0];
    const on = (share: number, size: number): number => Math.max(0, Math.min(size, Math.round(share * size)));
    return [
      on((event.clientX - box.left) / box.width, FIELD.width),
      on((event.clientY - box.top) / box.height, FIELD.height),
    ];
  };
  const end = (): void => {
    if (stroke.current !== null) onChange([...value, stroke.current]);
    draw(null);
  };
  return (
    <svg
      ref={field}
      className="signature"
      viewBox={`0 0 ${FIELD.width} ${FIELD.height}`}
      role="img"
      aria-label={label}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        draw(point(event));
      }}
      onPointerMove={(event) => {
        const before = stroke.current;
        if (before === null) return;
        const [x, y] = point(event);
        const [lastX = 0, lastY = 0] = before.slice(-2);
        if (Math.hypot(x - lastX, y - lastY) >= 4) draw([...before, x, y]);
      }}
      onPointerUp={end}
      onPointerCancel={end}
    >
      <path className="signature-line" d={`M60 ${FIELD.height * 0.8}H${FIELD.width - 60}`} />
      <path className="signature-ink" d={signaturePath(shown === null ? value : [...value, shown])} />
    </svg>
  );
}
