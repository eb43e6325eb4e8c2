/** What a person can do in the chat room. */
export interface Actions {
  readonly say: (text: string) => void;
  readonly press: (key: number, index: number) => void;
  readonly retry: () => void;
  /** Clears the conversation here and begins another one. */
  readonly startOver: () => void;
}
