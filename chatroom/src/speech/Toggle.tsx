interface Props {
  /** What it is called in tests. */
  name: string;
  label: string;
  isOn: boolean;
  /** The lines of its sign, 24 wide and high. */
  sign: string;
  onToggle: () => void;
}

/** A round button that is on or off. */
export function Toggle({ name, label, isOn, sign, onToggle }: Props) {
  return (
    <button
      type="button"
      class="tool"
      data-testid={name}
      title={label}
      aria-label={label}
      aria-pressed={isOn}
      onClick={onToggle}
    >
      <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
        <path d={sign} />
      </svg>
    </button>
  );
}
