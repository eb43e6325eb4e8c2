type Result = { readonly isFinal: boolean; readonly 0: { readonly transcript: string } };

/** A browser's speech recognition, in which a test says what is heard. */
export class TestEars {
  static latest: TestEars | null = null;
  static refuses = false;

  lang = "";
  interimResults = false;
  isAborted = false;
  isStopped = false;
  onresult: ((event: { readonly results: readonly Result[] }) => void) | null = null;
  onerror: ((event: { readonly error: string }) => void) | null = null;
  onend: (() => void) | null = null;

  start(): void {
    if (TestEars.refuses) throw new DOMException("busy", "InvalidStateError");
    TestEars.latest = this;
  }

  stop(): void {
    this.isStopped = true;
  }

  abort(): void {
    this.isAborted = true;
    this.fail("aborted");
  }

  hear(text: string, isFinal = false): void {
    this.onresult?.({ results: [{ isFinal, 0: { transcript: text } }] });
  }

  fail(error: string): void {
    this.onerror?.({ error });
    this.onend?.();
  }

  end(): void {
    this.onend?.();
  }
}
