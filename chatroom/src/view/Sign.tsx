interface Props {
  /** Its lines, as SVG's path data on a field of 24 by 24. */
  d: string;
  size?: number;
}

/** A small drawing beside or in the place of words, which are said elsewhere. */
export function Sign({ d, size = 20 }: Props) {
  return (
    <svg viewBox="0 0 24 24" width={size} height={size} aria-hidden="true">
      <path d={d} />
    </svg>
  );
}
