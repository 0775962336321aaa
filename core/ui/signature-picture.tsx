import './signature.css';
import { FIELD } from '../domain/signature.ts';

/** A kept signature, black on white as it was drawn. `path`: the `d` of `signaturePath`. */
export function SignaturePicture({
  path,
  label,
}: {
  readonly path: string;
  readonly label: string;
}): React.JSX.Element {
  return (
    <svg className="signature-picture" viewBox={`0 0 ${FIELD.width} ${FIELD.height}`} role="img" aria-label={label}>
      <path className="signature-ink" d={path} />
    </svg>
  );
}
