interface Props {
  /** Its lines, as SVG's path data on a field of 24 by 24. */
  d: string;
  size?: number;
  /** Whether it points to where reading begins. */
  isMirrored?: boolean;
}

/** A small drawing beside or in the place of words, which are said elsewhere. */
export function Sign({ d, size = 20, isMirrored = false }: Props) {
  return (
    <svg class={isMirrored ? "mirrored" : undefined} viewBox="0 0 24 24" width={size} height={size} aria-hidden="true">
      <path d={d} />
    </svg>
  );
}
