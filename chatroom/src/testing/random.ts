/** Numbers that look random and are the same for the same seed: a linear congruential generator. */
export class Dice {
  constructor(private seed: number) {}

  /** A whole number from 0 up to, and without, the limit. */
  below(limit: number): number {
    this.seed = (Math.imul(this.seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.seed / 2 ** 32) * limit);
  }

  /** One of these, which are not none. */
  oneOf<Value>(values: readonly Value[]): Value {
    return values[this.below(values.length)] as Value;
  }
}
