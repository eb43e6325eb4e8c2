/** What a page gets for speaking from a browser: it notes what was said, and ends each when a test says so. */
export class TestVoices {
  readonly said: string[] = [];
  readonly voicesUsed: (string | null)[] = [];
  readonly utterances: TestUtterance[] = [];
  cancelled = 0;
  private current: TestUtterance | null = null;

  constructor(private readonly voices: readonly object[] = []) {}

  readonly getVoices = () => this.voices as SpeechSynthesisVoice[];

  readonly speak = (utterance: TestUtterance) => {
    this.current = utterance;
    this.utterances.push(utterance);
    this.said.push(utterance.text);
    this.voicesUsed.push(utterance.voice?.name ?? null);
  };

  readonly cancel = () => {
    this.cancelled += 1;
    this.fail("canceled");
  };

  /** The voice has come to the end of what it says. */
  end(): void {
    const ended = this.current;
    this.current = null;
    ended?.onend?.();
  }

  fail(error: string): void {
    const failed = this.current;
    this.current = null;
    failed?.onerror?.({ error });
  }
}

export class TestUtterance {
  lang = "";
  voice: { readonly name: string } | null = null;
  onend: (() => void) | null = null;
  onerror: ((event: { readonly error: string }) => void) | null = null;

  constructor(readonly text: string) {}
}
