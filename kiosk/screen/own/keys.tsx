import { useState } from 'react';

interface Props {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', 'X', '0'];

/** An ID number by touch or keyboard: 18 characters, the last may be X. */
export function IdNumberKeys({ value, onChange }: Props): React.JSX.Element {
  const add = (key: string): void => {
    if (value.length < 18) onChange(value + key);
  };
  return (
    <div className="id-entry">
      <label className="field">
        身份证号
        <input
          inputMode="none"
          autoComplete="off"
          value={value}
          onChange={({ target }) =>
            onChange(
              target.value
                .toUpperCase()
                .replace(/[^\dX]/g, '')
                .slice(0, 18),
            )
          }
        />
      </label>
      <p className="id-count">{value.length} / 18 位</p>
      <div className="keys" role="group" aria-label="数字键">
        {DIGITS.map((key) => (
          <button key={key} type="button" className="key" onClick={() => add(key)}>
            {key}
          </button>
        ))}
        <button type="button" className="key" aria-label="删一位" onClick={() => onChange(value.slice(0, -1))}>
          ←
        </button>
      </div>
    </div>
  );
}

const ROWS = ['1234567890', 'qwertyuiop', 'asdfghjkl-', 'zxcvbnm._@'].map((row) => row.match(/./g) ?? []);

/** Letters and digits by touch, for a screen without a keyboard. */
export function LetterKeys({ onKey }: { readonly onKey: (key: string | null) => void }): React.JSX.Element {
  const [upper, setUpper] = useState(false);
  return (
    <div className="letters" role="group" aria-label="屏幕键盘">
      {ROWS.map((row) => (
        <div key={row[0]} className="letter-row">
          {row.map((key) => {
            const shown = upper ? key.toUpperCase() : key;
            return (
              <button key={key} type="button" className="key" onClick={() => onKey(shown)}>
                {shown}
              </button>
            );
          })}
        </div>
      ))}
      <div className="letter-row">
        <button type="button" className="key key-wide" aria-pressed={upper} onClick={() => setUpper(!upper)}>
          大写
        </button>
        {['!', '#', '$', '%', '&', '*', '+', '?'].map((key) => (
          <button key={key} type="button" className="key" onClick={() => onKey(key)}>
            {key}
          </button>
        ))}
        <button type="button" className="key key-wide" onClick={() => onKey(null)}>
          删除
        </button>
      </div>
    </div>
  );
}
