/** What a person can do in the chat room. */
export interface Actions {
  readonly say: (text: string) => void;
  readonly press: (key: number, index: number) => void;
  readonly retry: () => void;
  /** Clears the conversation here and begins another one. */
  readonly startOver: () => void;
  /** Asks the holder to hand over to this host. `shown` stands for it in the conversation. */
  readonly askFor: (hostId: string, shown: string) => void;
  /** Goes to this host without the holder, which is not there. */
  readonly leaveFor: (hostId: string) => void;
  /** Something was written, and is not sent yet. */
  readonly draft: (text: string) => void;
}
